import { AT, type Corpus } from '../corpus.ts'
import { isDigitOff } from './contact.ts'
import { wordLikeness } from './words.ts'

/** Levels of the field `place`, as in fields.ts; from `otherDoor` on, two places. */
export const PLACE = {
  none: 0,
  door: 1,
  otherwise: 2,
  building: 3,
  near: 4,
  street: 5,
  area: 6,
  nextDoor: 7,
  otherDoor: 8,
  elsewhere: 9,
}

/** Metres within which two points are one building; and from which on they are not the same place. */
const SAME_POINT = 150
const FAR = 3000
/** Metres that settle two postcodes which differ. */
const NEARBY = 1000

/** 1 when both say the same, -1 when they differ, 0 when one says nothing. */
const agree = (x: number, y: number): number => (x === 0 || y === 0 ? 0 : x === y ? 1 : -1)

/**
 * Compares the places of two rows. Street, number, postcode, town and point are five witnesses of one
 * fact, so they make one level, not five that add up.
 */
export const placeComparer =
  (corpus: Corpus) =>
  (a: number, b: number): number => {
    const { cells } = corpus
    const number = agree(cells[a + AT.number] as number, cells[b + AT.number] as number)
    const code = agree(cells[a + AT.full] as number, cells[b + AT.full] as number)
    const zone = agree(cells[a + AT.area] as number, cells[b + AT.area] as number)
    const street = streetAgrees(corpus, a, b)
    const town = townAgrees(corpus, a, b)
    const metres = distance(corpus, a, b)
    const apart =
      metres > FAR || (zone < 0 && (town < 0 || metres > NEARBY)) || (zone === 0 && town < 0)
    if (street > 0 && number > 0) {
      if (!apart || code > 0) return PLACE.door
      return metres > FAR ? PLACE.elsewhere : PLACE.otherwise
    }
    if (code > 0 && number >= 0) {
      if (number > 0) return PLACE.door
      return street < 0 ? PLACE.near : PLACE.building
    }
    if (number < 0 && street > 0 && !apart && isNextDoor(corpus, a, b)) return PLACE.nextDoor
    if (number < 0 || (street < 0 && metres > SAME_POINT))
      return apart ? PLACE.elsewhere : PLACE.otherDoor
    if (metres <= SAME_POINT) return street > 0 ? PLACE.building : PLACE.near
    if (apart) return PLACE.elsewhere
    if (street > 0) return PLACE.street
    if (street < 0) return PLACE.otherDoor
    if (zone > 0 || town > 0 || !Number.isNaN(metres)) return PLACE.area
    return zone < 0 ? PLACE.elsewhere : PLACE.none
  }

/** Numbers apart within which a range (`12-16`), a corner or a second entrance is stated. */
const NEXT = 10

/** Whether two numbers of one street are next to each other, or one is the other with a digit misread. */
const isNextDoor = ({ cells }: Corpus, a: number, b: number): boolean => {
  const x = cells[a + AT.number] as number
  const y = cells[b + AT.number] as number
  const apart = Math.abs(x - y)
  return (apart <= NEXT && apart % 2 === 0) || (Math.min(x, y) >= 100 && isDigitOff(x, y))
}

/** Metres between two points on a flat map; NaN when one has none. */
const distance = ({ points }: Corpus, a: number, b: number): number => {
  const latA = points[a + AT.lat] as number
  const latB = points[b + AT.lat] as number
  if (Number.isNaN(latA) || Number.isNaN(latB)) return Number.NaN
  const north = (latB - latA) * 111_320
  const east =
    ((points[b + AT.lon] as number) - (points[a + AT.lon] as number)) *
    111_320 *
    Math.cos((latA * Math.PI) / 180)
  return Math.sqrt(north * north + east * east)
}

/** As `agree`; a town whose name holds the other's (`New York City`) is the same. */
const townAgrees = ({ cells, pool }: Corpus, a: number, b: number): number => {
  const exact = agree(cells[a + AT.town] as number, cells[b + AT.town] as number)
  if (exact >= 0) return exact
  const n = cells[a + AT.townCount] as number
  const m = cells[b + AT.townCount] as number
  if (n === m) return -1
  const [short, long] = n < m ? [a, b] : [b, a]
  const from = cells[short + AT.townStart] as number
  const within = cells[long + AT.townStart] as number
  for (let i = 0; i < Math.min(n, m); i++) {
    let j = 0
    while (j < Math.max(n, m) && pool[within + j] !== pool[from + i]) j++
    if (j === Math.max(n, m)) return -1
  }
  return 1
}

/** Share of the shorter address line's words that the longer must have to be the same street. */
const SAME_STREET = 0.66

/** As `agree`; one line within the other, or misspelt, is the same street. */
const streetAgrees = (corpus: Corpus, a: number, b: number): number => {
  const { cells, pool, words } = corpus
  const exact = agree(cells[a + AT.street] as number, cells[b + AT.street] as number)
  if (exact >= 0) return exact
  const bare = cells[a + AT.streetName] as number
  if (bare !== 0 && bare === cells[b + AT.streetName]) return 1
  const more = (cells[a + AT.streetCount] as number) - (cells[b + AT.streetCount] as number)
  // lines of equal length are taken in an order of their own, so that the pair's order does not matter
  const turn =
    more > 0 || (more === 0 && (cells[a + AT.street] as number) > (cells[b + AT.street] as number))
  const short = turn ? b : a
  const long = turn ? a : b
  const n = cells[short + AT.streetCount] as number
  const m = cells[long + AT.streetCount] as number
  const from = cells[short + AT.streetStart] as number
  const within = cells[long + AT.streetStart] as number
  let found = 0
  let all = 0
  for (let i = 0; i < n; i++) {
    const word = pool[from + i] as number
    // the kind of street tells less than its name
    const weight = (words[word] as string).length > 3 ? 1 : 0.3
    all += weight
    for (let j = 0; j < m; j++) {
      const other = pool[within + j] as number
      if (other !== word && wordLikeness(corpus, word, other) < 0.9) continue
      found += weight
      break
    }
  }
  return found >= SAME_STREET * all ? 1 : -1
}
