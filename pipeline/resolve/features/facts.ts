import { wordsOf } from '../normalise/fold.ts'
import { phonesOf } from '../normalise/phones.ts'
import { streetWord } from '../normalise/places.ts'
import { readSite } from '../normalise/sites.ts'
import type { Row } from '../row.ts'
import { bigramsOf, foldScripts } from './letters.ts'

/** What a person would read of a listing, split up once so that it can be compared many times. Empty means not stated. */
export interface Facts {
  readonly row: Row
  readonly name: readonly string[]
  /** The name without spaces, and its bigrams. */
  readonly joined: string
  readonly bigrams: readonly string[]
  /** What tells parts of one thing apart: numbers, single letters, Roman numerals of the name, in order. */
  readonly designators: readonly string[]
  /** Words of the address that are no numbers, their bigrams, and the numbers in order. */
  readonly street: readonly string[]
  readonly streetBigrams: readonly string[]
  readonly numbers: readonly number[]
  readonly town: readonly string[]
  readonly townBigrams: readonly string[]
  /** Letters and digits only. */
  readonly postcode: string
  /** National significant digits of the first number. */
  readonly phone: string
  /** Registrable domain of a website of one's own. */
  readonly domain: string
  /** The domain without its suffix, letters and digits only. */
  readonly label: string
  readonly host: string
  /** Words of the host and the path. */
  readonly page: readonly string[]
  readonly pageNumbers: readonly string[]
  /** Steps of the path. */
  readonly depth: number
  /** Stems of the category's words, of all its levels and of the narrowest. */
  readonly trade: readonly string[]
  readonly leaf: readonly string[]
}

const MOST_NUMBERS = 12

export const factsOf = (row: Row): Facts => {
  const name = wordsOf(foldScripts(row.name))
  const joined = name.join('')
  const address = foldScripts(row.address)
  const street = wordsOf(address)
    .map(streetWord)
    .filter((word) => !/^\d+$/.test(word))
  const town = wordsOf(foldScripts(row.town))
  return {
    row,
    name,
    joined,
    bigrams: bigramsOf(joined),
    designators: foldScripts(row.name).toLowerCase().match(DESIGNATOR) ?? [],
    street,
    streetBigrams: bigramsOf(street.join('')),
    numbers: (address.match(/\d{1,7}/g) ?? []).slice(0, MOST_NUMBERS).map(Number),
    town,
    townBigrams: bigramsOf(town.join('')),
    postcode: row.postcode.toUpperCase().replace(/[^\p{L}\p{N}]/gu, ''),
    phone: String(phonesOf(row.phone, row.country)[0] ?? ''),
    ...siteOf(row.website),
    trade: stemsOf(row.trade),
    leaf: stemsOf(row.trade.split('>').at(-1) ?? ''),
  }
}

const DESIGNATOR = /\d+|(?<![\p{L}\p{N}.'’&])\p{L}(?![\p{L}\p{N}.'’&])|\b(?:ii|iii|iv|vi|vii)\b/gu

/** Host and path, whatever schemes stand before them. */
const HOST = /^(?:[a-z]+:\/*)*(?:www\.)?([^/?#]*)([^?#]*)/i

/** Words of an address on the web that say nothing. */
const SILENT = /^(?:www|com|net|org|html?|php|aspx?|en|de|fr|es|us|co|uk|index|https?)$/

const siteOf = (website: string) => {
  const { domain, label } = readSite(website)
  const [, host = '', path = ''] = HOST.exec(website.trim().toLowerCase().slice(0, 400)) ?? []
  return {
    domain,
    label: label.replace(/[^\p{L}\p{N}]/gu, ''),
    host,
    page: wordsOf(`${host} ${unescaped(path)}`.replace(/[._]/g, ' ')).filter(
      (word) => !SILENT.test(word),
    ),
    pageNumbers: path.match(/\d{2,}/g) ?? [],
    depth: path.split('/').filter(Boolean).length,
  }
}

const unescaped = (path: string): string => {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Words of a category without their endings: `Grocery Stores`, `grocer_store` → `groc stor`. */
const stemsOf = (category: string): string[] =>
  wordsOf(category.replace(/_/g, ' ')).map((word) =>
    word.length > 4 ? word.replace(/(?:ies|ers|er|ing|es|s|en|y)$/, '') : word,
  )
