import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type Guard, type GuardOptions, openGuard } from '../../pipeline/fetch/guard.ts'
import { serve } from './server.ts'

const open: { close: () => Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

const guardFor = async (options: Partial<GuardOptions> = {}): Promise<Guard> => {
  const guard = await openGuard({
    resolve: async () => ['93.184.216.34'],
    allowPrivate: false,
    ...options,
  })
  open.push(guard)
  return guard
}

/** Says something to the proxy and gives back all that it answers until it is quiet or closes. */
const say = (guard: Guard, words: string, then = ''): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(guard.url).port), '127.0.0.1')
    let heard = ''
    socket.on('data', (chunk) => {
      heard += chunk
      if (then !== '' && heard.includes('200 Connected')) {
        socket.write(then)
        then = ''
      } else socket.end()
    })
    socket.on('close', () => resolve(heard))
    socket.on('error', () => resolve(heard))
    socket.write(words)
  })

describe('the proxy under the browser', () => {
  it('tunnels to a checked address', async () => {
    const site = await serve({ '*': 'through the tunnel' })
    open.push(site)
    const guard = await guardFor({ allowPrivate: true, resolve: async () => ['127.0.0.1'] })
    const target = `firm.example:${site.port}`
    const heard = await say(
      guard,
      `CONNECT ${target} HTTP/1.1\r\nhost: ${target}\r\n\r\n`,
      `GET / HTTP/1.1\r\nhost: ${target}\r\nconnection: close\r\n\r\n`,
    )
    expect(heard).toContain('through the tunnel')
    expect(guard.refused).toEqual([])
  })

  it('passes plain requests on, with their host and their query', async () => {
    const site = await serve({ '*': 'passed on' })
    open.push(site)
    const guard = await guardFor({ allowPrivate: true, resolve: async () => ['127.0.0.1'] })
    const url = `http://firm.example:${site.port}/a?b=c`
    const heard = await say(
      guard,
      `GET ${url} HTTP/1.1\r\nhost: firm.example:${site.port}\r\nproxy-connection: keep-alive\r\n\r\n`,
    )
    expect(heard).toContain('passed on')
    expect(site.requests[0]).toMatchObject({
      url: '/a?b=c',
      headers: { host: `firm.example:${site.port}` },
    })
    expect(site.requests[0]?.headers['proxy-connection']).toBeUndefined()
  })

  it.each([
    ['127.0.0.1:443', ['1.2.3.4']],
    ['169.254.169.254:443', ['1.2.3.4']],
    ['[::1]:443', ['1.2.3.4']],
    ['firm.example:25', ['1.2.3.4']],
    ['firm.example:443', ['127.0.0.1']],
    ['firm.example:443', ['93.184.216.34', '10.0.0.1']],
    ['localhost:443', ['127.0.0.1']],
    ['user@firm.example:443', ['93.184.216.34']],
    ['', ['93.184.216.34']],
  ])('refuses a tunnel to %s when the name means %j', async (target, addresses) => {
    const guard = await guardFor({ resolve: async () => addresses })
    const heard = await say(guard, `CONNECT ${target} HTTP/1.1\r\nhost: x\r\n\r\n`)
    expect(heard).toMatch(/^HTTP\/1\.1 40[03]|^$/)
    expect(heard).not.toContain('200')
  })

  it.each(['http://127.0.0.1/', 'http://firm.example:8080/', 'ftp://firm.example/', '/relative'])(
    'refuses a plain request for %s',
    async (url) => {
      const guard = await guardFor()
      expect(await say(guard, `GET ${url} HTTP/1.1\r\nhost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403/)
      expect(guard.refused).toHaveLength(1)
    },
  )

  it('remembers a bounded number of refusals', async () => {
    const guard = await guardFor()
    for (let i = 0; i < 120; i++)
      await say(guard, `GET http://10.0.0.${i}/ HTTP/1.1\r\nhost: x\r\n\r\n`)
    expect(guard.refused).toHaveLength(100)
    expect(guard.refused.at(-1)).toContain('10.0.0.119')
  })
})
