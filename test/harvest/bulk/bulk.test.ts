import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { loadSource } from '../../../pipeline/discover.ts'
import {
  type BulkPage,
  type BulkPiece,
  type BulkWanted,
  bulkPieces,
  bulkSourceOf,
} from '../../../pipeline/harvest/bulk.ts'
import type { Listing } from '../../../pipeline/model/listing.ts'
import { recognise } from '../../../pipeline/platforms/recognise.ts'
import { spotAt } from '../../../pipeline/regions/grid/where.ts'
import type { Source } from '../../../pipeline/source.ts'
import { tempFolder } from '../../temp.ts'
import {
  COMPANY_FILE_HEAD,
  companyLine,
  companyLines,
  placeRows,
  writeKbo,
  writePlaces,
  zipOf,
} from './made.ts'

const isPage = (piece: BulkPiece): piece is BulkPage => 'body' in piece

/** Reads a bulk path as a harvest would: pieces, recognised and read by their source's reader. */
const readBulk = async (path: string, wanted: BulkWanted) => {
  const source = await bulkSourceOf(path)
  if (source === undefined) throw new Error(`${path} is no bulk source`)
  const card = await loadSource<Source>(source)
  const pieces: BulkPiece[] = []
  for await (const piece of bulkPieces(path, source, wanted)) pieces.push(piece)
  const pages = pieces.filter(isPage)
  const listings = pages.flatMap((page): readonly Listing[] => {
    const known = recognise([[source, card]], page)
    const read = card.read[known?.kind ?? '']
    if (read === undefined) throw new Error(`${page.from} is not recognised`)
    const at = { status: 200, fetchedAt: '2026-11-23T00:00:00.000Z', kind: known?.kind ?? '' }
    return read({ ...page, ...at }).listings
  })
  return { source, pages, listings, bad: pieces.filter((piece) => !isPage(piece)) }
}

const companies = (rows: number) =>
  `${[COMPANY_FILE_HEAD.join(','), ...companyLines(rows, 1)].join('\n')}\n`

describe('Companies House in bulk', () => {
  it('reads the same from a CSV, a gzipped CSV, a zip of parts and a folder', async () => {
    const folder = tempFolder()
    const text = companies(1200)
    const files = {
      csv: join(folder, 'BasicCompanyData-2026-09-01-part1_7.csv'),
      gz: join(folder, 'data.csv.gz'),
      zip: join(folder, 'data.zip'),
      folder: join(folder, 'unpacked'),
    }
    writeFileSync(files.csv, text)
    writeFileSync(files.gz, gzipSync(text))
    writeFileSync(files.zip, zipOf({ 'BasicCompanyData-2026-09-01.csv': text }))
    mkdirSync(files.folder)
    writeFileSync(join(files.folder, 'part.csv'), text)
    const read = await readBulk(files.csv, { region: 'uk' })
    expect(read.source).toBe('uk/companies-house')
    expect(read.listings.length).toBeGreaterThan(1100)
    expect(new Set(read.pages.map(({ url }) => url)).size).toBe(read.pages.length)
    for (const path of [files.gz, files.zip, files.folder])
      expect((await readBulk(path, { region: 'uk' })).listings).toEqual(read.listings)
  })

  it('keeps to the wanted places, by postcode district or by town', async () => {
    const path = join(tempFolder(), 'companies.csv')
    writeFileSync(path, companies(800))
    const at = async (where: string) => {
      const place = (await spotAt(where, 'uk')).place('en')
      return (await readBulk(path, { region: 'uk', places: [place] })).listings
    }
    const hull = await at('Hull')
    expect(hull.length).toBeGreaterThan(50)
    expect(new Set(hull.map(({ town }) => town))).toEqual(new Set(['HULL']))
    const district = await at('LS7')
    expect(district.length).toBeGreaterThan(0)
    for (const { postcode } of district) expect(postcode).toMatch(/^LS7 /)
  })

  it('names each line that cannot be read, and reads the rest', async () => {
    const path = join(tempFolder(), 'companies.csv')
    const good = companyLine({
      CompanyName: 'A LIMITED',
      CompanyNumber: '90000001',
      CompanyStatus: 'Active',
      CompanyCategory: 'Private Limited Company',
    })
    writeFileSync(path, `${COMPANY_FILE_HEAD.join(',')}\n"cut","off"\n${good}\n`)
    const { listings, bad } = await readBulk(path, { region: 'uk' })
    expect(listings.map(({ ref }) => ref)).toEqual(['90000001'])
    expect(bad).toEqual([{ from: 'companies.csv line 2', why: '2 columns instead of 55' }])
  })

  it('ends with an error, not early, when an archive is cut', async () => {
    const path = join(tempFolder(), 'companies.csv.gz')
    const packed = gzipSync(companies(3000))
    writeFileSync(path, packed.subarray(0, packed.length - 2000))
    await expect(readBulk(path, { region: 'uk' })).rejects.toThrow()
  })
})

