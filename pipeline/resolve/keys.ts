import { areaOf, type Corpus } from './corpus.ts'
import { hashText, mix } from './hash.ts'
import { phoneKey } from './spread.ts'

/**
 * What listings must have in common to be compared at all: the blocking keys, a kind for each of a
 * listing's slots. Their union finds 99 of 100 true pairs at 5 to 10 comparisons a listing.
 */
export const KEY_KINDS = [
  ...['phone', 'phone', 'site', 'register', 'register', 'postcode', 'postcode + number'],
  ...['street + number', 'street + number', 'name', 'name + town', 'rare word', 'rare word'],
  ...['word + area', 'word + area', 'word + area', 'word + town', 'word + town', 'word + town'],
  ...['word + cell', 'word + cell', 'word + cell', 'word + cell'],
  ...['name start + area', 'name start + town', 'name start + number'],
] as const

/** A number a kind, so that equal values of two kinds are two keys. */
const SALTS = KEY_KINDS.map((kind) => KEY_KINDS.indexOf(kind) + 1)

/** Side of a cell, about 330 m. */
const CELL = 0.003

const cell = (corpus: Corpus, i: number, shift: number): number => {
  const lat = corpus.lat[i] ?? Number.NaN
  if (Number.isNaN(lat)) return 0
  return mix(
    Math.floor(lat / CELL + shift) + 100_000,
    Math.floor((corpus.lon[i] ?? 0) / (CELL * 1.6) + shift) + 200_000 + shift,
  )
}

const both = (a: number, b: number): number => (a === 0 || b === 0 ? 0 : mix(a, b))

/** Most listings that a word may stand in to be a key by itself. */
const RARE = 8

const rarest = new Int32Array(3)

/** Finds a name's three rarest words (-1 where there are fewer), the rarest first. */
const findRarest = (corpus: Corpus, i: number) => {
  const { pool, df } = corpus
  const start = corpus.wordStart[i] ?? 0
  rarest.fill(-1)
  for (let k = 0; k < (corpus.wordCount[i] ?? 0); k++) {
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
  const { df } = corpus
  const town = corpus.town[i] as number
  const zone = areaOf(corpus, i)
  const number = corpus.number[i] as number
  const street = corpus.street[i] as number
  const name = corpus.name[i] as number
  const full = corpus.full[i] as number
  const phones = corpus.phoneStart[i] as number
  const numbers = corpus.phoneCount[i] as number
  findRarest(corpus, i)
  const [r1, r2, r3] = rarest as unknown as [number, number, number]
  const w1 = r1 + 1
  const w2 = r2 + 1
  const w3 = r3 + 1
  const here = cell(corpus, i, 0)
  const near = cell(corpus, i, 0.5)
  const prefix = namePrefix(corpus, i)
  let k = 0
  into[k++] = numbers > 0 ? phoneKey(corpus.phones[phones] as number) : 0
  into[k++] = numbers > 1 ? phoneKey(corpus.phones[phones + 1] as number) : 0
  into[k++] = corpus.site[i] as number
  into[k++] = corpus.register[i] as number
  into[k++] = corpus.vat[i] as number
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
  into[k++] = both(w3, town)
  into[k++] = both(w1, here)
  into[k++] = both(w2, here)
  into[k++] = both(w1, near)
  into[k++] = both(w2, near)
  into[k++] = both(prefix, zone)
  into[k++] = both(prefix, town)
  into[k++] = both(prefix, number)
  for (let s = 0; s < k; s++) {
    const key = into[s] as number
    if (key !== 0) into[s] = mix(key, SALTS[s] as number)
  }
}

/** The first five letters of the name, joined. */
const namePrefix = (corpus: Corpus, i: number): number => {
  const start = corpus.wordStart[i] as number
  let prefix = ''
  for (let k = 0; k < (corpus.wordCount[i] as number) && prefix.length < 5; k++)
    prefix += corpus.words[corpus.pool[start + k] as number] ?? ''
  return prefix.length < 3 ? 0 : hashText(prefix.slice(0, 5))
}
