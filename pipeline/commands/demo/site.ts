import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Firm, town } from './town.ts'

/** A directory of invented firms on loopback, in the shapes of Yell and Overpass, with a robots.txt of its own. */
export interface SampleSite {
  readonly url: string
  /** Requests answered so far, by path. */
  readonly served: readonly string[]
  readonly close: () => Promise<void>
}

const PER_PAGE = 25

/** Serves the sample directory on a free port of 127.0.0.1. */
export const serveSample = async (): Promise<SampleSite> => {
  const served: string[] = []
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://sample')
    served.push(url.pathname)
    request.resume()
    answer(url, response)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    served,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

const answer = (url: URL, response: ServerResponse) => {
  const send = (type: string, body: string, status = 200) =>
    response.writeHead(status, { 'content-type': type }).end(body)
  if (url.pathname === '/robots.txt')
    return send('text/plain', 'User-agent: *\nDisallow: /private/\n')
  if (url.pathname === '/ucs/UcsSearchAction.do')
    return send('text/html; charset=utf-8', results(Number(url.searchParams.get('pageNum') ?? 1)))
  const firm = town.find(({ id }) => url.pathname === profile(id))
  if (firm !== undefined) return send('text/html; charset=utf-8', detail(firm))
  if (url.pathname.endsWith('/interpreter')) return send('application/json', overpass())
  return send('text/html; charset=utf-8', '<!doctype html><title>Not found</title>', 404)
}

const profile = (id: number) => `/biz/sample-leeds-${id}/`

const entities = (text: string) =>
  text.replace(
    /[&<>"]/g,
    (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c,
  )

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${entities(title)}</title></head><body>${body}</body></html>`

const results = (number: number): string => {
  const firms = town.slice((number - 1) * PER_PAGE, number * PER_PAGE)
  const more = number * PER_PAGE < town.length
  const next = more
    ? `<a class="btn pagination--next" href="/ucs/UcsSearchAction.do?keywords=plumbers&amp;location=leeds&amp;scrambleSeed=77&amp;pageNum=${number + 1}">Next</a>`
    : '<span class="btn btn-disabled">Next</span>'
  return page('Plumbers in Leeds | Yell', `<main>${firms.map(card).join('\n')}${next}</main>`)
}

const card = (firm: Firm): string => `
<article class="businessCapsule" data-natid="${firm.id}" data-href="${profile(firm.id)}" itemscope itemtype="https://schema.org/Plumber">
  <meta itemprop="url" content="https://www.yell.com/${profile(firm.id)}">
  <h2 class="businessCapsule--name text-h2" itemprop="name">${entities(firm.name)}</h2>
  <span class="businessCapsule--classification">Plumbers</span>
  <span class="business--telephoneNumber" itemprop="telephone">${firm.phone}</span>
  <div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">
    <span itemprop="streetAddress">${entities(firm.street)},</span>
    <span itemprop="addressLocality">Leeds</span>
    <span itemprop="postalCode">${firm.postcode}</span>
  </div>
  ${firm.website === undefined ? '' : `<a class="btn businessCapsule--ctaItem" data-test="localBusiness--website" href="${firm.website}" rel="nofollow">Website</a>`}
</article>`

const detail = (firm: Firm): string =>
  page(
    `${firm.name}, Leeds | Yell`,
    `<h1 class="businessCard--businessName" itemprop="name">${entities(firm.name)}</h1>
     <span class="business--telephoneNumber" itemprop="telephone">${firm.phone}</span>
     <span itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">
       <span itemprop="streetAddress">${entities(firm.street)},</span>
       <span itemprop="addressLocality">Leeds</span> <span itemprop="postalCode">${firm.postcode}</span>
     </span>
     ${firm.website === undefined ? '' : `<a class="businessCard--callToAction" itemprop="url" href="${firm.website}">Website</a>`}`,
  )

const overpass = (): string =>
  JSON.stringify({
    version: 0.6,
    generator: 'Sample directory',
    osm3s: {
      timestamp_osm_base: '2026-11-01T00:00:00Z',
      copyright: 'Invented data in the shape of OpenStreetMap',
    },
    elements: town.flatMap((firm, i) =>
      firm.osm === undefined
        ? []
        : [
            {
              type: 'node',
              id: 7_000_000 + i,
              lat: 53.79 + i / 1000,
              lon: -1.54 - i / 1000,
              tags: {
                craft: 'plumber',
                name: firm.osm.name ?? firm.name.replace(/ (?:Ltd|Limited|LLP)$/, ''),
                'addr:housenumber': firm.street.split(' ')[0],
                'addr:street': firm.street.split(' ').slice(1).join(' '),
                'addr:city': 'Leeds',
                'addr:postcode': firm.postcode,
                phone: firm.osm.phone ?? firm.phone,
                ...(firm.website === undefined ? {} : { 'contact:website': firm.website }),
                ...(firm.email === undefined ? {} : { email: firm.email }),
              },
            },
          ],
    ),
  })
