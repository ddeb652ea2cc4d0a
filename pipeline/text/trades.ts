import type { Language, SourceId } from '../model/region.ts'
import { fold } from './plain.ts'
import { remember } from './remember.ts'
import { TABLE } from './trades/table.ts'

/** What a trade is called in one language, as a sentence uses it. */
interface TradeWords {
  readonly one: string
  readonly many: string
  /** Indefinite article that fits `one`: `a`, `an`, `een`, `un`, `une`. */
  readonly article: string
}

/** A trade of the taxonomy: its id never changes, since listings are stored with it. */
export interface Trade {
  readonly id: string
  readonly words: Readonly<Record<Language, TradeWords>>
  /** OSM tags that mean this trade, each `key=value` or several joined by `+`. */
  readonly osm: readonly string[]
  /** Types of the Google Places API (table A). */
  readonly google: readonly string[]
  /** Category of the Marktplaats family below 1098 (services and tradespeople). */
  readonly marktplaats?: string
  /** What it is called besides, in any of the three languages. */
  readonly also: readonly string[]
}

const cells = (text: string, between: string) =>
  text
    .split(between)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '' && cell !== '-')

const words = (text: string, article: (one: string) => string): TradeWords => {
  const [one = '', many = ''] = text.split('/')
  return { one, many, article: article(one) }
}

const english = (one: string) => (/^(?:[aeiou]|MOT\b)/i.test(one) ? 'an' : 'a')

const row = (line: string): Trade => {
  const [id = '', en = '', nl = '', fr = '', osm = '', google = '', marktplaats = '-', also = ''] =
    line.split('|').map((cell) => cell.trim())
  return {
    id,
    words: {
      en: words(en, english),
      nl: words(nl, () => 'een'),
      fr: words(fr.slice(2), () => (fr.startsWith('f ') ? 'une' : 'un')),
    },
    osm: cells(osm, ';'),
    google: cells(google, ';'),
    ...(marktplaats !== '-' && { marktplaats }),
    also: cells(also, ';'),
  }
}

/** Every trade, those that a plan begins with first. */
export const TRADES: readonly Trade[] = TABLE.trim().split('\n').map(row)

const BY_ID: ReadonlyMap<string, Trade> = new Map(TRADES.map((trade) => [trade.id, trade]))

/** A trade by its id. */
export const tradeById = (id: string): Trade | undefined => BY_ID.get(id)

type Names = ReadonlyMap<string, Trade>

const named = (wordsOf: (trade: Trade) => readonly string[], before: Names = new Map()): Names => {
  const names = new Map(before)
  for (const trade of TRADES)
    for (const word of wordsOf(trade)) {
      const key = fold(word)
      if (key !== '' && !names.has(key)) names.set(key, trade)
    }
  return names
}

/** What a trade is called comes before what another trade is called besides. */
const ANY: Names = named(
  (trade) => trade.also,
  named(
    ({ words }) => Object.values(words).flatMap(({ one, many }) => [one, many]),
    named((trade) => [trade.id]),
  ),
)

/** In its own language a word means what that language means by it: a Dutch `café` is a pub. */
const IN: Readonly<Record<Language, Names>> = {
  en: named(({ words }) => [words.en.one, words.en.many]),
  nl: named(({ words }) => [words.nl.one, words.nl.many]),
  fr: named(({ words }) => [words.fr.one, words.fr.many]),
}

/** Endings by which the three languages make a plural; tried off, then on, before a word is given up. */
const singulars = (word: string): readonly string[] =>
  [/s$/, /es$/, /en$/, /x$/].filter((end) => end.test(word)).map((end) => word.replace(end, ''))

const folded = remember(fold)

const look = (word: string, language?: Language): Trade | undefined => {
  const key = folded(word)
  return (
    (language === undefined ? undefined : IN[language].get(key)) ??
    ANY.get(key) ??
    singulars(key)
      .map((one) => ANY.get(one))
      .find((trade) => trade !== undefined) ??
    ANY.get(`${key}s`)
  )
}

/** A trade by any word for it in any of the three languages, singular or plural, accents and case aside. */
export const tradeByWord = (word: string, language?: Language): Trade | undefined =>
  look(word, language)

const BY_OSM: ReadonlyMap<string, string> = new Map(
  [...TRADES]
    .reverse()
    .flatMap((trade) => trade.osm.map((tag) => [tag, trade.id] as const))
    .filter(([tag]) => !tag.includes('+')),
)
const BY_GOOGLE: ReadonlyMap<string, string> = new Map(
  [...TRADES].reverse().flatMap((trade) => trade.google.map((type) => [type, trade.id] as const)),
)
const BY_MARKTPLAATS: ReadonlyMap<string, string> = new Map(
  TRADES.flatMap((trade) =>
    trade.marktplaats === undefined ? [] : [[trade.marktplaats, trade.id] as const],
  ),
)

/** Where a category joins several words (`Plumbers & Heating, Boilers`), each is tried in its turn. */
const PARTS = /\s*(?:[,;/|>›·•()]|\s[-–&+]\s|\s(?:and|en|et)\s)\s*/iu

/** Keys of OSM whose values name a trade; a value that the table does not have may still be a word for one. */
const TAG = /^(?:craft|shop|office|amenity|healthcare)=/

const inCode = (category: string): string | undefined => {
  const bare = category.trim()
  return (
    BY_OSM.get(bare) ??
    BY_GOOGLE.get(bare) ??
    (/^\d+$/.test(bare) ? BY_MARKTPLAATS.get(bare) : undefined) ??
    (TAG.test(bare) ? look(bare.replace(TAG, '').replace(/_/g, ' '))?.id : undefined)
  )
}

/**
 * Trade id that a source's category word names: an OSM tag (`craft=plumber`), a Google or Overture type, a
 * Marktplaats number, or words in any of the three languages. A code's last word says its kind
 * (`thai_restaurant`). Undefined rather than a guess.
 */
export const tradeOfCategory = (category: string, source?: SourceId): string | undefined => {
  const language = source === undefined ? undefined : ASKED_IN[source]
  const words = category.replace(/_/g, ' ')
  const known = inCode(category) ?? look(words, language)?.id
  if (known !== undefined) return known
  for (const part of words.split(PARTS)) {
    const trade = part === '' ? undefined : look(part, language)
    if (trade !== undefined) return trade.id
  }
  return category.includes('_') ? look(words.split(' ').at(-1) ?? '')?.id : undefined
}

/** Sources that are asked in one language whatever the region's others; all others are asked in the place's own. */
const ASKED_IN: Readonly<Record<string, Language>> = {
  'uk/yell': 'en',
  'uk/gumtree': 'en',
  'uk/companies-house': 'en',
  'nl/goudengids': 'nl',
  'nl/marktplaats': 'nl',
  'be/goudengids': 'nl',
  'be/pagesdor': 'fr',
  'be/2dehands': 'nl',
  'be/2ememain': 'fr',
}

/** The language a source is asked in, or undefined where it takes the place's own. */
export const languageOfSource = (source: SourceId): Language | undefined => ASKED_IN[source]

/** The word to ask a source with: plural, in the source's language or else the given one. */
export const wordFor = (trade: Trade, source: SourceId, language: Language): string =>
  trade.words[ASKED_IN[source] ?? language].many
