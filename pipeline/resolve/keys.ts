import { AT, areaOf, type Corpus, WIDTH } from './corpus.ts'
import { hashText, mix } from './hash.ts'
import { phoneKey } from './spread.ts'

/**
 * What listings must have in common to be compared at all: the blocking keys, a kind for each of a
 * listing's slots. Their union finds 99 of 100 true pairs at 5 to 10 comparisons a listing.
 */
export const KEY_KINDS = [
  ...['phone', 'phone', 'site', 'register', 'register', 'postcode', 'postcode + number'],
  ...['street + number', 'street + number', 'name', 'name + town', 'rare word', 'rare word'],
  ...['word + area', 'word + area', 'word + area', 'word + town', 'word + town'],
  ...['word + cell', 'word + cell', 'word + cell', 'name start + area', 'name start + number'],
] as const

/** A number a kind, so that equal values of two kinds are two keys. */
const SALTS = KEY_KINDS.map((kind) => KEY_KINDS.indexOf(kind) + 1)

/** Side of a cell, about 330 m. */
const CELL = 0.003

const cell = ({ points }: Corpus, at: number, shift: number): number => {
  const lat = points[at + AT.lat] as number
  if (Number.isNaN(lat)) return 0
  return mix(
    Math.floor(lat / CELL + shift) + 100_000,
    Math.floor((points[at + AT.lon] as number) / (CELL * 1.6) + shift) + 200_000 + shift,
  )
}

const both = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : mix(a, b))

/** Most listings that a word may stand in to be a key by itself. */
const RARE = 8

const rarest = new Int32Array(3)

/** Finds a name's three rarest words (-1 where there are fewer), the rarest first. */
const findRarest = ({ cells, pool, df }: Corpus, at: number) => {
  const start = cells[at + AT.wordStart] as number
  rarest.fill(-1)
  for (let k = 0; k < (cells[at + AT.wordCount] as number); k++) {
    const word = pool[start + k] as number
    if (word === rarest[0] || word === rarest[1] || word === rarest[2]) continue
    const seen = df[word] as number
    for (let r = 0; r < 3; r++) {
      const other = rarest[r] as number
      if (other >= 0 && (df[other] as number) <= seen) continue
      for (let q = 2; q > r; q--) rarest[q] = rarest[q - 1] as number
      rarest[r] = word
      break
    }
  }
}

/** Writes a listing's keys, in the order of `KEY_KINDS`; 0 where it has none. */
export const keysOf = (corpus: Corpus, i: number, into: Uint32Array) => {
  const { cells, df } = corpus
  const at = i * WIDTH
  const town = cells[at + AT.town] as number
  const zone = areaOf(corpus, i)
  const number = cells[at + AT.number] as number
  const street = cells[at + AT.street] as number
  const name = cells[at + AT.name] as number
  const full = cells[at + AT.full] as number
  const phones = cells[at + AT.phoneStart] as number
  const numbers = cells[at + AT.phoneCount] as number
  findRarest(corpus, at)
  const [r1, r2, r3] = rarest as unknown as [number, number, number]
  const w1 = r1 + 1
  const w2 = r2 + 1
  const w3 = r3 + 1
  const here = cell(corpus, at, 0)
  const near = cell(corpus, at, 0.5)
  const prefix = namePrefix(corpus, at)
  let k = 0
  into[k++] = numbers > 0 ? phoneKey(corpus.phones[phones] as number) : 0
  into[k++] = numbers > 1 ? phoneKey(corpus.phones[phones + 1] as number) : 0
  into[k++] = cells[at + AT.site] as number
  into[k++] = cells[at + AT.register] as number
  into[k++] = cells[at + AT.vat] as number
  into[k++] = full
  into[k++] = both(full, number)
  into[k++] = both(both(street, number), zone)
  into[k++] = both(both(street, number), town)
  into[k++] = name
  into[k++] = both(name, town)
  into[k++] = r1 >= 0 && (df[r1] as number) <= RARE ? w1 : 0
  into[k++] = r2 >= 0 && (df[r2] as number) <= RARE ? w2 : 0
  into[k++] = both(w1, zone)
  into[k++] = both(w2, zone)
  into[k++] = both(w3, zone)
  into[k++] = both(w1, town)
  into[k++] = both(w2, town)
  into[k++] = both(w1, here)
  into[k++] = both(w2, here)
  into[k++] = both(w1, near)
  into[k++] = both(prefix, zone)
  into[k++] = both(prefix, number)
  for (let s = 0; s < k; s++) {
    const key = into[s] as number
    if (key !== 0) into[s] = mix(key, SALTS[s] as number)
  }
}

/** The first five letters of the name, joined. */
const namePrefix = ({ cells, pool, words }: Corpus, at: number): number => {
  const start = cells[at + AT.wordStart] as number
  let prefix = ''
  for (let k = 0; k < (cells[at + AT.wordCount] as number) && prefix.length < 5; k++)
    prefix += words[pool[start + k] as number] ?? ''
  return prefix.length < 3 ? 0 : hashText(prefix.slice(0, 5))
}
