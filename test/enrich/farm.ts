import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a small site answers: a body, or a status with headers. */
type Answer =
  | string
  | {
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: string | Buffer
    }

/** Pages of a site by path. */
export type SitePages = Readonly<Record<string, Answer>>

/** Many small sites behind one loopback port, told apart by their host names. */
export interface Farm {
  readonly port: number
  /** Address of a site's page. */
  readonly url: (host: string, path?: string) => string
  /** Every request but robots.txt, as `host/path`. */
  readonly asked: string[]
  readonly close: () => Promise<void>
}

/** Serves sites; `sites` answers for a host name, so that thousands need not be built beforehand. */
export const openFarm = async (
  sites: (host: string) => SitePages | undefined,
  before: (host: string, path: string) => Promise<void> | undefined = () => undefined,
): Promise<Farm> => {
  const asked: string[] = []
  const server: Server = createServer(async (request: IncomingMessage, reply: ServerResponse) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '')
    const path = request.url ?? '/'
    if (path !== '/robots.txt') asked.push(`${host}${path}`)
    await before(host, path)
    const answer = sites(host)?.[path] ?? { status: 404, body: '<h1>Not found</h1>' }
    const {
      status = 200,
      headers = {},
      body = '',
    } = typeof answer === 'string' ? { body: answer } : answer
    const etag = headers.etag
    if (etag !== undefined && request.headers['if-none-match'] === etag) {
      reply.writeHead(304, { etag }).end()
      return
    }
    reply.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
  })
  await new Promise<void>((done) => server.listen(0, '0.0.0.0', done))
  const { port } = server.address() as AddressInfo
  return {
    port,
    asked,
    url: (host, path = '/') => `http://${host}:${port}${path}`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
