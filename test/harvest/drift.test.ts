import { describe, expect, it } from 'vitest'
import { bandOf, fieldDrift, pageDrift, slide } from '../../pipeline/harvest/drift.ts'
import type { Listing } from '../../pipeline/model/listing.ts'
import type { Reading } from '../../pipeline/source.ts'

const listings = (n: number, fields: Partial<Listing> = {}): readonly Listing[] =>
  Array.from({ length: n }, (_, i) => ({ ref: `${i}`, name: `Firm ${i}`, ...fields }))

const reading = (over: Partial<Reading>): Reading => ({
  verdict: 'ok',
  listings: [],
  links: [],
  unread: [],
  ...over,
})

const next = { kind: 'search', url: 'https://directory.example/2' }
const page = { kind: 'search', first: false }
const band = { cards: [25, 25] as const, fill: { phones: 0.9 } }

describe('drift', () => {
  it('is silent on a healthy page', () => {
    expect(
      pageDrift(band, reading({ listings: listings(25), cards: 25, links: [next] }), page),
    ).toEqual([])
  })

  it('sees half of the cards unread though the server answered 200', () => {
    const [drift] = pageDrift(band, reading({ listings: listings(12), cards: 25 }), page)
    expect(drift?.seen).toBe('13 of 25 could not be read')
  })

  it('does not take cards left out on purpose for unread ones', () => {
    const left = { private: 13 }
    expect(pageDrift(band, reading({ listings: listings(12), cards: 25, left }), page)).toEqual([])
  })

  it('sees a full page that shrank because a selector finds only some of the cards', () => {
    const shrunk = reading({ listings: listings(10), cards: 10, links: [next] })
    expect(pageDrift(band, shrunk, page)[0]?.what).toBe("cards on a full 'search' page")
  })

  it('lets the last page be short', () => {
    expect(pageDrift(band, reading({ listings: listings(3), cards: 3 }), page)).toEqual([])
  })

  it('sees a first page without next link that shows far less than the total it names', () => {
    const first = { kind: 'search', first: true }
    const short = reading({ listings: listings(4), cards: 4, total: 8464 })
    expect(pageDrift(band, short, first)).toHaveLength(1)
    const whole = reading({ listings: listings(4), cards: 4, total: 4 })
    expect(pageDrift(band, whole, first)).toEqual([])
  })

  it('sees a field that fades over several pages, and names it', () => {
    const healthy = slide({ listings: [] }, listings(25, { phones: ['1'] }))
    expect(fieldDrift(band, healthy)).toEqual([])
    const faded = slide(slide(healthy, listings(25)), listings(25))
    expect(fieldDrift(band, faded).map(({ what }) => what)).toEqual(["field 'phones'"])
  })

  it('waits for enough listings before it judges a field', () => {
    expect(fieldDrift(band, slide({ listings: [] }, listings(5)))).toEqual([])
  })

  it('learns what is usual from the last runs, not from one', () => {
    const learnt = bandOf({ fill: {} }, [{ fill: { website: 0.8 } }, { fill: { website: 0.7 } }])
    expect(learnt.fill).toEqual({ website: 0.7 })
    expect(bandOf(undefined, [{ fill: { website: 0.8 } }, { fill: {} }]).fill).toEqual({})
  })
})