describe('KBO in bulk', () => {
  it('joins the files into places of business, and leaves natural persons and stopped firms out', async () => {
    const folder = join(tempFolder(), 'kbo')
    writeKbo(folder)
    const { source, listings, pages } = await readBulk(folder, { region: 'be' })
    expect(source).toBe('be/kbo')
    expect(listings.map(({ ref, name }) => [ref, name])).toEqual([
      ['0002345618', 'Plomberie Exemple'],
      ['2.000.000.002', 'Bakkerijen Voorbeeld'],
      ['2.000.000.001', 'Bakkerij De Hoek'],
    ])
    expect(listings[0]).toMatchObject({
      street: 'Rue Neuve 16 bte 3',
      town: 'Bruxelles',
      postcode: '1000',
      categories: ['Plomberie'],
      legalForm: 'BV',
    })
    expect(listings[2]).toMatchObject({
      street: 'Brusselsesteenweg 17',
      postcode: '9050',
      phones: ['09 000 00 01'],
      emails: ['info@bakkerij-voorbeeld.example'],
      website: 'www.bakkerij-voorbeeld.example',
      categories: ['Detailhandel in brood en banketbakkerswerk'],
    })
    expect(JSON.stringify(pages)).not.toContain('Janssens')
  })

  it('reads a zip as it reads a folder', async () => {
    const folder = join(tempFolder(), 'kbo')
    writeKbo(folder)
    const files = Object.fromEntries(
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]),
    )
    const zip = join(tempFolder(), 'KboOpenData.zip')
    writeFileSync(zip, zipOf(files))
    const [unpacked, packed] = [folder, zip].map((path) => readBulk(path, { region: 'be' }))
    expect((await packed)?.listings).toEqual((await unpacked)?.listings)
  })
})

describe('Overture in bulk', () => {
  it('takes what lies in the region and nothing else, the same as reading every row', async () => {
    const path = join(tempFolder(), 'part-00000.zstd.parquet')
    const rows = [...placeRows(4000, 3)]
    await writePlaces(path, rows, 500)
    for (const [region, country] of [
      ['uk', 'GB'],
      ['nl', 'NL'],
      ['be', 'BE'],
    ] as const) {
      const { source, listings } = await readBulk(path, { region })
      const expected = rows.filter(
        ({ addresses, confidence, operating_status }) =>
          addresses?.[0]?.country === country &&
          (confidence ?? 0) >= 0.5 &&
          operating_status !== 'permanently_closed',
      )
      expect(source).toBe('any/overture')
      expect(listings.map(({ ref }) => ref)).toEqual(expected.map(({ id }) => id))
    }
  })

  it('narrows to a circle', async () => {
    const path = join(tempFolder(), 'places.parquet')
    await writePlaces(path, placeRows(4000, 3), 500)
    const place = (await spotAt('53.5,-2.5,20km', 'uk')).place('en')
    const { listings } = await readBulk(path, { region: 'uk', places: [place] })
    const [south = 0, west = 0, north = 0, east = 0] = place.box ?? []
    expect(listings.length).toBeGreaterThan(5)
    for (const { lat = 0, lon = 0 } of listings) {
      expect(lat > south - 0.001 && lat < north + 0.001).toBe(true)
      expect(lon > west - 0.001 && lon < east + 0.001).toBe(true)
    }
  })
})

describe('telling a bulk file', () => {
  it('takes no other file for one', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'page.html'), '<html></html>')
    writeFileSync(join(folder, 'list.csv'), 'name,town\nA,B\n')
    writeFileSync(join(folder, 'broken.zip'), 'PK\u0003\u0004 not a zip')
    for (const name of ['page.html', 'list.csv', 'broken.zip', '.'])
      expect(await bulkSourceOf(join(folder, name))).toBeUndefined()
    expect(await bulkSourceOf(join(folder, 'absent'))).toBeUndefined()
  })
})
