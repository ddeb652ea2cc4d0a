import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { fetching } from '../../pipeline/config/fetch.ts'
import { type Fetcher, type FetcherOptions, openFetcher } from '../../pipeline/fetch/fetch.ts'

export type Answerer = (request: IncomingMessage, response: ServerResponse) => void

/** A loopback site: robots.txt allows everything unless `pages` says otherwise. */
export interface Site {
  readonly url: string
  readonly port: number
  /** Paths asked, in order, without robots.txt. */
  readonly asked: string[]
  readonly requests: IncomingMessage[]
  /** Empties what was noted of requests. */
  readonly forget: () => void
  readonly close: () => Promise<void>
}

/** Serves `pages` by path (without the query) on loopback; other paths are 404. */
export const serve = async (pages: Readonly<Record<string, Answerer | string>>): Promise<Site> => {
  const asked: string[] = []
  const requests: IncomingMessage[] = []
  const sockets = new Set<Socket>()
  const server = createServer((request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? ''
    if (path !== '/robots.txt') asked.push(request.url ?? '')
    requests.push(request)
    const page = pages[path] ?? pages['*']
    if (page === undefined) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not here')
    } else if (typeof page === 'string') {
      const type = path.endsWith('.txt') ? 'text/plain' : 'text/html; charset=utf-8'
      response.writeHead(200, { 'content-type': type }).end(page)
    } else page(request, response)
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    requests,
    forget: () => {
      asked.length = 0
      requests.length = 0
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

type Limits = Parameters<typeof fetching.parse>[0] & object

/** A fetcher for loopback tests: private addresses open, no delay, real clock, back-off not slept through. */
export const fetcherFor = (
  limits: Partial<Limits> = {},
  options: Partial<FetcherOptions> = {},
): Fetcher =>
  openFetcher({
    config: fetching.parse({ delayMs: 0, timeoutMs: 3000, allowPrivate: true, ...limits }),
    contact: 'owner@example.com',
    now: () => new Date().toISOString(),
    signal: new AbortController().signal,
    ...options,
  })

/** A clock that moves only when somebody sleeps. */
export const fakeClock = (start = '2026-11-23T08:00:00.000Z') => {
  let at = Date.parse(start)
  const slept: number[] = []
  return {
    slept,
    now: () => new Date(at).toISOString(),
    ms: () => at,
    pass: (ms: number) => {
      at += ms
    },
    sleep: async (ms: number) => {
      slept.push(ms)
      at += ms
    },
  }
}
