import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { pipeline } from '../run.ts'
import { tempFolder } from '../temp.ts'

/** A server that answers everything but robots.txt in one way. */
const serve = async (status: number, type: string, body: string) => {
  const server = createServer((request, response) =>
    request.url === '/robots.txt'
      ? response.writeHead(404).end()
      : response.writeHead(status, { 'content-type': type }).end(body),
  )
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

const scrape = async (
  source: string,
  base: string,
  more: readonly string[] = [],
  folder = tempFolder(),
) => {
  writeFileSync(
    join(folder, 'pipeline.config.json'),
    JSON.stringify({
      operator: { name: 'Example Directories Ltd', contact: 'crawler@example.com' },
      fetch: { delayMs: 0, allowPrivate: true, maxTries: 1 },
      sources: { [source]: { base, enabled: true, permission: 'ours', perMinute: 100_000 } },
    }),
  )
  const asked = ['--region', 'uk', '--source', source, '--what', 'plumbers', '--where', 'Leeds']
  return pipeline(folder, ['scrape', ...asked, ...more], { GOOGLE_PLACES_KEY: 'none' })
}

describe('a source that answers without its pages', () => {
  it('is no harvest done when every first page is refused, and says the status', async () => {
    const { code, stdout } = await scrape('uk/yell', await serve(403, 'text/html', '<h1>No</h1>'))
    expect(stdout).toContain('every first page was answered with status 403')
    expect(code).toBe(1)
  })

  it('tells the words of an interface that refuses', async () => {
    const error = {
      error: { code: 400, message: 'API key not valid.', status: 'INVALID_ARGUMENT' },
    }
    const base = await serve(400, 'application/json', JSON.stringify(error))
    const { code, stdout } = await scrape('any/google-places', base, ['--budget', '1'])
    expect(stdout).toContain('the interface refused: API key not valid.')
    expect(code).toBe(1)
  })

  it('asks Overpass for the quarters of a place that is too much at once, once for all', async () => {
    const asked: string[] = []
    const around = /\(around:|\(5[0-9.]+,/
    const server = createServer((request, response) => {
      if (request.url === '/robots.txt') return response.writeHead(404).end()
      let body = ''
      request.on('data', (part) => {
        body += part
      })
      return request.on('end', () => {
        const query = new URLSearchParams(body).get('data') ?? ''
        asked.push(around.exec(query)?.[0] ?? '')
        const n = asked.length
        const whole = query.includes('(around:')
        response.writeHead(200, { 'content-type': 'application/json' }).end(
          JSON.stringify({
            osm3s: { timestamp_osm_base: '2026-11-23T00:00:00Z' },
            elements: whole
              ? []
              : [
                  {
                    type: 'node',
                    id: n,
                    lat: 53.8,
                    lon: -1.55,
                    tags: { name: `F${n}`, shop: 'x' },
                  },
                ],
            ...(whole ? { remark: 'runtime error: Query timed out in "query" at line 3' } : {}),
          }),
        )
      })
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    onTestFinished(() => void server.close())
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    const folder = tempFolder()
    const first = await scrape('any/osm', base, [], folder)
    expect(first.stdout).toMatch(/listings {2}new 4/)
    expect(first.stdout).toContain('too much at once 1')
    expect(first.code).toBe(0)
    expect(asked).toHaveLength(5)
    const again = await scrape('any/osm', base, [], folder)
    expect(again.code).toBe(5)
    expect(asked).toHaveLength(5)
  })

  it('tells the words of Overpass when it is too busy, and keeps the question', async () => {
    const answer = {
      osm3s: { timestamp_osm_base: '2026-11-23T00:00:00Z' },
      elements: [],
      remark:
        'runtime error: Dispatcher_Client::request_read_and_idx::timeout. The server is too busy.',
    }
    const base = await serve(200, 'application/json', JSON.stringify(answer))
    const { code, stdout, stderr } = await scrape('any/osm', base)
    expect(stdout).toContain('the query failed: runtime error: Dispatcher_Client')
    expect(stdout).toContain('owed      1 page;')
    expect(stderr).toContain('ask again later, or for less at once')
    expect(code).toBe(3)
  })
})
