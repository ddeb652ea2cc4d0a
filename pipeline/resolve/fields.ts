/**
 * The facts a pair of listings is compared by, each with its levels. A pair's pattern is one level a
 * field; only how often each pattern occurs is ever fitted (Fellegi & Sunter 1969).
 */
export const FIELDS = {
  name: [
    'none',
    'same',
    'same-common',
    'near',
    'strong',
    'contained',
    'overlap',
    'partial',
    'slight',
    'trace',
    'other',
  ],
  place: [
    'none',
    'door',
    'door-otherwise',
    'building',
    'near',
    'street',
    'area',
    'next-door',
    'other-door',
    'elsewhere',
  ],
  phone: ['none', 'same', 'same-shared', 'digit-off', 'other'],
  site: ['none', 'same', 'same-shared', 'similar', 'other-page', 'other'],
  trade: ['none', 'same', 'other'],
  source: ['none', 'other', 'same', 'other-apart', 'same-apart'],
} as const

/**
 * Levels that are shares of one whole. Whether two listings stand in one source tells different things
 * of one door and of two, so each is a whole of its own.
 */
export const WHOLES: { readonly [F in Field]?: readonly (readonly string[])[] } = {
  source: [
    ['other', 'same'],
    ['other-apart', 'same-apart'],
  ],
}

export type Field = keyof typeof FIELDS
export const FIELD_NAMES = Object.keys(FIELDS) as Field[]
const SIZES: readonly number[] = FIELD_NAMES.map((field) => FIELDS[field].length)
/** How many patterns there can be. */
export const PATTERNS = SIZES.reduce((product, size) => product * size, 1)

/** The levels of a pattern, in the order of `FIELD_NAMES`. */
export const levelsOf = (pattern: number): number[] => {
  const levels: number[] = []
  let rest = pattern
  for (let f = SIZES.length - 1; f >= 0; f--) {
    const size = SIZES[f] ?? 1
    levels.unshift(rest % size)
    rest = Math.floor(rest / size)
  }
  return levels
}

export const patternOf = (levels: readonly number[]): number =>
  levels.reduce((pattern, level, f) => pattern * (SIZES[f] ?? 1) + level, 0)

const PLACE_AT = FIELD_NAMES.indexOf('place')

/** Whether a pattern says that the two stand at different places. */
export const isApart = (pattern: number): boolean => {
  const place = FIELDS.place[levelsOf(pattern)[PLACE_AT] ?? 0]
  return place === 'other-door' || place === 'elsewhere'
}
