import { hashText, mix } from './hash.ts'
import { wordsOf } from './normalise/fold.ts'
import { nameWords } from './normalise/names.ts'
import { phonesOf } from './normalise/phones.ts'
import { readPostcode, readStreet, readTown, streetWord } from './normalise/places.ts'
import { readRegisters } from './normalise/registers.ts'
import { readSite } from './normalise/sites.ts'
import { tradeStems } from './normalise/trades.ts'
import type { Row } from './row.ts'

/** Columns with one 32-bit value a listing; 0 stands for nothing. */
const COLUMNS = [
  'source',
  'name',
  'joined',
  'wordStart',
  'wordCount',
  'phoneStart',
  'phoneCount',
  'site',
  'label',
  'path',
  'full',
  'area',
  'district',
  'number',
  'suffix',
  'unit',
  'street',
  'streetStart',
  'streetCount',
  'town',
  'townStart',
  'townCount',
  'trade',
  'trade2',
  'placeholder',
  'register',
  'vat',
] as const

export type Column = (typeof COLUMNS)[number]

/**
 * Normalised listings, column by column, so that a million of them take 150 MB and can be shared
 * between threads. Texts are hashed; only words are kept as text, each once.
 */
export interface Corpus extends Record<Column, Uint32Array> {
  size: number
  lat: Float32Array
  lon: Float32Array
  /** Word ids of names and streets, addressed by `wordStart` and `streetStart`. */
  pool: Uint32Array
  pooled: number
  /** National significant numbers, addressed by `phoneStart`. */
  phones: Float64Array
  phoned: number
  readonly words: string[]
  readonly wordIds: Map<string, number>
  /** In how many names each word stands. */
  df: Uint32Array
}

export const emptyCorpus = (capacity = 1024): Corpus => ({
  ...(Object.fromEntries(COLUMNS.map((name) => [name, new Uint32Array(capacity)])) as Record<
    Column,
    Uint32Array
  >),
  size: 0,
  lat: new Float32Array(capacity),
  lon: new Float32Array(capacity),
  pool: new Uint32Array(capacity * 6),
  pooled: 0,
  phones: new Float64Array(capacity),
  phoned: 0,
  words: [],
  wordIds: new Map(),
  df: new Uint32Array(1024),
})

const grown = <T extends Uint32Array | Float32Array | Float64Array>(array: T, least: number): T => {
  const Made = array.constructor as new (length: number) => T
  const next = new Made(Math.max(least, array.length * 2))
  next.set(array)
  return next
}

const reserve = (corpus: Corpus) => {
  if (corpus.size < corpus.lat.length) return
  for (const name of COLUMNS) corpus[name] = grown(corpus[name], 0)
  corpus.lat = grown(corpus.lat, 0)
  corpus.lon = grown(corpus.lon, 0)
}

const wordId = (corpus: Corpus, word: string): number => {
  const known = corpus.wordIds.get(word)
  if (known !== undefined) return known
  const id = corpus.words.length
  corpus.words.push(word)
  corpus.wordIds.set(word, id)
  if (id >= corpus.df.length) corpus.df = grown(corpus.df, 0)
  return id
}

const pool = (corpus: Corpus, words: readonly string[]): number => {
  const start = corpus.pooled
  if (start + words.length > corpus.pool.length) corpus.pool = grown(corpus.pool, 0)
  for (const word of words) corpus.pool[corpus.pooled++] = wordId(corpus, word)
  return start
}

const hashOf = (text: string): number => (text === '' ? 0 : hashText(text))

/** Normalises a row and adds it; answers its index. */
export const addRow = (corpus: Corpus, row: Row): number => {
  reserve(corpus)
  const i = corpus.size++
  setRow(corpus, i, row)
  return i
}

/** Puts another reading in a listing's place. */
export const changeRow = (corpus: Corpus, i: number, row: Row) => {
  const { pool, df } = corpus
  const start = corpus.wordStart[i] as number
  for (let k = 0; k < (corpus.wordCount[i] as number); k++) {
    const word = pool[start + k] as number
    df[word] = (df[word] as number) - 1
  }
  setRow(corpus, i, row)
}

