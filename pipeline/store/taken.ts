import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'

declare module './schema.ts' {
  interface Tables {
    taken: { digest: Buffer; at: string; kind: string | null; message: number | null }
    inlet_place: { inlet: string; place: string; at: string }
    away: { prospect: number; until: string }
  }
}

/**
 * Takes a mail for this listener, in the caller's transaction: false when it was taken before, by whichever listener.
 */
export const takeMail = (
  store: Store,
  mail: { readonly digest: Buffer; readonly kind: string; readonly message?: number },
  at: Instant,
): boolean =>
  store.run(
    store.sql
      .insertInto('taken')
      .values({ digest: mail.digest, at, kind: mail.kind, message: mail.message ?? null })
      .onConflict((conflict) => conflict.doNothing()),
  ).changes > 0

/** Whether a mail was taken before. */
export const wasTaken = (store: Store, digest: Buffer): boolean =>
  store.get(store.sql.selectFrom('taken').select('at').where('digest', '=', digest)) !== undefined

/** Where an inlet has read to, in its own words; undefined the first time. */
export const inletPlace = (store: Store, inlet: string): unknown => {
  const row = store.get(
    store.sql.selectFrom('inlet_place').select('place').where('inlet', '=', inlet),
  )
  return row === undefined ? undefined : JSON.parse(row.place)
}

/** Keeps where an inlet has read to. */
export const keepInletPlace = (store: Store, inlet: string, place: unknown, at: Instant): void => {
  const values = { place: JSON.stringify(place), at }
  store.run(
    store.sql
      .insertInto('inlet_place')
      .values({ inlet, ...values })
      .onConflict((conflict) => conflict.column('inlet').doUpdateSet(values)),
  )
}

/** Nothing goes to a business before `until`; a later date replaces an earlier one. */
export const parkUntil = (store: Store, prospect: number, until: Instant): void => {
  store.run(
    store.sql
      .insertInto('away')
      .values({ prospect, until })
      .onConflict((conflict) =>
        conflict.column('prospect').doUpdateSet({ until }).where('away.until', '<', until),
      ),
  )
}
