import { existsSync } from 'node:fs'
import { forgetInArchive, redact, shapesOf } from '../fetch/forget.ts'
import { Trouble } from '../model/trouble.ts'
import { eraseRows } from '../store/erase-rows.ts'
import {
  dropVisits,
  leavingMessages,
  looseListings,
  markRewritten,
  memberListings,
  mergeFamily,
  ownPages,
  pagesShowing,
} from '../store/erasure.ts'
import { keepDueKeys, statedKeys } from '../store/prospect-key.ts'
import { compact, scrubText } from '../store/scrub.ts'
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
  /** Names that other businesses bear too, or that are common words: left where they stand on pages shared with others. */
  readonly sharedNames: number
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
  keepDueKeys(store, ring)
  const family = familyOf(job, word)
  refuseLeaving(job, family.prospects)
  const traces = tracesOf(store, ring, family, NUMBER.test(word) ? [] : [word])
  const keys = keysOf(job, family, word)
  const kept = suppress(store, keys, { reason: 'erased', via: 'forget', at })
  const listings = family.listings.map(({ id }) => id)
  const drop = ownPages(store, { ...traces, listings })
  const changed = await rewritten(places.archive, { strings: traces.strings, drop, at })
  const done = store.transaction(() => {
    markRewritten(store, changed, drop)
    dropVisits(store, traces.domains, traces.urls)
    const rows = eraseRows(store, {
      prospects: family.prospects,
      listings,
      keys: keys.map(({ key }) => key),
    })
    return { rows, scrubbed: scrubText(store, redactor(traces)) }
  })
  return {
    prospects: family.prospects,
    listings: listings.length,
    keys: kept,
    ...done,
    pages: {
      redacted: changed.filter(({ how }) => how === 'redacted').length,
      dropped: changed.filter(({ how }) => how === 'dropped').length,
    },
    sharedNames: traces.sharedNames,
    outputs: await outputsWith(places.outDir, traces.strings),
    emptied: compact(store),
  }
}

const NUMBER = /^\d{1,9}$/

const refuseLeaving = ({ store }: Complying, prospects: readonly number[]) => {
  if (leavingMessages(store, prospects) > 0)
    throw new Trouble(
      'busy',
      'retry',
      'a message to this prospect is leaving at this moment; try again when it is sent',
    )
}

const rewritten = async (folder: string, forgetting: Parameters<typeof forgetInArchive>[1]) =>
  existsSync(folder) ? await forgetInArchive(folder, forgetting) : []

/** Prospects erased together, because they are of no use any more or were not told in time. */
const AT_ONCE = 50

/**
 * Erases many prospects without keeping them out: nobody asked for it, so a later harvest may find them again. Pages
 * that show them go as a whole where `pages` says so, else only their traces on them. Answers how many prospects.
 */
export const eraseIdle = async (
  job: Complying,
  prospects: readonly number[],
  places: Pick<Places, 'archive'>,
  pages: 'whole' | 'traces',
): Promise<number> => {
  const { store, ring, at } = job
  keepDueKeys(store, ring)
  let erased = 0
  for (let from = 0; from < prospects.length && !job.signal?.aborted; from += AT_ONCE) {
    const family = familyFrom(store, prospects.slice(from, from + AT_ONCE))
    if (leavingMessages(store, family.prospects) > 0) continue
    const listings = family.listings.map(({ id }) => id)
    const traces = tracesOf(store, ring, family, [])
    const shown = pagesShowing(store, listings)
    const own = ownPages(store, { ...traces, listings })
    const drop = pages === 'whole' ? [...own, ...shown] : own
    const strings = pages === 'whole' ? [] : traces.strings
    const changed = await rewritten(places.archive, { strings, drop, only: shown, at })
    store.transaction(() => {
      markRewritten(store, changed, drop)
      dropVisits(store, traces.domains, traces.urls)
      eraseRows(store, { prospects: family.prospects, listings })
    })
    erased += family.prospects.length
  }
  return erased
}

const familyFrom = (store: Complying['store'], found: readonly number[]): Family => {
  const prospects = mergeFamily(store, found)
  return { prospects, listings: memberListings(store, prospects) }
}

const familyOf = (job: Complying, word: string): Family => {
  const { store } = job
  const family = familyFrom(store, existing(job, word))
  const loose = NUMBER.test(word) ? [] : looseListings(store, word)
  return { ...family, listings: [...family.listings, ...loose] }
}

/** An address that nobody has is forgotten all the same: its key keeps it from ever coming in. */
const existing = (job: Complying, word: string): readonly number[] => {
  try {
    return findSubject(job, word)
  } catch (error) {
    const unknown = error instanceof Trouble && error.code === 'not-found'
    if (unknown && !NUMBER.test(word)) return []
    throw error
  }
}

const keysOf = ({ store, ring }: Complying, family: Family, word: string): readonly Key[] => {
  const known = family.prospects.flatMap((prospect) => statedKeys(store, prospect))
  const named = NUMBER.test(word) ? [] : keysOfWord(ring, word)
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
