import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadSource, sourceIds } from '../../pipeline/discover.ts'
import { judgeBlock } from '../../pipeline/fetch/blocks.ts'
import type { Listing, ListingField } from '../../pipeline/model/listing.ts'
import { recognise } from '../../pipeline/platforms/recognise.ts'
import type { Reading, Source } from '../../pipeline/source.ts'
import { shared, withoutShared } from '../shared.ts'

const sources = await Promise.all(
  sourceIds().map(async (id) => [id, await loadSource<Source>(id)] as const),
)

/** Reads a captured page as `pipeline read` would: source and kind told by the page itself. */
const read = (file: string): Reading & { readonly as: string } => {
  const body = readFileSync(join(shared ?? '', 'pages', file), 'utf8')
  const page = {
    url: '',
    contentType: '',
    body,
    status: 200,
    fetchedAt: '2026-11-23T00:00:00.000Z',
  }
  const known = recognise(sources, page)
  const source = sources.find(([id]) => id === known?.id)?.[1]
  const reading = source?.read[known?.kind ?? '']?.({ ...page, kind: known?.kind ?? '' })
  if (known === undefined || reading === undefined) throw new Error(`${file} is not known`)
  return { ...reading, as: `${known.id} ${known.kind}` }
}

const named = ({ listings }: Reading, name: string): Listing => {
  const found = listings.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no listing '${name}'`)
  return found
}

const filled = ({ listings }: Reading, field: ListingField): number =>
  listings.filter((one) => one[field] !== undefined).length

describe.skipIf(shared === undefined)(
  `captured pages${shared ? '' : ` (${withoutShared})`}`,
  () => {
    it('Yell: 25 cards are 24 businesses, one of them shown twice', () => {
      const page = read('uk/yell/search-solicitors-inverness.html')
      expect([page.as, page.verdict, page.cards, page.listings.length, page.left]).toEqual([
        'uk/yell search',
        'ok',
        25,
        24,
        { repeat: 1 },
      ])
      expect(filled(page, 'phones')).toBe(24)
      expect(filled(page, 'postcode')).toBe(23)
      expect(filled(page, 'website')).toBe(19)
      expect(filled(page, 'rating')).toBe(9)
      expect(named(page, 'Craig Wood Solicitors')).toMatchObject({
        ref: '694874',
        url: 'https://www.yell.com/biz/craig-wood-solicitors-inverness-694874/',
        street: '23 Academy St',
        town: 'Inverness',
        postcode: 'IV1 1JN',
        phones: ['01463 225544'],
        sponsored: true,
      })
      expect(named(page, 'National Accident Helpline')).not.toHaveProperty('town')
      expect(page.links[0]).toMatchObject({
        kind: 'search',
        url: expect.stringContaining('scrambleSeed=1315989949&pageNum=2'),
      })
      expect(page.unread).toEqual([])
    })

    it('Gouden Gids: 20 of 8,464, 19 with e-mail, every number of a card, ratings out of ten', () => {
      const page = read('nl/goudengids/search-advocaten-1.html')
      expect([page.as, page.total, page.listings.length]).toEqual([
        'nl/goudengids search',
        8464,
        20,
      ])
      expect([
        filled(page, 'emails'),
        filled(page, 'website'),
        filled(page, 'rating'),
        filled(page, 'lat'),
      ]).toEqual([19, 19, 2, 20])
      expect(named(page, 'Rijnja Meijer & Balemans Advocaten').phones).toEqual([
        '+31206203125',
        '+31204206571',
        '+31653458306',
      ])
      expect(named(page, 'Advocatenkantoor Winnips & Schütz')).toMatchObject({
        rating: 9.3,
        ratingBest: 10,
        reviews: 61,
      })
      expect(page.links[0]).toEqual({
        kind: 'search',
        url: 'https://www.goudengids.nl/nl/zoeken/advocaten/2/',
        priority: 1,
      })
      expect(page.unread).toEqual([])
    })

    it('Gouden Gids: the number on a profile is the firm’s, never the publisher’s', () => {
      const [one] = read('nl/goudengids/detail-baker-mckenzie.html').listings
      expect(one).toMatchObject({
        ref: 'L119193538',
        registers: { kvk: '34276539' },
        phones: ['+31205517555'],
      })
      expect(one?.socials).toHaveLength(4)
      const [two] = read('nl/goudengids/detail-hendriks.html').listings
      expect(two).toMatchObject({
        ref: 'L145578951',
        hours: 'Mo-Fr 09:00-17:30',
        phones: ['+31493321872', '+31493313875'],
      })
      expect([two?.registers, two?.emails]).toEqual([undefined, undefined])
    })

    it('Gumtree: 26 private adverts are a healthy page with nothing for us, and page 3 is the last worth reading', () => {
      const page = read('uk/gumtree/search-lawnmower-ne303sb.html')
      expect([page.as, page.verdict, page.cards, page.total, page.listings]).toEqual([
        'uk/gumtree search',
        'ok',
        26,
        58,
        [],
      ])
      expect(page.left).toEqual({ private: 26 })
      expect(page.links).toMatchObject([{ url: expect.stringContaining('page=2') }])
      expect(page.unread).toEqual([])
    })

    it('Google Maps: reviews are absent in the limited view, and present in the full one', () => {
      const limited = read('any/google-maps/list-griffith.html')
      expect([
        limited.listings.length,
        filled(limited, 'rating'),
        filled(limited, 'reviews'),
        filled(limited, 'phones'),
      ]).toEqual([10, 10, 0, 0])
      const full = read('any/google-maps/list-central-library.html')
      expect([
        full.listings.length,
        filled(full, 'reviews'),
        filled(full, 'website'),
        filled(full, 'phones'),
      ]).toEqual([10, 10, 9, 8])
      expect(named(full, 'City University of Seattle Library').phones).toEqual(['(206) 239-4550'])
      expect(named(full, "Howdy Y'all Coffee (Central Library)").extra?.price).toBe('$1–10')
    })

    it('Google Maps: 8 cards of a feed are 7 businesses, the advert among them', () => {
      const page = read('any/google-maps/feed-fragment.html')
      expect([
        page.cards,
        page.listings.length,
        filled(page, 'phones'),
        filled(page, 'sponsored'),
      ]).toEqual([8, 7, 7, 1])
    })

    it('Google Maps: a place page is one business, without the others on it or the visitor’s map', () => {
      const page = read('any/google-maps/place-central-library.html')
      expect([page.as, page.listings.length]).toEqual(['any/google-maps place', 1])
      expect(page.listings[0]).toMatchObject({
        ref: 'ChIJ55fLWVtBkFQR0v31eadEoLM',
        reviews: 1856,
        rating: 4.7,
        lat: 47.6066621,
        lon: -122.3321837,
        phones: ['+12063864636'],
        website: 'https://www.spl.org/hours-and-locations/central-library',
      })
    })

    it('Google Maps: 20 places of an answer, closing at midnight understood, social pages no websites', () => {
      const page = read('any/google-maps/search-coffee-athens.json')
      expect([
        page.as,
        page.listings.length,
        filled(page, 'hours'),
        filled(page, 'website'),
        filled(page, 'socials'),
      ]).toEqual(['any/google-maps search-json', 20, 19, 5, 3])
      expect(named(page, 'NooK').hours).toBe('Mo-Su 09:00-24:00')
    })

    it('Google Maps: single places, also the one that made another reader crash', () => {
      expect(read('any/google-maps/place-kipriakon.json').listings).toMatchObject([
        { name: 'Κυπριακόν', phones: ['+357 25 101555'], postcode: '3042' },
      ])
      expect(read('any/google-maps/place-island-beach.json').listings).toMatchObject([
        { town: 'Poli Crysochous', reviews: 504 },
      ])
    })

    it('Google Places: three pages of one query, 60 places', () => {
      const page = read('any/google-places/searchtext-three-pages.json')
      expect([page.as, page.listings.length, filled(page, 'website'), page.unread]).toEqual([
        'any/google-places search-json',
        60,
        59,
        [],
      ])
    })

    it('OpenStreetMap: 170 elements, the closed one left out, both spellings of contact tags', () => {
      const page = read('any/osm/overpass-vegan.json')
      expect([page.as, page.cards, page.listings.length, page.left]).toEqual([
        'any/osm search-json',
        170,
        169,
        { closed: 1 },
      ])
      expect([filled(page, 'phones'), filled(page, 'emails'), page.unread]).toEqual([108, 45, []])
      expect(read('any/osm/overpass-small.json').listings).toHaveLength(2)
    })

    it('Marktplaats: near matches, repeats and private sellers dropped, the opt-out kept, 0/0 no place', () => {
      const page = read('nl/marktplaats/search-api.json')
      expect([page.as, page.cards, page.listings.length, page.left]).toEqual([
        'nl/marktplaats search-json',
        25,
        5,
        { private: 4, repeat: 1, 'near match': 15 },
      ])
      expect(named(page, 'Eltener Fahrradprofi').noMarketing).toBe(true)
      expect(named(page, 'www.2dehandsfietsenwinkel.nl')).not.toHaveProperty('lat')
      expect(filled(page, 'website')).toBe(0)
      expect(page.unread).toEqual([])
    })

    it('a wall is a wall before any reader sees it', () => {
      const body = readFileSync(
        join(shared ?? '', 'pages/any/google-maps/blocked-unusual-traffic.html'),
        'utf8',
      )
      expect(judgeBlock({ body })?.kind).toBe('blocked')
    })
  },
)
