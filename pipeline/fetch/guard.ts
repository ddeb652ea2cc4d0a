import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { bareHost, judgeUrl, type Resolve, resolveSafely } from './address.ts'

/** A proxy on loopback that lets a browser reach public addresses only. */
export interface Guard {
  readonly url: string
  /** What was refused, with the reason, newest last; at most a hundred. */
  readonly refused: readonly string[]
  readonly close: () => Promise<void>
}

export interface GuardOptions {
  readonly resolve: Resolve
  readonly allowPrivate: boolean
}

/**
 * Opens the proxy. A browser resolves names and follows redirects by itself, so the only place where its connections
 * can be held to the rule of the fetcher is under it: each name is resolved here, once, and the connection made to
 * the checked address.
 */
export const openGuard = async (options: GuardOptions): Promise<Guard> => {
  const refused: string[] = []
  const sockets = new Set<Duplex>()
  const refuse = (what: string, why: string) => {
    refused.push(`${what}: ${why}`)
    if (refused.length > 100) refused.shift()
  }

  const plain = async (asked: IncomingMessage, answer: ServerResponse) => {
    const url = asked.url ?? ''
    const address = await check(url, options).catch((error: Error) => error)
    if (address instanceof Error) {
      refuse(url, address.message)
      answer.writeHead(403, { 'x-guard': 'refused' }).end()
      return
    }
    const { port, pathname, search } = new URL(url)
    const { 'proxy-connection': _, ...headers } = asked.headers
    const onward = request(
      { host: address, port: port || 80, path: pathname + search, method: asked.method, headers },
      (got) => {
        answer.writeHead(got.statusCode ?? 502, got.headers)
        got.pipe(answer)
      },
    )
    onward.on('error', () => answer.destroy())
    answer.on('close', () => onward.destroy())
    asked.pipe(onward)
  }

  const tunnel = async (asked: IncomingMessage, client: Duplex) => {
    const target = asked.url ?? ''
    client.on('error', () => client.destroy())
    const address = await check(`https://${target}`, options).catch((error: Error) => error)
    if (address instanceof Error) {
      refuse(target, address.message)
      client.end('HTTP/1.1 403 Refused\r\n\r\n')
      return
    }
    const onward: Socket = connect({
      host: address,
      port: Number(target.slice(target.lastIndexOf(':') + 1)),
    })
    keep(onward)
    onward.on('connect', () => {
      client.write('HTTP/1.1 200 Connected\r\n\r\n')
      onward.pipe(client)
      client.pipe(onward)
    })
    onward.on('error', () => client.destroy())
    client.on('close', () => onward.destroy())
  }

  const keep = (socket: Duplex) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  }

  const server = createServer((asked, answer) => void plain(asked, answer))
  server.on('connect', (asked, client) => void tunnel(asked, client))
  server.on('connection', keep)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    refused,
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

const check = async (url: string, { resolve, allowPrivate }: GuardOptions): Promise<string> => {
  const why = judgeUrl(url, allowPrivate)
  if (why !== undefined) throw new Error(why)
  const [address] = await resolveSafely(bareHost(new URL(url)), resolve, allowPrivate)
  return address ?? ''
}
