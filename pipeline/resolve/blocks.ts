import type { Corpus } from './corpus.ts'
import { mix } from './hash.ts'
import { KEY_KINDS, keysOf } from './keys.ts'

/** Most listings in a block. A block that would grow fuller is split by another field, for all its listings. */
export const CAP = 20

/** What a full block is split by, one after the other. */
const SPLITS = ['full', 'town', 'name', 'street', 'site', 'number', 'trade', 'source'] as const

/** Stands for the owner of a key whose block was split. */
const SPLIT = 0xffffffff

const EMPTY = 0xffffffff

/**
 * Blocks of listings that share a key: a hash table with chains in flat arrays. It holds the same
 * blocks whatever the order in which listings were put in.
 */
export interface Blocks {
  heads: Uint32Array
  /** By entry: its key, the listing that has it, and the next entry of the chain. */
  keys: Uint32Array
  owners: Uint32Array
  next: Uint32Array
  used: number
  /** Kind of key → how many blocks were split. */
  readonly splits: Map<string, number>
}

const ENTRIES_EACH = 20

/** Makes room for about so many listings. */
export const emptyBlocks = (listings = 1024): Blocks => {
  const capacity = Math.max(1024, listings * ENTRIES_EACH)
  return {
    heads: new Uint32Array(2 ** Math.ceil(Math.log2(capacity))).fill(EMPTY),
    keys: new Uint32Array(capacity),
    owners: new Uint32Array(capacity),
    next: new Uint32Array(capacity),
    used: 0,
    splits: new Map(),
  }
}

const grow = (blocks: Blocks) => {
  const longer = (array: Uint32Array): Uint32Array => {
    const made = new Uint32Array(Math.ceil(array.length * 1.5))
    made.set(array)
    return made
  }
  blocks.keys = longer(blocks.keys)
  blocks.owners = longer(blocks.owners)
  blocks.next = longer(blocks.next)
  if (blocks.keys.length <= blocks.heads.length * 2) return
  blocks.heads = new Uint32Array(blocks.heads.length * 4).fill(EMPTY)
  const mask = blocks.heads.length - 1
  for (let e = 0; e < blocks.used; e++) {
    const bucket = (blocks.keys[e] as number) & mask
    blocks.next[e] = blocks.heads[bucket] as number
    blocks.heads[bucket] = e
  }
}

const insert = (blocks: Blocks, key: number, owner: number) => {
  if (blocks.used === blocks.keys.length) grow(blocks)
  const bucket = key & (blocks.heads.length - 1)
  const e = blocks.used++
  blocks.keys[e] = key
  blocks.owners[e] = owner
  blocks.next[e] = blocks.heads[bucket] as number
  blocks.heads[bucket] = e
}

/** The key under which a listing stands in the parts of a split block. */
const finer = (corpus: Corpus, key: number, depth: number, i: number): number => {
  const field = SPLITS[depth]
  // nothing tells them apart any more: every listing stands with its neighbours, so that work stays linear
  if (field === undefined) return mix(key, 1000 + Math.floor(i / CAP))
  return mix(key, (corpus[field][i] as number) + depth + 1)
}

const put = (
  blocks: Blocks,
  corpus: Corpus,
  key: number,
  i: number,
  depth: number,
  kind: string,
) => {
  let count = 0
  let e = blocks.heads[key & (blocks.heads.length - 1)] as number
  for (; e !== EMPTY; e = blocks.next[e] as number) {
    if (blocks.keys[e] !== key) continue
    const owner = blocks.owners[e] as number
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
const split = (blocks: Blocks, key: number): number[] => {
  const owners: number[] = []
  for (
    let e = blocks.heads[key & (blocks.heads.length - 1)] as number;
    e !== EMPTY;
    e = blocks.next[e] as number
  ) {
    if (blocks.keys[e] !== key) continue
    owners.push(blocks.owners[e] as number)
    blocks.owners[e] = SPLIT
  }
  return owners
}

const own = new Uint32Array(KEY_KINDS.length)

/** Puts a listing into its blocks. */
export const putListing = (blocks: Blocks, corpus: Corpus, i: number) => {
  keysOf(corpus, i, own)
  for (let k = 0; k < own.length; k++) {
    const key = own[k] as number
    if (key !== 0) put(blocks, corpus, key, i, 0, KEY_KINDS[k] as string)
  }
}

/** Finds the listings that share a block with one, each once. Made once for many listings; not re-entrant. */
export const candidateFinder = (blocks: Blocks, corpus: Corpus) => {
  let seen = new Uint32Array(corpus.lat.length)
  let round = 0
  const mine = new Uint32Array(KEY_KINDS.length)
  /** Calls back with every candidate below `end` but the listing itself. */
  return (i: number, end: number, visit: (candidate: number) => void) => {
    if (seen.length < corpus.lat.length) seen = new Uint32Array(corpus.lat.length)
    round++
    seen[i] = round
    keysOf(corpus, i, mine)
    const { heads, keys, owners, next } = blocks
    const mask = heads.length - 1
    for (let k = 0; k < mine.length; k++) {
      let key = mine[k] as number
      if (key === 0) continue
      for (let depth = 0; ; depth++) {
        let isSplit = false
        for (let e = heads[key & mask] as number; e !== EMPTY; e = next[e] as number) {
          if (keys[e] !== key) continue
          const owner = owners[e] as number
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
