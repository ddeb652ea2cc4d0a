import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type Store } from '../../pipeline/store/open.ts'
import { notSuppressed } from '../../pipeline/store/suppression.ts'
import { mayGo } from '../../pipeline/store/verdict.ts'
import { defineBench, seeded } from './bench.ts'

/** Suppressed keys, and prospects whose messages are asked about; each prospect is known by so many keys. */
const KEYS = Number(process.env.SUPPRESSED ?? 10_000_000)
const PROSPECTS = 20_000
const KEYS_EACH = 7
const ASKED = 20_000

const AT = '2026-11-23T09:00:00.000Z'

/** Keys in rising order, as far apart as hashes are; sorted input is what makes ten million rows load in a minute. */
const suppressMany = (store: Store, chance: () => number) => {
  const add = store.raw.prepare(
    `insert into suppression (key, reason, type, stops, at, via) values (?, 'opt-out', 'email', 'all', '${AT}', 'file')`,
  )
  const step = 2 ** 32 / KEYS
  store.transaction(() => {
    for (let i = 0; i < KEYS; i++) add.run(keyOf(Math.floor((i + chance()) * step), chance))
  })
}

const keyOf = (head: number, chance: () => number): Buffer => {
  const key = Buffer.allocUnsafe(16)
  key.writeUInt32BE(head >>> 0, 0)
  for (let at = 4; at < 16; at += 4) key.writeUInt32BE(Math.floor(chance() * 2 ** 32), at)
  return key
}

const settle = (store: Store, chance: () => number) => {
  const prospect = store.raw.prepare(
    `insert into prospect (region, language, golden, name, created_at, changed_at)
     values ('uk', 'en', '{}', 'Firm', '${AT}', '${AT}')`,
  )
  const key = store.raw.prepare('insert into prospect_key values (?, ?, ?, 0, 1)')
  const verdict = store.raw.prepare(
    `insert into verdict (prospect, channel, region, kind, may, rule, rule_version, article, conditions, because,
       evidence, registers, notice, at, expires_at)
     values (?, 'email', 'uk', 'legal-impersonal', 'open', 'r', '1', 'a', '[]', '[]', '[]', '[]', 'none', '${AT}', '2027')`,
  )
  store.transaction(() => {
    for (let i = 0; i < PROSPECTS; i++) {
      const id = Number(prospect.run().lastInsertRowid)
      for (let k = 0; k < KEYS_EACH; k++)
        key.run(id, keyOf(Math.floor(chance() * 2 ** 32), chance), 'email')
      verdict.run(id)
    }
    store.raw.exec('delete from comply_due')
  })
}

export default defineBench({
  about: `look-up of opt-outs among ${KEYS.toLocaleString('en-GB')} suppressed keys, ${KEYS_EACH} keys a message`,
  unit: 'messages',
  setup: async () => {
    const dir = mkdtempSync(join(tmpdir(), 'doorstep-bench-'))
    const store = openStore(join(dir, 'pipeline.db'))
    const chance = seeded(6)
    store.raw.pragma('secure_delete = OFF')
    suppressMany(store, chance)
    settle(store, chance)
    store.raw.pragma('wal_checkpoint(TRUNCATE)')
    const keysOf = store.raw
      .prepare<[number]>('select key from prospect_key where prospect = ?')
      .pluck()
    const order = Array.from({ length: ASKED }, () => 1 + Math.floor(chance() * PROSPECTS))
    const keys = order.map((prospect) => keysOf.all(prospect) as Buffer[])
    const bare = store.raw.prepare<[Buffer]>('select 1 from suppression where key = ?').pluck()
    const joined = store.raw.prepare(`select ${notSuppressed('@prospect', `'email'`)}`).pluck()
    const claim = store.raw
      .prepare(
        `select ${mayGo({ prospect: '@prospect', channel: `'email'`, contact: 'null', campaign: `'spring'`, at: `'${AT}'` })}`,
      )
      .pluck()
    return {
      rows: [
        {
          role: 'floor',
          name: 'bare indexed select, the keys in hand, one statement a key',
          run: async () => {
            for (const mine of keys) for (const key of mine) bare.get(key)
            return ASKED
          },
        },
        {
          role: 'ours',
          name: 'opt-outs of a prospect, one condition',
          run: async () => {
            for (const prospect of order) joined.get({ prospect })
            return ASKED
          },
        },
        {
          role: 'ours',
          name: 'all that a claim asks: live, verdict, changes, opt-outs',
          run: async () => {
            for (const prospect of order) claim.get({ prospect })
            return ASKED
          },
        },
      ],
      close: async () => {
        store.close()
        rmSync(dir, { recursive: true })
      },
    }
  },
})
