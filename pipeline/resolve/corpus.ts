import { remember } from '../text/remember.ts'
import { hashText, mix } from './hash.ts'
import { longer, longerDoubles, sharedDoubles, sharedWords } from './memory.ts'
import { wordsOf } from './normalise/fold.ts'
import { nameWords } from './normalise/names.ts'
import { phonesOf } from './normalise/phones.ts'
import { readPostcode, readStreet, readTown, streetName, streetWord } from './normalise/places.ts'
import { readRegisters } from './normalise/registers.ts'
import { readSite } from './normalise/sites.ts'
import { tradeStems } from './normalise/trades.ts'
import type { Row } from './row.ts'

/** Where each value of a listing stands in its row of cells; 0 in a cell stands for nothing. */
export const AT = {
  source: 0,
  name: 1,
  joined: 2,
  wordStart: 3,
  wordCount: 4,
  placeholder: 5,
  full: 6,
  area: 7,
  district: 8,
  number: 9,
  street: 10,
  streetStart: 11,
  streetCount: 12,
  town: 13,
  townStart: 14,
  townCount: 15,
  lat: 16,
  lon: 17,
  phone: 18,
  phoneHigh: 19,
  phoneStart: 20,
  phoneCount: 21,
  site: 22,
  label: 23,
  path: 24,
  trade: 25,
  trade2: 26,
  register: 27,
  vat: 28,
  unit: 29,
  streetName: 30,
} as const

/** Cells a row: 128 bytes, two cache lines, for most of the time goes into fetching other listings. */
export const WIDTH = 32

/**
 * Normalised listings, one row of 32-bit cells each, so that a million of them take 128 MB and can be
 * shared between threads. Texts are hashed; only words are kept as text, each once.
 */
export interface Corpus {
  size: number
  cells: Uint32Array
  /** The same memory, for `lat` and `lon`. */
  points: Float32Array
  /** Word ids of names, streets and towns, addressed by `wordStart`, `streetStart` and `townStart`. */
  pool: Uint32Array
  pooled: number
  /** National significant numbers, addressed by `phoneStart`; the first stands in the row too. */
  phones: Float64Array
  phoned: number
  readonly words: string[]
  readonly wordIds: Map<string, number>
  /** In how many names each word stands, and which letters it has (bit 0: a). */
  df: Uint32Array
  letters: Uint32Array
}

export const emptyCorpus = (capacity = 1024): Corpus => {
  const cells = sharedWords(capacity * WIDTH)
  return {
    size: 0,
    cells,
    points: new Float32Array(cells.buffer),
    pool: sharedWords(capacity * 6),
    pooled: 0,
    phones: sharedDoubles(capacity),
    phoned: 0,
    words: [],
    wordIds: new Map(),
    df: sharedWords(1024),
    letters: sharedWords(1024),
  }
}

/** How many listings there is room for. */
export const capacityOf = (corpus: Corpus): number => corpus.cells.length / WIDTH

const reserve = (corpus: Corpus) => {
  if (corpus.size < capacityOf(corpus)) return
  const capacity = Math.max(corpus.size + 1, Math.ceil(capacityOf(corpus) * 1.5))
  corpus.cells = longer(corpus.cells, capacity * WIDTH)
  corpus.points = new Float32Array(corpus.cells.buffer)
}

/** The letters of a word as bits; digits and all other letters share bits of their own. */
const lettersOf = (word: string): number => {
  let bits = 0
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i)
    if (code >= 97 && code <= 122) bits |= 1 << (code - 97)
    else bits |= 1 << (26 + (code % 6))
  }
  return bits >>> 0
}

const wordId = (corpus: Corpus, word: string): number => {
  const known = corpus.wordIds.get(word)
  if (known !== undefined) return known
  const id = corpus.words.length
  corpus.words.push(word)
  corpus.wordIds.set(word, id)
  if (id >= corpus.df.length) {
    corpus.df = longer(corpus.df)
    corpus.letters = longer(corpus.letters)
  }
  corpus.letters[id] = lettersOf(word)
  return id
}

