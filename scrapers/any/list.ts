import type { Listing, RegisterNumbers } from '../../pipeline/model/listing.ts'
import type { Page } from '../../pipeline/model/page.ts'
import { distinct, email, sites, website } from '../../pipeline/platforms/address.ts'
import type { Column, Columns } from '../../pipeline/platforms/columns.ts'
import { isObject, parseJson } from '../../pipeline/platforms/json.ts'
import {
  type Card,
  facts,
  listing,
  readCards,
  reading,
  safely,
  shown,
  unknown,
  unread,
} from '../../pipeline/platforms/reading.ts'
import { type Strict, strict } from '../../pipeline/platforms/strict.ts'
import { oneLine } from '../../pipeline/platforms/tree.ts'
import { defineSource } from '../../pipeline/source.ts'
import { fold } from '../../pipeline/text/plain.ts'

/** A page of a list, as `pipeline import` keeps it: its name, what its columns mean, and some of its rows. */
const rows = (page: Page) => {
  const json = parseJson(page.body)
  if (!isObject(json) || json.doorstep !== 'list' || !Array.isArray(json.rows))
    return unknown('no rows of a list', page)
  const from = strict(json)
  const columns: Columns = isObject(json.columns) ? (json.columns as Columns) : {}
  const list = from.text('list') ?? 'list'
  const found = from.each('rows')
  const read = readCards(found, (row) => business(row, columns, list))
  const nameless = read.unread.length
  return reading(found.length > 0 ? 'ok' : 'empty', {
    ...read,
    left: nameless === 0 ? (read.left ?? {}) : { ...read.left, 'no name': nameless },
  })
}

const YES = /^(?:1|x|y|yes|true|ja|j|oui|o|vrai|waar)$/i

const business = (row: Strict, columns: Columns, list: string): Card => {
  const cells = strict(row.raw('cells'))
  const all = (column: Column) =>
    (columns[column] ?? []).flatMap((title) => cells.text(title) ?? [])
  const one = (column: Column) => all(column)[0]
  const name = one('name')
  if (name === undefined)
    return {
      unread: unread(
        `row ${row.text('line') ?? '?'}`,
        'no name',
        all('email')[0] ?? all('phone')[0],
      ),
    }
  const place = address(one, /house|number|street/i.test(columns.number?.[0] ?? ''))
  const id = one('id')
  return listing({
    ref:
      id === undefined
        ? [name, place.postcode ?? place.town ?? one('phone') ?? one('email')]
            .map((part) => fold(part ?? ''))
            .join(', ')
        : `${list}#${id}`,
    name,
    categories: all('category').flatMap(several),
    phones: distinct(all('phone').flatMap(numbers)),
    emails: distinct(
      all('email')
        .flatMap((cell) => cell.split(/[\s;,|]+/))
        .map(email),
    ),
    ...sites([...all('website'), ...all('social')].flatMap(addresses).map(website)),
    ...place,
    hours: one('hours'),
    description: one('description'),
    legalForm: one('legalForm'),
    registers: shown<RegisterNumbers>({
      company: one('company'),
      kvk: one('kvk'),
      kbo: one('kbo'),
      vat: one('vat'),
    }),
    noMarketing: all('noMarketing').some((cell) => YES.test(cell)) ? true : undefined,
    extra: facts({ list, row: row.text('line') }),
  })
}

const several = (cell: string): readonly string[] => cell.split(/\s*[;|]\s*/).filter(Boolean)

/** Several addresses in one cell; a comma parts them only before the beginning of another. */
const addresses = (cell: string): readonly string[] =>
  cell.split(/[\s;|]+|,\s*(?=https?:|www\.)/i).filter(Boolean)

/** Several numbers in one cell: `01632 960101 / 07700 900101; 020 7946 0000`. */
const numbers = (cell: string): readonly string[] =>
  cell
    .split(/\s*[;|\n]\s*|\s+\/\s+|\s*,\s*(?=[+0(])/)
    .filter((part) => part.replace(/\D/g, '').length >= 6)

/** An English column for house numbers means the English order: number before street. */
const address = (one: (column: Column) => string | undefined, english: boolean) => {
  const street = one('street')
  const [number, unit] = [one('number'), one('unit')]
  const parts = english ? [unit, number, street] : [street, number, unit]
  const line = street === undefined ? undefined : parts.filter(Boolean).join(' ')
  const [lat, lon] = [one('lat'), one('lon')].map((cell) =>
    cell === undefined ? Number.NaN : Number(cell.replace(',', '.')),
  )
  const placed = Number.isFinite(lat) && Number.isFinite(lon) && (lat !== 0 || lon !== 0)
  return {
    street: [line, one('street2')].filter(Boolean).join(', '),
    postcode: one('postcode'),
    town: one('town'),
    county: one('county'),
    country: one('country'),
    address: oneLine(one('address')),
    ...(placed && lat !== undefined && lon !== undefined ? { lat, lon } : {}),
  } satisfies Partial<Record<keyof Listing, unknown>>
}

export default defineSource({
  about: 'your own list of businesses: CSV, XLSX or JSON lines, brought in with `pipeline import`',
  home: 'https://list.invalid',
  hosts: [],
  regions: ['uk', 'nl', 'be'],
  terms: {
    automated: 'allowed',
    says: 'yours to answer for: where the list came from, and what its people were told',
    read: '2026-11',
  },
  evidence: 'documented',
  pace: { perMinute: 60 },
  expect: {},
  start: () => [],
  read: { rows: safely(rows) },
  recognise: ({ body }) => (/^\{"doorstep":"list"/.test(body) ? 'rows' : undefined),
})
