import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore } from '../../../pipeline/store/open.ts'
import { addDays } from '../../../pipeline/text/days.ts'
import { backup, judgeAll, leave, restore } from './leaving.ts'
import { type Life, openLife } from './life.ts'
import { harvest, merge, split } from './places.ts'
import { approve, bounce, consent, decide, no } from './sayings.ts'
import { send } from './sending.ts'
import type { Step } from './town.ts'

/** What a sequence came to. */
export interface Outcome {
  readonly sent: number
  readonly forgotten: number
  readonly wrongs: readonly string[]
}

/** A place on disk that is used again and again, emptied in between; in memory's file system where there is one. */
export const openWorld = () => {
  const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const dir = mkdtempSync(join(base, 'doorstep-world-'))
  const path = join(dir, 'pipeline.db')
  let store = openStore(path)
  const tables = store.raw
    .prepare(`select name from sqlite_schema where type = 'table' and name <> 'keyring'`)
    .pluck()
    .all() as string[]
  const sweep = () => {
    store.transaction(() => {
      store.raw.pragma('defer_foreign_keys = ON')
      // Twice: a deletion may wake a trigger that writes a row of another table.
      for (const table of [...tables, ...tables]) store.raw.exec(`delete from "${table}"`)
      store.raw.exec('update keyring set journal_applied = 0')
    })
    for (const name of ['archive', 'kept', 'backup', 'pipeline.db.optouts'])
      rmSync(join(dir, name), { recursive: true, force: true })
  }
  return {
    /** Runs one sequence from nothing. */
    live: async (steps: readonly Step[]): Promise<Outcome> => {
      sweep()
      const life = openLife(dir, path, store)
      try {
        for (const step of steps) await take(life, step)
        return { sent: life.sent, forgotten: life.forgotten, wrongs: life.wrongs }
      } finally {
        store = life.store
      }
    },
    close: () => {
      store.close()
      rmSync(dir, { recursive: true })
    },
  }
}

const take = async (life: Life, step: Step): Promise<void> => {
  if (step.do === 'harvest') await harvest(life, step.who, step.which)
  else if (step.do === 'merge') merge(life, step.a, step.b)
  else if (step.do === 'split') split(life, step.a, step.b)
  else if (step.do === 'no') no(life, step.who, step.by)
  else if (step.do === 'bounce') bounce(life, step.who)
  else if (step.do === 'consent') consent(life, step.who)
  else if (step.do === 'decide') decide(life, step.who)
  else if (step.do === 'approve') approve(life, step.who)
  else if (step.do === 'forget') await leave(life, step.who, step.by)
  else if (step.do === 'wait') life.at = addDays(life.at, step.days)
  else if (step.do === 'comply') await judgeAll(life)
  else if (step.do === 'send') send(life)
  else if (step.do === 'backup') backup(life)
  else restore(life)
}
