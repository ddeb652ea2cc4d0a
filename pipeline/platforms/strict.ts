import type { Unread } from '../model/page.ts'
import { isObject } from './json.ts'
import { unread } from './reading.ts'
import { oneLine } from './tree.ts'

/** A JSON object that remembers what was taken from it, so that what is new on a page is named, not missed. */
export interface Strict {
  /** A text (numbers become text), white space folded; undefined when absent or blank. */
  readonly text: (key: string) => string | undefined
  /** A finite number, also when written as text. */
  readonly number: (key: string) => number | undefined
  readonly flag: (key: string) => boolean
  /** An object's account; an empty one where there is none. */
  readonly within: (key: string) => Strict
  /** The objects of an array; empty where there is none. */
  readonly each: (key: string) => readonly Strict[]
  /** The texts of an array, or of a single text. */
  readonly texts: (key: string) => readonly string[]
  /** The value itself; what lies in it counts as taken. */
  readonly raw: (key: string) => unknown
  readonly has: (key: string) => boolean
  readonly keys: readonly string[]
  /** Every field nobody took, once each, except the known ones: `ignore` names paths (`price`, `seller.badges`). */
  readonly rest: (ignore?: readonly string[]) => readonly Unread[]
}

/** Names in a text, white space between them: lists of known fields are long. */
export const listOf = (names: string): readonly string[] => names.trim().split(/\s+/)

/** Opens an account on a JSON value; what is no object is an object without fields. */
export const strict = (value: unknown): Strict => open(value, '', [])

interface Account {
  readonly path: string
  readonly object: Readonly<Record<string, unknown>>
  readonly taken: Set<string>
}

const open = (value: unknown, path: string, accounts: Account[]): Strict => {
  const object: Readonly<Record<string, unknown>> = isObject(value) ? value : {}
  const taken = new Set<string>()
  accounts.push({ path, object, taken })
  const take = (key: string): unknown => {
    taken.add(key)
    return Object.hasOwn(object, key) ? object[key] : undefined
  }
  const below = (key: string) => (path === '' ? key : `${path}.${key}`)
  return {
    text: (key) => asText(take(key)),
    number: (key) => asNumber(take(key)),
    flag: (key) => take(key) === true,
    within: (key) => open(take(key), below(key), accounts),
    each: (key) => {
      const list = take(key)
      return Array.isArray(list) ? list.map((item) => open(item, below(key), accounts)) : []
    },
    texts: (key) => [take(key)].flat().flatMap((item) => asText(item) ?? []),
    raw: take,
    has: (key) => Object.hasOwn(object, key),
    keys: Object.keys(object),
    rest: (ignore = []) => rest(accounts, new Set(ignore)),
  }
}

const rest = (accounts: readonly Account[], known: ReadonlySet<string>): readonly Unread[] => {
  const found = new Map<string, string>()
  for (const { path, object, taken } of accounts)
    for (const key of Object.keys(object)) {
      const where = path === '' ? key : `${path}.${key}`
      if (!taken.has(key) && !known.has(where) && !found.has(where))
        found.set(where, JSON.stringify(object[key]) ?? '')
    }
  return [...found].map(([what, excerpt]) => unread(what, 'not known to this reader', excerpt))
}

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' ? oneLine(value) : typeof value === 'number' ? String(value) : undefined

const asNumber = (value: unknown): number | undefined => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}