const setRow = (corpus: Corpus, i: number, row: Row) => {
  const townWords = wordsOf(row.town)
  corpus.source[i] = hashOf(row.source)
  corpus.town[i] = hashOf(readTown(townWords))
  corpus.townStart[i] = pool(corpus, townWords)
  corpus.townCount[i] = townWords.length
  const name = nameWords(row.name, townWords)
  addPlace(corpus, i, row, townWords)
  addName(corpus, i, name)
  corpus.placeholder[i] = isPlaceholder(name, row.address, row.trade) ? 1 : 0
  const numbers = phonesOf(row.phone, row.country)
  corpus.phoneStart[i] = corpus.phoned
  corpus.phoneCount[i] = numbers.length
  if (corpus.phoned + numbers.length > corpus.phones.length)
    corpus.phones = grown(corpus.phones, corpus.phoned + numbers.length)
  for (const number of numbers) corpus.phones[corpus.phoned++] = number
  const site = readSite(row.website)
  corpus.site[i] = hashOf(site.domain)
  corpus.label[i] = hashOf(site.label)
  corpus.path[i] = hashOf(site.path)
  const stems = tradeStems(row.trade)
  corpus.trade[i] = hashOf(stems[0] ?? '')
  corpus.trade2[i] = hashOf(stems[1] ?? '')
  const { business, vat } = readRegisters(row)
  corpus.register[i] = hashOf(business)
  corpus.vat[i] = hashOf(vat)
}

/** Whether a name only repeats the address and the trade (`18 High Street Dentist`), and so names nobody. */
const isPlaceholder = (name: readonly string[], address: string, trade: string): boolean => {
  const trades = wordsOf(trade)
  let end = name.length
  while (end > 0 && trades.includes(name[end - 1] ?? '')) end--
  const rest = name.slice(0, end).map(streetWord)
  if (rest.length === 0) return true
  if (rest.length === name.length && !/^\d/.test(rest[0] ?? '')) return false
  return address.split(',').some((part) => {
    const words = wordsOf(part).map(streetWord)
    return words.length === rest.length && words.every((word, k) => word === rest[k])
  })
}

const addName = (corpus: Corpus, i: number, words: readonly string[]) => {
  corpus.wordCount[i] = words.length
  const start = pool(corpus, words)
  corpus.wordStart[i] = start
  corpus.name[i] = 0
  corpus.joined[i] = 0
  if (words.length === 0) return
  let sum = 0
  for (let k = 0; k < words.length; k++) {
    const word = corpus.pool[start + k] ?? 0
    corpus.df[word] = (corpus.df[word] ?? 0) + 1
    // words commute: `Baker Sons` and `Sons Baker` are one name
    sum = (sum + hashText(words[k] ?? '')) >>> 0
  }
  corpus.name[i] = sum || 1
  corpus.joined[i] = hashText(words.join(''))
}

const addPlace = (corpus: Corpus, i: number, row: Row, townWords: readonly string[]) => {
  const postcode = readPostcode(row.postcode)
  corpus.full[i] = hashOf(postcode.full)
  corpus.area[i] = hashOf(postcode.area)
  corpus.district[i] = hashOf(postcode.district)
  const street = readStreet(row.address, townWords)
  corpus.number[i] = street.number
  corpus.suffix[i] = hashOf(street.suffix)
  corpus.unit[i] = hashOf(street.unit)
  corpus.streetCount[i] = street.words.length
  corpus.streetStart[i] = pool(corpus, street.words)
  corpus.street[i] = hashOf(street.words.join(''))
  const real =
    Math.abs(row.lat) <= 90 && Math.abs(row.lon) <= 180 && (row.lat !== 0 || row.lon !== 0)
  corpus.lat[i] = real ? row.lat : Number.NaN
  corpus.lon[i] = real ? row.lon : Number.NaN
}

/** The area a listing lies in for counting spread: outward code, else town, else a cell of about 10 km; 0 when unknown. */
export const areaOf = (corpus: Corpus, i: number): number => {
  const area = corpus.area[i] || corpus.town[i] || 0
  if (area !== 0) return area
  const lat = corpus.lat[i] ?? Number.NaN
  if (Number.isNaN(lat)) return 0
  return mix(Math.round(lat * 10) + 1000, Math.round((corpus.lon[i] ?? 0) * 6) + 2000)
}
