import { wordsOf } from './fold.ts'

/** A postcode in three widths; empty texts where it does not say so much. */
export interface Postcode {
  /** Narrow enough for a door or a street (UK unit, Dutch six characters). */
  readonly full: string
  /** Outward code, four digits, ZIP. */
  readonly area: string
  /** Letters of the outward code, or the first two digits. */
  readonly district: string
}

const NONE: Postcode = { full: '', area: '', district: '' }
const GB = /^(?:GIR 0AA|([A-Z]{1,2})(\d[A-Z\d]?) ?(\d[A-Z]{2})?)$/
const LOW = /^(?:[A-Z]{1,2}[- ])?(\d{4})(?: ?([A-Z]{2}))?$/
const DIGITS = /^(\d{5})(?:-\d{4})?$/

/** Reads a postcode of Britain, the Netherlands or Belgium by its shape; others are kept whole as an area. */
export const readPostcode = (text: string): Postcode => {
  if (text === '') return NONE
  const code = text.trim().toUpperCase()
  const low = LOW.exec(code)
  if (low !== null) {
    const area = low[1] ?? ''
    return {
      full: low[2] === undefined ? '' : `${area}${low[2]}`,
      area,
      district: area.slice(0, 2),
    }
  }
  const gb = GB.exec(code)
  if (gb !== null) {
    const area = `${gb[1]}${gb[2]}`
    return {
      full: gb[3] === undefined ? '' : `${area}${gb[3]}`,
      area,
      district: gb[1] ?? '',
    }
  }
  const zip = DIGITS.exec(code)
  if (zip !== null) return { full: '', area: zip[1] ?? '', district: (zip[1] ?? '').slice(0, 3) }
  const bare = code.replace(/[^\p{L}\p{N}]/gu, '').slice(0, 10)
  return bare.length < 3 ? NONE : { full: '', area: bare, district: bare.slice(0, 3) }
}

/** Names of one town that share no spelling; the first is the one that is kept. */
const ALIASES = new Map<string, string>(
  (
    [
      ['london', 'greaterlondon', 'cityoflondon'],
      ['denhaag', 'sgravenhage', 'thehague'],
      ['denbosch', 'shertogenbosch'],
      ['brussel', 'bruxelles', 'brussels'],
      ['antwerpen', 'anvers', 'antwerp'],
      ['gent', 'gand', 'ghent'],
      ['luik', 'liege'],
      ['leuven', 'louvain'],
      ['mechelen', 'malines'],
      ['brugge', 'bruges'],
      ['kortrijk', 'courtrai'],
      ['bergen', 'mons'],
      ['namen', 'namur'],
      ['doornik', 'tournai'],
      ['aalst', 'alost'],
      ['oostende', 'ostende', 'ostend'],
    ] as const
  ).flatMap(([kept, ...others]) => others.map((other) => [other, kept] as const)),
)

/** A town's name, folded and joined, under one of its names. */
export const readTown = (words: readonly string[]): string => {
  const joined = words.join('')
  return ALIASES.get(joined) ?? joined
}

/** An address line as matching sees it. */
export interface Street {
  /** Words of the street, its kind shortened (`street` → `st`, `kerkstraat` → `kerkstr`). */
  readonly words: readonly string[]
  /** First house number, 0 when there is none. */
  readonly number: number
  /** Letter or second part after the number. */
  readonly suffix: string
  /** Flat, suite, box. */
  readonly unit: string
}

/** Kinds of street and what they are shortened to. */
const KINDS: ReadonlyMap<string, string> = new Map(
  (
    'street:st str:st saint:st road:rd avenue:ave av:ave aven:ave lane:ln drive:dr drv:dr close:cl ' +
    'court:ct crescent:cres cr:cres square:sq terrace:terr ter:terr place:pl gardens:gdns grove:gr ' +
    'park:pk parade:pde boulevard:blvd blv:blvd bld:blvd boul:blvd bd:blvd highway:hwy parkway:pkwy turnpike:tpke ' +
    'north:n south:s east:e west:w northeast:ne northwest:nw southeast:se southwest:sw ' +
    'industrial:ind estate:est centre:ctr center:ctr house:hse building:bldg buildings:bldgs ' +
    'hill:hl hll:hl mount:mt route:rte chaussee:chee rue:r plaza:plz suite:ste floor:fl ' +
    'practice:prac shopping:shop bros:brothers business:bus doctor:dr between:btw way:wy ' +
    'avenida:av calle:c burgemeester:burg sint:st first:1st second:2nd third:3rd fourth:4th fifth:5th sixth:6th ' +
    'seventh:7th eighth:8th ninth:9th tenth:10th'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
)

const SHORT_KINDS: ReadonlySet<string> = new Set(KINDS.values())

/** Endings of Dutch street names, long form to short. */
const ENDINGS: readonly (readonly [long: string, short: string])[] = [
  ['steenweg', 'stwg'],
  ['straat', 'str'],
  ['laan', 'ln'],
  ['plein', 'pl'],
  ['gracht', 'gr'],
  ['singel', 'sngl'],
  ['kade', 'kd'],
  ['strasse', 'str'],
]

const LAST_LETTERS: ReadonlySet<string> = new Set(ENDINGS.flatMap(([long]) => long.at(-1) ?? []))

/** A word of an address, shortened. */
export const streetWord = (word: string): string => {
  const kind = KINDS.get(word)
  if (kind !== undefined) return kind
  if (word.length > 6 && LAST_LETTERS.has(word[word.length - 1] as string))
    for (const [long, short] of ENDINGS)
      if (word.endsWith(long)) return word.slice(0, -long.length) + short
  return word
}

/** A street's words joined, without what kind of street it is: `Van Buren St`, `VanBuren`; `Kerk straat`, `Kerkstraat`. */
export const streetName = (words: readonly string[]): string => {
  let name = ''
  for (const word of words) if (!SHORT_KINDS.has(word)) name += word
  return streetWord(name)
}

const UNITS: ReadonlySet<string> = new Set(
  'unit flat ste suite apt apartment bus box bte boite room rm fl floor shop kiosk stall office no nr'.split(
    ' ',
  ),
)
const NUMBER = /^(\d{1,5})(\p{L}{1,3}|)$/u
const ORDINAL = /^(st|nd|rd|th|e|de|ste)$/

/** Reads one line of address: the house number apart from the street, units apart from both. */
export const readStreet = (line: string, town: readonly string[]): Street => {
  const all = wordsOf(line)
  let number = 0
  let suffix = ''
  let unit = ''
  const words: string[] = []
  for (let i = 0; i < all.length; i++) {
    const word = all[i] ?? ''
    const next = all[i + 1] ?? ''
    if (UNITS.has(word) && /\d|^[a-z]$/.test(next)) {
      unit = unit === '' ? next : unit
      i++
      continue
    }
    const found = NUMBER.exec(word)
    if (found !== null && !ORDINAL.test(found[2] ?? '')) {
      if (number === 0) {
        number = Number(found[1])
        suffix = found[2] ?? ''
        if (suffix === '' && /^[a-z]$/.test(next) && i === all.length - 2) {
          suffix = next
          i++
        }
      } else if (suffix === '' && unit === '') suffix = word
      continue
    }
    words.push(streetWord(word))
  }
  return { words: withoutTown(words, town), number, suffix, unit }
}

const withoutTown = (words: string[], town: readonly string[]): string[] => {
  const rest = words.length - town.length
  if (town.length === 0 || rest < 1) return words
  for (let i = 0; i < town.length; i++)
    if (words[rest + i] !== streetWord(town[i] ?? '')) return words
  return words.slice(0, rest)
}
