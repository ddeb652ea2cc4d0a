import { describe, expect, it } from 'vitest'
import {
  bandOf,
  fieldDrift,
  NO_PAGES,
  type Past,
  pageDrift,
  pagesDrift,
  type Recent,
  recall,
  slide,
} from '../../pipeline/harvest/drift.ts'
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

const past = (fill: Past['fill'], read = 100): Past => ({ read, fill })

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
    const learnt = bandOf({ fill: {} }, [past({ website: 0.8 }), past({ website: 0.7 })])
    expect(learnt.fill).toEqual({ website: 0.7 })
    expect(bandOf(undefined, [past({ website: 0.8 }), past({})]).fill).toEqual({})
    expect(bandOf(undefined, [past({ website: 0.8 })]).fill).toEqual({})
    expect(bandOf(undefined, [past({ website: 0.8, town: 1 })]).fill).toEqual({ town: 1 })
  })

  it('learns nothing from a run of a few listings', () => {
    const few = past({ website: 1 }, 3)
    expect(bandOf({ fill: { phones: 0.7 } }, [few, few, few]).fill).toEqual({ phones: 0.7 })
  })

  it('raises what the card expects to what the runs showed, and never lowers it', () => {
    const runs = [past({ phones: 0.95, town: 0.4 }), past({ phones: 0.98, town: 0.5 })]
    expect(bandOf({ fill: { phones: 0.7, town: 0.9 } }, runs).fill).toEqual({
      phones: 0.95,
      town: 0.9,
    })
  })

  it('sees a field that was nearly always there missing from a third of the listings', () => {
    const third = slide(slide({ listings: [] }, listings(13)), listings(25, { phones: ['1'] }))
    expect(fieldDrift({ fill: { phones: 0.98 } }, third)).toHaveLength(1)
    expect(fieldDrift({ fill: { phones: 0.7 } }, third)).toEqual([])
  })

  it('sees that pages which should lead on never do', () => {
    const full = reading({ listings: listings(25), cards: 25 })
    const seen = (n: number) =>
      Array.from({ length: n }).reduce<Recent>(
        (recent) => recall(recent, band, full, { kind: 'search', first: true }),
        NO_PAGES,
      )
    expect(pagesDrift('search', seen(2), '')).toEqual([])
    expect(pagesDrift('search', seen(3), '')[0]?.what).toBe("the link to the next 'search' page")
    const short = reading({ listings: listings(24), cards: 24 })
    expect(
      pagesDrift('search', recall(seen(2), band, short, { kind: 'search', first: true }), ''),
    ).toEqual([])
  })

  it('sees half of the pages strange, not one in five', () => {
    const strange = (every: number) =>
      Array.from({ length: 20 }).reduce<Recent>(
        (recent, _, i) =>
          recall(
            recent,
            band,
            reading({ verdict: i % every === every - 1 ? 'unknown' : 'ok' }),
            page,
          ),
        NO_PAGES,
      )
    expect(pagesDrift('search', strange(2), 'why')).toHaveLength(1)
    expect(pagesDrift('search', strange(5), 'why')).toEqual([])
  })

  it('sees a first page that names thousands of results and leads nowhere', () => {
    const first = { kind: 'search', first: true }
    const alone = reading({ listings: listings(25), cards: 25, total: 8464 })
    expect(pageDrift(band, alone, first)[0]).toMatchObject({
      what: "the link to the next 'search' page",
      expected: 'one, for 8464 results',
    })
    expect(pageDrift(band, { ...alone, total: 27 }, first)).toEqual([])
  })
})
