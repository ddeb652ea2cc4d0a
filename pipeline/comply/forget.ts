import { existsSync } from 'node:fs'
import { forgetInArchive, redact, shapesOf } from '../fetch/forget.ts'
import { Trouble } from '../model/trouble.ts'
import {
  dropVisits,
  leavingMessages,
  looseListings,
  markRewritten,
  memberListings,
  mergeFamily,
  ownPages,
} from '../store/erasure.ts'
import { compact, eraseRows, scrubText } from '../store/personal.ts'
import { keepProspectKeys, keysOfProspect } from '../store/prospect-key.ts'
import { type Key, suppress } from '../store/suppression.ts'
import type { Complying } from './comply.ts'
import { findSubject, keysOfWord } from './find.ts'
import { outputsWith } from './outputs.ts'
import { erasedKeys, type Family, type Traces, tracesOf } from './person.ts'

/** What an erasure did, in numbers and ids only. */
export interface ForgetReport {
  readonly prospects: readonly number[]
  readonly listings: number
  /** Hashed keys that keep the person from coming back. */
  readonly keys: number
  /** Rows deleted, and cells overwritten, by table. */
  readonly rows: Readonly<Record<string, number>>
  readonly scrubbed: Readonly<Record<string, number>>
  readonly pages: { readonly redacted: number; readonly dropped: number }
  /** Files of the out folder that name the person, and files that cannot be searched. */
  readonly outputs: { readonly named: readonly string[]; readonly unread: readonly string[] }
  /** False when another process held the database open, so that its log still holds old pages. */
  readonly emptied: boolean
}

/** Where the rest of the person's data lies. */
export interface Places {
  readonly archive: string
  readonly outDir: string
}

/**
 * Erases a person everywhere (GDPR art. 17). The hashed keys go first, then the kept pages, then the rows: whenever it
 * dies, the person is suppressed at once and running it again finishes the work. Trouble `not-found` for a prospect that is not there.
 */
export const forget = async (
  job: Complying,
  word: string,
  places: Places,
): Promise<ForgetReport> => {
  const { store, ring, at } = job
  const family = familyOf(job, word)
  if (leavingMessages(store, family.prospects) > 0)
    throw new Trouble(
      'busy',
      'retry',
      'a message to this prospect is leaving at this moment; try again when it is sent',
    )
  const asked = /^\d{1,9}$/.test(word) ? [] : [word]
  const traces = tracesOf(store, ring, family, asked)
  const keys = keysOf(job, family, word)
  const count = suppress(store, keys, { reason: 'erased', via: 'forget', at })
  const listings = family.listings.map(({ id }) => id)
  const drop = ownPages(store, { ...traces, listings })
  const changed = existsSync(places.archive)
    ? await forgetInArchive(places.archive, { strings: traces.strings, drop, at })
    : []
  const done = store.transaction(() => {
    markRewritten(store, changed, drop)
    dropVisits(store, traces.domains, traces.urls)
    const rows = eraseRows(store, { prospects: family.prospects, listings })
    return { rows, scrubbed: scrubText(store, redactor(traces)) }
  })
  return {
    prospects: family.prospects,
    listings: listings.length,
    keys: count,
    ...done,
    pages: {
      redacted: changed.filter(({ how }) => how === 'redacted').length,
      dropped: changed.filter(({ how }) => how === 'dropped').length,
    },
    outputs: await outputsWith(places.outDir, traces.strings),
    emptied: compact(store),
  }
}

const familyOf = (job: Complying, word: string): Family => {
  const { store } = job
  const found = existing(job, word)
  const prospects = mergeFamily(store, found)
  const loose = /^\d{1,9}$/.test(word) ? [] : looseListings(store, word)
  return { prospects, listings: [...memberListings(store, prospects), ...loose] }
}

/** An address that nobody has is forgotten all the same: its key keeps it from ever coming in. */
const existing = (job: Complying, word: string): readonly number[] => {
  try {
    return findSubject(job, word)
  } catch (error) {
    const unknown = error instanceof Trouble && error.code === 'not-found'
    if (unknown && !/^\d{1,9}$/.test(word)) return []
    throw error
  }
}

const keysOf = ({ store, ring }: Complying, family: Family, word: string): readonly Key[] => {
  for (const prospect of family.prospects) keepProspectKeys(store, ring, prospect)
  const known = family.prospects.flatMap((prospect) => keysOfProspect(store, prospect))
  const named = /^\d{1,9}$/.test(word) ? [] : keysOfWord(ring, word)
  return [...named, ...erasedKeys(store, ring, family, known)]
}

/** Overwrites the traces in a text; inside JSON only in its strings, so that it stays JSON. */
const redactor = ({ strings }: Traces): ((text: string) => string) => {
  const shapes = shapesOf(strings)
  const plain = (text: string) => redact(text, shapes)
  return (text) => {
    if (!/^\s*[[{]/.test(text)) return plain(text)
    const clean = plain(text)
    if (clean === text) return text
    try {
      return JSON.stringify(redactStrings(JSON.parse(text), plain))
    } catch {
      return clean
    }
  }
}

const redactStrings = (value: unknown, plain: (text: string) => string): unknown => {
  if (typeof value === 'string') return plain(value)
  if (Array.isArray(value)) return value.map((one) => redactStrings(one, plain))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [plain(name), redactStrings(one, plain)]),
  )
}
