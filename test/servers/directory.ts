import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A directory of any size on loopback, in the shape of Yell's result and profile pages. */
export interface Directory {
  readonly url: string
  /** How often each path and query was answered. */
  readonly served: ReadonlyMap<string, number>
  readonly close: () => Promise<void>
}

export interface DirectoryOptions {
  readonly pages: number
  readonly perPage?: number
  /** Milliseconds before each answer. */
  readonly delayMs?: number
  /** Changes a result page before it is served: a redesign, a wall, a fault. */
  readonly change?: (html: string, page: number) => string
  /** Profiles that answer with a page which says only that they are gone. */
  readonly gone?: (id: number) => boolean
  readonly etags?: boolean
}

const html = (body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Plumbers</title></head><body>${body}</body></html>`

const card = (id: number) => `
<article class="businessCapsule" data-natid="${id}" data-href="/biz/firm-${id}/" itemscope itemtype="https://schema.org/Plumber">
  <h2 class="businessCapsule--name" itemprop="name">Firm ${id} Ltd</h2>
  <span class="businessCapsule--classification">Plumbers</span>
  <span class="business--telephoneNumber" itemprop="telephone">0113 496 0${String(id % 1000).padStart(3, '0')}</span>
  <span itemprop="streetAddress">${(id % 90) + 1} Weir Lane,</span>
  <span itemprop="addressLocality">Leeds</span>
  <span itemprop="postalCode">LS${(id % 9) + 1} ${id % 10}ZZ</span>
</article>`

const results = (page: number, pages: number, perPage: number) => {
  const cards = Array.from({ length: perPage }, (_, i) => card((page - 1) * perPage + i + 1))
  const next =
    page < pages
      ? `<a class="pagination--next" href="/ucs/UcsSearchAction.do?keywords=plumbers&amp;location=Leeds&amp;pageNum=${page + 1}">Next</a>`
      : ''
  return html(`${cards.join('')}${next}`)
}

/** Serves a directory on a free port. */
export const serveDirectory = async (options: DirectoryOptions): Promise<Directory> => {
  const {
    pages,
    perPage = 25,
    delayMs = 0,
    change = (text: string) => text,
    gone = () => false,
    etags = false,
  } = options
  const served = new Map<string, number>()
  const bodyOf = (url: URL): string | undefined => {
    if (url.pathname === '/ucs/UcsSearchAction.do') {
      const page = Number(url.searchParams.get('pageNum') ?? 1)
      return change(results(page, pages, perPage), page)
    }
    const id = /^\/biz\/firm-(\d+)\/$/.exec(url.pathname)?.[1]
    if (id === undefined) return undefined
    if (gone(Number(id))) return html('<h1>This business is no longer listed</h1>')
    return html(
      `<h1 class="businessCard--businessName" itemprop="name">Firm ${id} Ltd</h1><a class="businessCard--callToAction" itemprop="url" href="https://firm${id}.example/">Website</a>`,
    )
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://directory')
    const key = url.pathname + url.search
    const body = bodyOf(url)
    setTimeout(() => {
      served.set(key, (served.get(key) ?? 0) + 1)
      if (body === undefined) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('')
        return
      }
      const etag = `"${body.length}-${key.length}"`
      if (etags && request.headers['if-none-match'] === etag) {
        response.writeHead(304, { etag }).end()
        return
      }
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...(etags ? { etag } : {}) })
        .end(body)
    }, delayMs)
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
