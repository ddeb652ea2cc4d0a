import { describe, expect, it } from 'vitest'
import { loadSource, sourceIds } from '../../pipeline/discover.ts'
import type { Source } from '../../pipeline/source.ts'

const sources = await Promise.all(
  sourceIds().map(async (id) => ({ id, source: await loadSource<Source>(id) })),
)
const withDetails = sources.filter(({ source }) => source.read.detail !== undefined)

const page = (heading: string, rest = '') =>
  `<!doctype html><html><head><title>${heading}</title></head><body><h1>${heading}</h1>${rest}</body></html>`

const read = (source: Source, kind: string, body: string) =>
  source.read[kind]?.({
    url: `${source.home}/x`,
    kind,
    status: 200,
    contentType: 'text/html',
    body,
    fetchedAt: '2026-11-23T00:00:00.000Z',
  })

const GONE = [
  'This business is no longer listed',
  'Page not found',
  'This ad has expired',
  'Error 404',
  'Deze advertentie is verwijderd',
  'Dit bedrijf is niet meer beschikbaar',
  'Pagina niet gevonden',
  'Page introuvable',
  "Cette annonce n'est plus disponible",
]

describe('a page that the server answers with 200 though there is nothing', () => {
  it.each(withDetails)('$id: is an empty profile, not one that cannot be read', ({ source }) => {
    for (const heading of GONE)
      expect(read(source, 'detail', page(heading))?.verdict, heading).toBe('empty')
  })

  it.each(withDetails)('$id: is no proof that a search has no results', ({ source }) => {
    for (const heading of GONE) {
      const said =
        "<p>Sorry, we couldn't find what you were looking for. 0 results found. Geen resultaten. Aucun résultat.</p>"
      expect(read(source, 'search', page(heading, `yell${said}`))?.verdict, heading).not.toBe(
        'empty',
      )
    }
  })

  it.each(sources)('$id: tells nothing of a page of another site', ({ source }) => {
    const news = page(
      'Storm over the coast',
      '<article><h2>Rain</h2><p>More on Monday.</p></article>',
    )
    for (const kind of Object.keys(source.read))
      expect(read(source, kind, news), kind).toMatchObject({ verdict: 'unknown', listings: [] })
  })
})
