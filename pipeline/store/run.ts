import { hostname } from 'node:os'
import type { ExitCode } from '../model/exit.ts'
import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'
import type { RunRow } from './schema.ts'

/** Notes that a stage begins; answers the run's id. */
export const beginRun = (store: Store, stage: string, asked: unknown, at: Instant): number =>
  store.run(
    store.sql.insertInto('run').values({
      stage,
      asked: JSON.stringify(asked),
      started_at: at,
      host: hostname(),
      pid: process.pid,
    }),
  ).lastId

/** Notes how a run ended, with its report. */
export const endRun = (
  store: Store,
  run: number,
  end: { readonly exit: ExitCode; readonly report: unknown; readonly at: Instant },
) => {
  store.run(
    store.sql
      .updateTable('run')
      .set({ ended_at: end.at, exit: end.exit, report: JSON.stringify(end.report) })
      .where('id', '=', run),
  )
}

/**
 * Runs of this machine that never ended and are not at work: their process is gone, or is this one, which begins
 * one run at a time, so that an unended one before it failed. Called before a run begins.
 */
export const deadRuns = (store: Store): readonly number[] =>
  store
    .all(
      store.sql
        .selectFrom('run')
        .select(['id', 'pid'])
        .where('ended_at', 'is', null)
        .where('host', '=', hostname()),
    )
    .filter(({ pid }) => !alive(pid))
    .map(({ id }) => id)

const alive = (pid: number): boolean => {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** The newest run of a stage, or of any; undefined when there is none. */
export const lastRun = (store: Store, stage?: string): RunRow | undefined => {
  const query = store.sql.selectFrom('run').selectAll().orderBy('id', 'desc').limit(1)
  return store.get(stage === undefined ? query : query.where('stage', '=', stage))
}

/** One run by its id. */
export const findRun = (store: Store, id: number): RunRow | undefined =>
  store.get(store.sql.selectFrom('run').selectAll().where('id', '=', id))

/** Reports of the last runs of the harvest that ended well, newest first. */
export const healthyReports = (store: Store, most: number): readonly unknown[] =>
  store
    .all(
      store.sql
        .selectFrom('run')
        .select('report')
        .where('stage', '=', 'harvest')
        .where('exit', '=', 0)
        .where('report', 'is not', null)
        .orderBy('id', 'desc')
        .limit(most),
    )
    .map(({ report }) => JSON.parse(report ?? 'null'))
