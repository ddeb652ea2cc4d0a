import { AT, type Corpus, capacityOf, WIDTH } from './corpus.ts'
import { mix } from './hash.ts'
import { KEY_KINDS, keysOf } from './keys.ts'
import { longer, sharedWords } from './memory.ts'

/** Most listings in a block. A block that would grow fuller is split by another field, for all its listings. */
const CAP = 20

/** What a full block is split by, one after the other. */
const SPLITS = ['full', 'town', 'name', 'street', 'site', 'number', 'trade', 'source'] as const

/** Stands for the owner of a key whose block was split. */
const SPLIT = 0xffffffff

const EMPTY = 0xffffffff

/** Places of an entry: its key, the listing that has it, and the next entry of the chain. */
const OWNER = 1
const NEXT = 2
const ENTRY = 3

/**
 * Blocks of listings that share a key: a hash table with chains in flat arrays. It holds the same
 * blocks whatever the order in which listings were put in.
 */
export interface Blocks {
  /** By the low bits of a key: the first entry of its chain. */
  heads: Uint32Array
  entries: Uint32Array
  /** Cells of `entries` that are taken. */
  used: number
  /** Kind of key → how many blocks were split. */
  readonly splits: Map<string, number>
}

const ENTRIES_EACH = 16

/** Makes room for about so many listings. */
export const emptyBlocks = (listings = 1024): Blocks => {
  const capacity = Math.max(1024, listings * ENTRIES_EACH)
  return {
    heads: sharedWords(2 ** Math.ceil(Math.log2(capacity / 1.5))).fill(EMPTY),
    entries: sharedWords(capacity * ENTRY),
    used: 0,
    splits: new Map(),
  }
}

const grow = (blocks: Blocks) => {
  const entries = longer(blocks.entries, Math.ceil(blocks.entries.length / ENTRY / 2) * 3 * ENTRY)
  blocks.entries = entries
  if (entries.length / ENTRY <= blocks.heads.length * 3) return
  const heads = sharedWords(blocks.heads.length * 4).fill(EMPTY)
  for (let e = 0; e < blocks.used; e += ENTRY) {
    const bucket = (entries[e] as number) & (heads.length - 1)
    entries[e + NEXT] = heads[bucket] as number
    heads[bucket] = e
  }
  blocks.heads = heads
}

const insert = (blocks: Blocks, key: number, owner: number) => {
  if (blocks.used + ENTRY > blocks.entries.length) grow(blocks)
  const { heads, entries } = blocks
  const bucket = key & (heads.length - 1)
  const e = blocks.used
  blocks.used += ENTRY
  entries[e] = key
  entries[e + OWNER] = owner
  entries[e + NEXT] = heads[bucket] as number
  heads[bucket] = e
}

/** The key under which a listing stands in the parts of a split block. */
const finer = (corpus: Corpus, key: number, depth: number, i: number): number => {
  const field = SPLITS[depth]
  // nothing tells them apart any more: every listing stands with its neighbours, so that work stays linear
  if (field === undefined) return mix(key, 1000 + Math.floor(i / CAP))
  return mix(key, (corpus.cells[i * WIDTH + AT[field]] as number) + depth + 1)
}

const put = (
  blocks: Blocks,
  corpus: Corpus,
  key: number,
  i: number,
  depth: number,
  kind: string,
) => {
  const { heads, entries } = blocks
  let count = 0
  for (
    let e = heads[key & (heads.length - 1)] as number;
    e !== EMPTY;
    e = entries[e + NEXT] as number
  ) {
    if (entries[e] !== key) continue
    const owner = entries[e + OWNER] as number
    if (owner === SPLIT) {
      put(blocks, corpus, finer(corpus, key, depth, i), i, depth + 1, kind)
      return
    }
    if (owner === i) return
    count++
  }
  if (count < CAP || depth > SPLITS.length) {
    insert(blocks, key, i)
    return
  }
  const owners = split(blocks, key)
  if (depth === 0) blocks.splits.set(kind, (blocks.splits.get(kind) ?? 0) + 1)
  owners.push(i)
  for (const owner of owners)
    put(blocks, corpus, finer(corpus, key, depth, owner), owner, depth + 1, kind)
}

/** Empties a block and marks its key as split; answers who was in it. */
const split = ({ heads, entries }: Blocks, key: number): number[] => {
  const owners: number[] = []
  for (
    let e = heads[key & (heads.length - 1)] as number;
    e !== EMPTY;
    e = entries[e + NEXT] as number
  ) {
    if (entries[e] !== key) continue
    owners.push(entries[e + OWNER] as number)
    entries[e + OWNER] = SPLIT
  }
  return owners
}

const own = new Uint32Array(KEY_KINDS.length)

/** Puts a listing into its blocks; into those of some keys only, where a set of them is given. */
export const putListing = (blocks: Blocks, corpus: Corpus, i: number, among?: KeySet) => {
  keysOf(corpus, i, own)
  for (let k = 0; k < own.length; k++) {
    const key = own[k] as number
    if (key !== 0 && (among === undefined || holds(among, key)))
      put(blocks, corpus, key, i, 0, KEY_KINDS[k] as string)
  }
}

/** A set of keys, a bit each (Bloom 1970, with one hash): holds all that were put in, and a few others. */
export type KeySet = Uint32Array

/** Bits for each key, so that one in 64 of the others is held. */
const BITS_EACH = 64

/** The keys of some listings. */
export const keySetOf = (corpus: Corpus, listings: readonly number[]): KeySet => {
  const words = Math.ceil((listings.length * KEY_KINDS.length * BITS_EACH) / 32)
  const set = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(words, 32))))
  for (const i of listings) {
    keysOf(corpus, i, own)
    for (const key of own) {
      const at = (key >>> 5) & (set.length - 1)
      set[at] = (set[at] as number) | (1 << (key & 31))
    }
  }
  return set
}

const holds = (set: KeySet, key: number): boolean =>
  (((set[(key >>> 5) & (set.length - 1)] as number) >>> (key & 31)) & 1) === 1

/** Finds the listings that share a block with one, each once. Made once for many listings; not re-entrant. */
export const candidateFinder = (blocks: Blocks, corpus: Corpus) => {
  let seen = new Uint32Array(capacityOf(corpus))
  let round = 0
  const mine = new Uint32Array(KEY_KINDS.length)
  /** Calls back with every candidate below `end` but the listing itself. */
  return (i: number, end: number, visit: (candidate: number) => void) => {
    if (seen.length < capacityOf(corpus)) seen = new Uint32Array(capacityOf(corpus))
    round++
    seen[i] = round
    keysOf(corpus, i, mine)
    const { heads, entries } = blocks
    const mask = heads.length - 1
    for (let k = 0; k < mine.length; k++) {
      let key = mine[k] as number
      if (key === 0) continue
      for (let depth = 0; ; depth++) {
        let isSplit = false
        for (let e = heads[key & mask] as number; e !== EMPTY; e = entries[e + NEXT] as number) {
          if (entries[e] !== key) continue
          const owner = entries[e + OWNER] as number
          if (owner === SPLIT) {
            isSplit = true
            break
          }
          if (owner >= end || seen[owner] === round) continue
          seen[owner] = round
          visit(owner)
        }
        if (!isSplit) break
        key = finer(corpus, key, depth, i)
      }
    }
  }
}
