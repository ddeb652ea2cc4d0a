import type { Region } from '../model/region.ts'
import { nameKey } from './company-names.ts'
import { fold } from './plain.ts'
import { district } from './postcodes.ts'
import { oneSlip } from './slips.ts'

/** On how many differently named listings, or in how many areas, a contact is no longer one business's own. */
export const SHARED_FROM = 3

/** One listing that carries a contact. */
export interface Use {
  readonly name: string
  readonly region: Region
  readonly postcode?: string | undefined
  readonly town?: string | undefined
}

/** How widely a contact is used. */
export interface Spread {
  /** Names that are not spellings of one another. */
  readonly names: number
  /** Postcode districts (UK outward codes, else four digits); towns where no listing states a postcode. */
  readonly areas: number
  readonly listings: number
}

/** Share of the shorter name's words that two spellings of one name have in common, at least. */
const SAME_NAME = 0.5

/** Shorter words differ by one letter too easily. */
const LONG = 5

const misspelt = (word: string, words: ReadonlySet<string>): boolean =>
  word.length >= LONG && [...words].some((other) => oneSlip(word, other))

const sameName = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let common = 0
  for (const word of small) if (large.has(word) || misspelt(word, large)) common++
  return common / small.size >= SAME_NAME
}

/** Words of a name that tell it from another of its trade and town; all of them where nothing would be left. */
const wordsOf = (use: Use): ReadonlySet<string> => {
  const words = nameKey(use.name, use.region).split(' ').filter(Boolean)
  const town = new Set(fold(use.town ?? '').split(' '))
  const own = words.filter((word) => !town.has(word))
  return new Set(own.length > 0 ? own : words)
}

/** How widely a contact is spread: `Smith Plumbing` and `J Smith Plumbing & Heating` count as one name. */
export const spreadOf = (uses: readonly Use[]): Spread => {
  const names: ReadonlySet<string>[] = []
  const districts = new Set<string>()
  const towns = new Set<string>()
  for (const use of uses) {
    const words = wordsOf(use)
    if (words.size > 0 && !names.some((known) => sameName(known, words))) names.push(words)
    const code = use.postcode === undefined ? undefined : district(use.postcode, use.region)
    if (code !== undefined) districts.add(`${use.region} ${code}`)
    if (use.town !== undefined) towns.add(`${use.region} ${fold(use.town)}`)
  }
  return { names: names.length, areas: districts.size || towns.size, listings: uses.length }
}

/**
 * Whether a contact is a chain's, a directory's or an accountant's rather than one business's own: it stands
 * on listings of three names that are no spellings of one another, or in three areas.
 */
export const isShared = ({ names, areas }: Spread, from: number = SHARED_FROM): boolean =>
  names >= from || areas >= from
