import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { fetching } from '../../../pipeline/config/fetch.ts'
import { openFetcher } from '../../../pipeline/fetch/fetch.ts'
import { keysOf, openRemote } from '../../../pipeline/harvest/bulk/remote.ts'
import { type BulkPage, bulkPieces, bulkSourceOf } from '../../../pipeline/harvest/bulk.ts'
import { tempFolder } from '../../temp.ts'
import { placeRows, writePlaces } from './made.ts'

/** A server that answers byte ranges of one file, as S3 does; `ranges: false` is one that does not. */
const serve = async (bytes: Buffer, ranges = true) => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    if (!request.url?.endsWith('.parquet')) return response.writeHead(404).end()
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    if (!ranges || from === undefined) return response.writeHead(200).end(bytes.subarray(0, 100))
    asked.push(`${from}-${to}`)
    const part = bytes.subarray(Number(from), Number(to) + 1)
    response.writeHead(206, {
      'content-type': 'binary/octet-stream',
      'content-range': `bytes ${from}-${Number(from) + part.length - 1}/${bytes.length}`,
    })
    return response.end(part)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  onTestFinished(() => void server.close())
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/part-0.parquet` }
}

const ask = () => {
  const fetcher = openFetcher({
    config: fetching.parse({ delayMs: 0, allowPrivate: true }),
    contact: 'owner@example.com',
    now: () => new Date().toISOString(),
    signal: new AbortController().signal,
  })
  onTestFinished(() => fetcher.close())
  return fetcher.fetch
}

const madeFile = async (rows: number) => {
  const path = join(tempFolder(), 'part-0.parquet')
  await writePlaces(path, placeRows(rows, 3), 1000)
  return path
}

const bodies = async (pieces: ReturnType<typeof bulkPieces>) => {
  const all: BulkPage[] = []
  for await (const piece of pieces) if ('body' in piece) all.push(piece)
  return all.map(({ body }) => body)
}

describe('a bulk file at an address', () => {
  it('is read in parts, and gives what the file on the disk gives', async () => {
    const path = await madeFile(3000)
    const { url, asked } = await serve(readFileSync(path))
    expect(await bulkSourceOf(url)).toBe('any/overture')
    const here = await bodies(bulkPieces(path, 'any/overture', { region: 'nl' }))
    const there = await bodies(bulkPieces(url, 'any/overture', { region: 'nl' }, ask()))
    expect(there).toEqual(here)
    expect(here.length).toBeGreaterThan(0)
    expect(new Set(asked).size).toBe(asked.length)
  })

  it('says so when its server does not answer parts', async () => {
    const { url } = await serve(readFileSync(await madeFile(100)), false)
    await expect(bodies(bulkPieces(url, 'any/overture', { region: 'uk' }, ask()))).rejects.toThrow(
      'cannot be read in parts',
    )
  })

  it('is not asked for twice by the same bytes, and never whole', async () => {
    const bytes = Buffer.alloc(20 << 20, 7)
    const { url, asked } = await serve(bytes)
    const bundle = await openRemote(url, ask())
    const file = await bundle.members[0]?.parquet?.()
    expect(file?.byteLength).toBe(bytes.length)
    const across = await file?.slice((4 << 20) - 10, (4 << 20) + 10)
    expect(Buffer.from(across ?? new ArrayBuffer(0))).toEqual(bytes.subarray(0, 20))
    await file?.slice(5 << 20, 6 << 20)
    expect(asked).toEqual(['0-3', '0-4194303', '4194304-8388607'])
  })

  it('may be many below a prefix of a bucket', () => {
    const xml =
      '<ListBucketResult><NextContinuationToken>a&amp;b</NextContinuationToken><Contents><Key>r/type=place/part-0.parquet</Key></Contents><Contents><Key>r/_SUCCESS</Key></Contents></ListBucketResult>'
    expect(keysOf(xml)).toEqual({
      keys: ['r/type=place/part-0.parquet', 'r/_SUCCESS'],
      next: 'a&b',
    })
    expect(keysOf('<ListBucketResult/>')).toEqual({ keys: [] })
  })
})
