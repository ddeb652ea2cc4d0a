import { load } from 'cheerio'
import type { Page } from '../../pipeline/model/page.ts'
import type { Source } from '../../pipeline/source.ts'
import thomson from '../../scrapers/uk/thomson-local.ts'
import yell from '../../scrapers/uk/yell.ts'
import { defineBench, type Row } from './bench.ts'
import { cardPage, jsonLdPage, PER_PAGE } from './pages.ts'

const PAGES = 60

const pageOf = (body: string, url: string): Page => ({
  url,
  kind: 'search',
  status: 200,
  contentType: 'text/html',
  body,
  fetchedAt: '2026-11-23T00:00:00.000Z',
})

const reads = (name: string, source: Source, bodies: readonly string[], url: string): Row => ({
  name,
  role: 'ours',
  run: async () => {
    for (const body of bodies) {
      const listings = source.read.search?.(pageOf(body, url)).listings.length ?? 0
      if (listings !== PER_PAGE) throw new Error(`${name} read ${listings} listings`)
    }
    return bodies.length
  },
})

export default defineBench({
  about: 'result pages of 100 kB with 25 listings, read on one core',
  unit: 'pages',
  setup: async () => {
    const cards = Array.from({ length: PAGES }, (_, i) => cardPage(i))
    const jsonld = Array.from({ length: PAGES }, (_, i) => jsonLdPage(i))
    return {
      rows: [
        {
          name: 'cheerio.load alone, nothing read',
          role: 'floor',
          run: async () => {
            for (const body of cards) load(body)
            return cards.length
          },
        },
        reads(
          'HTML cards, every field',
          yell,
          cards,
          'https://www.yell.com/ucs/UcsSearchAction.do',
        ),
        reads(
          'JSON-LD, every field',
          thomson,
          jsonld,
          'https://www.thomsonlocal.com/search/plumbers/leeds',
        ),
      ],
    }
  },
})