const pool = (corpus: Corpus, words: readonly string[]): number => {
  const start = corpus.pooled
  if (start + words.length > corpus.pool.length)
    corpus.pool = longer(corpus.pool, start + words.length)
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

/** Adds all listings of another corpus behind those of the first: the same as if they had been added one by one. */
export const appendCorpus = (corpus: Corpus, more: Omit<Corpus, 'wordIds'>) => {
  const first = corpus.size
  const start = corpus.pooled
  const phone = corpus.phoned
  const ids = Uint32Array.from(more.words, (word) => wordId(corpus, word))
  for (let w = 0; w < ids.length; w++)
    corpus.df[ids[w] as number] = (corpus.df[ids[w] as number] as number) + (more.df[w] as number)
  corpus.pooled += more.pooled
  if (corpus.pooled > corpus.pool.length) corpus.pool = longer(corpus.pool, corpus.pooled)
  for (let k = 0; k < more.pooled; k++)
    corpus.pool[start + k] = ids[more.pool[k] as number] as number
  corpus.phoned += more.phoned
  if (corpus.phoned > corpus.phones.length)
    corpus.phones = longerDoubles(corpus.phones, corpus.phoned)
  corpus.phones.set(more.phones.subarray(0, more.phoned), phone)
  corpus.size += more.size
  reserve(corpus)
  corpus.cells.set(more.cells.subarray(0, more.size * WIDTH), first * WIDTH)
  for (let at = first * WIDTH; at < corpus.size * WIDTH; at += WIDTH) {
    for (const cell of [AT.wordStart, AT.streetStart, AT.townStart])
      corpus.cells[at + cell] = (corpus.cells[at + cell] as number) + start
    corpus.cells[at + AT.phoneStart] = (corpus.cells[at + AT.phoneStart] as number) + phone
  }
}

/** Words of what many listings have in common: towns, trades. */
const repeatedWords = remember((text: string): readonly string[] => wordsOf(text))

const setRow = (corpus: Corpus, i: number, row: Row) => {
  const { cells } = corpus
  const at = i * WIDTH
  const townWords = repeatedWords(row.town)
  cells[at + AT.source] = hashOf(row.source)
  cells[at + AT.town] = hashOf(readTown(townWords))
  cells[at + AT.townStart] = pool(corpus, townWords)
  cells[at + AT.townCount] = townWords.length
  const name = nameWords(row.name, townWords)
  setName(corpus, at, name)
  cells[at + AT.placeholder] = isPlaceholder(row.name, row.address, row.trade) ? 1 : 0
  setPlace(corpus, at, row, townWords)
  setPhones(corpus, at, phonesOf(row.phone, row.country))
  const site = readSite(row.website)
  cells[at + AT.site] = hashOf(site.domain)
  cells[at + AT.label] = hashOf(site.label)
  cells[at + AT.path] = hashOf(site.path)
  const stems = tradeStems(row.trade)
  cells[at + AT.trade] = hashOf(stems[0] ?? '')
  cells[at + AT.trade2] = hashOf(stems[1] ?? '')
  const { business, vat } = readRegisters(row)
  cells[at + AT.register] = hashOf(business)
  cells[at + AT.vat] = hashOf(vat)
}

/** Kinds of street, shortened: a name that begins with a number and holds one is an address. */
const STREETS: ReadonlySet<string> = new Set(
  'st rd ave ln dr cl cres sq terr pl gdns gr pde blvd way hl'.split(' '),
)

/** Words behind an address that may be a trade, where the listing states none. */
const TRADE_WORDS = 2

/** Whether a name only repeats the address and the trade (`18 High Street Dentist`), and so names nobody. */
const isPlaceholder = (name: string, address: string, trade: string): boolean => {
  const words = wordsOf(name)
  const trades = trade === '' ? [] : repeatedWords(trade)
  let end = words.length
  while (end > 0 && trades.includes(words[end - 1] as string)) end--
  if (end === 0) return true
  const rest = words.slice(0, end).map(streetWord)
  const numbered = /^\d/.test(rest[0] as string)
  if (numbered && rest.some((word) => STREETS.has(word))) return true
  if (address === '') return false
  const more = end < words.length ? 0 : tradeStems(trade).length === 0 ? TRADE_WORDS : -1
  if (more < 0 && !numbered) return false
  return address.split(',').some((part) => {
    const line = wordsOf(part).map(streetWord)
    return (
      line.length > 0 &&
      line.length <= rest.length &&
      rest.length <= line.length + Math.max(0, more) &&
      line.every((word, k) => word === rest[k])
    )
  })
}

const setName = (corpus: Corpus, at: number, words: readonly string[]) => {
  const { cells } = corpus
  const start = pool(corpus, words)
  cells[at + AT.wordCount] = words.length
  cells[at + AT.wordStart] = start
  let sum = 0
  for (let k = 0; k < words.length; k++) {
    const word = corpus.pool[start + k] as number
    corpus.df[word] = (corpus.df[word] as number) + 1
    // words commute: `Baker Sons` and `Sons Baker` are one name
    sum = (sum + hashText(words[k] as string)) >>> 0
  }
  cells[at + AT.name] = words.length === 0 ? 0 : sum || 1
  cells[at + AT.joined] = words.length === 0 ? 0 : hashText(words.join(''))
}

const setPlace = (corpus: Corpus, at: number, row: Row, townWords: readonly string[]) => {
  const { cells, points } = corpus
  const postcode = readPostcode(row.postcode)
  cells[at + AT.full] = hashOf(postcode.full)
  cells[at + AT.area] = hashOf(postcode.area)
  cells[at + AT.district] = hashOf(postcode.district)
  const street = readStreet(row.address, townWords)
  cells[at + AT.number] = street.number
  cells[at + AT.unit] = hashOf(street.unit)
  cells[at + AT.streetCount] = street.words.length
  cells[at + AT.streetStart] = pool(corpus, street.words)
  cells[at + AT.street] = hashOf(street.words.join(''))
  cells[at + AT.streetName] = hashOf(streetName(street.words))
  const real =
    Math.abs(row.lat) <= 90 && Math.abs(row.lon) <= 180 && (row.lat !== 0 || row.lon !== 0)
  points[at + AT.lat] = real ? row.lat : Number.NaN
  points[at + AT.lon] = real ? row.lon : Number.NaN
}

const setPhones = (corpus: Corpus, at: number, numbers: readonly number[]) => {
  const { cells } = corpus
  const first = numbers[0] ?? 0
  cells[at + AT.phone] = first % 0x100000000
  cells[at + AT.phoneHigh] = Math.floor(first / 0x100000000)
  cells[at + AT.phoneStart] = corpus.phoned
  cells[at + AT.phoneCount] = numbers.length
  if (corpus.phoned + numbers.length > corpus.phones.length)
    corpus.phones = longerDoubles(corpus.phones, corpus.phoned + numbers.length)
  for (const number of numbers) corpus.phones[corpus.phoned++] = number
}

/** The area a listing lies in for counting spread: outward code, else town, else a cell of about 10 km; 0 when unknown. */
export const areaOf = ({ cells, points }: Corpus, i: number): number => {
  const at = i * WIDTH
  const area = (cells[at + AT.area] as number) || (cells[at + AT.town] as number)
  if (area !== 0) return area
  const lat = points[at + AT.lat] as number
  if (Number.isNaN(lat)) return 0
  return mix(Math.round(lat * 10) + 1000, Math.round((points[at + AT.lon] as number) * 6) + 2000)
}
