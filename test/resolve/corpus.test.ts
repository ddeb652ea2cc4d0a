import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  addRow,
  appendCorpus,
  type Corpus,
  emptyCorpus,
  WIDTH,
} from '../../pipeline/resolve/corpus.ts'
import type { Row } from '../../pipeline/resolve/row.ts'

const text = fc.constantFrom('', 'Harbour Bakery', 'Zoë & Zn', 'Kerkstraat', '12', 'Quay', 'Mill')
const row: fc.Arbitrary<Row> = fc.record({
  source: fc.constantFrom('uk/yell', 'any/osm'),
  name: fc.array(text, { maxLength: 4 }).map((words) => words.join(' ')),
  address: fc.array(text, { maxLength: 3 }).map((words) => words.join(' ')),
  town: text,
  postcode: fc.constantFrom('', 'AB10 1XG', '3011 AA'),
  country: fc.constantFrom('GB', 'NL'),
  phone: fc.constantFrom('', '01632 960 001', '01632 960001; 01632 960002'),
  website: fc.constantFrom('', 'https://harbour-bakery.example/'),
  trade: text,
  lat: fc.constantFrom(Number.NaN, 51.5, 57.1),
  lon: fc.constantFrom(Number.NaN, -2.1),
  company: fc.constant(''),
  kvk: fc.constant(''),
  kbo: fc.constant(''),
  vat: fc.constant(''),
})

const corpusOf = (rows: readonly Row[]): Corpus => {
  const corpus = emptyCorpus(1)
  for (const one of rows) addRow(corpus, one)
  return corpus
}

const contentOf = (corpus: Corpus) => ({
  ...corpus,
  cells: corpus.cells.slice(0, corpus.size * WIDTH),
  points: corpus.points.slice(0, corpus.size * WIDTH),
  pool: corpus.pool.slice(0, corpus.pooled),
  phones: corpus.phones.slice(0, corpus.phoned),
  df: corpus.df.slice(0, corpus.words.length),
  letters: corpus.letters.slice(0, corpus.words.length),
})

it('two corpora put together are the corpus of all their listings', () => {
  const rows = fc.array(row, { maxLength: 12 })
  fc.assert(
    fc.property(rows, rows, (some, more) => {
      const joined = corpusOf(some)
      appendCorpus(joined, corpusOf(more))
      expect(contentOf(joined)).toEqual(contentOf(corpusOf([...some, ...more])))
    }),
  )
})
