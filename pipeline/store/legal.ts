import type { LegalEvidence, LegalKind } from '../model/contact.ts'
import type { Store } from './open.ts'
import './page.ts'

interface LegalRow {
  id: number
  prospect: number
  kind: LegalKind
  by: string
  value: string
  excerpt: string
  page: number | null
  listing: number | null
  register: string | null
  at: string
}

declare module './schema.ts' {
  interface Tables {
    legal: LegalRow
  }
}

/** Replaces what is known about the legal kind of a prospect, but for what pages say that were not read again. */
export const saveLegal = (
  store: Store,
  prospect: number,
  evidence: readonly (LegalEvidence & { readonly excerpt?: string })[],
  isReread: (url: string) => boolean,
): void => {
  const before = store.all(
    store.sql
      .selectFrom('legal')
      .leftJoin('page', 'page.id', 'legal.page')
      .select(['legal.id', 'page.url'])
      .where('prospect', '=', prospect),
  )
  for (const { id, url } of before)
    if (url === null || isReread(url)) store.run(store.sql.deleteFrom('legal').where('id', '=', id))
  for (const one of evidence)
    store.run(
      store.sql
        .insertInto('legal')
        .values({
          prospect,
          kind: one.kind,
          by: one.by,
          value: one.value,
          excerpt: one.excerpt ?? '',
          page: one.page ?? null,
          listing: one.listing ?? null,
          register: one.register ?? null,
          at: one.at,
        } as LegalRow)
        .onConflict((conflict) => conflict.columns(['prospect', 'by', 'value']).doNothing()),
    )
}

/** What proves the legal kind of a prospect, the strongest first as it was saved. */
export const legalEvidenceOf = (store: Store, prospect: number): readonly LegalEvidence[] =>
  store
    .all(store.sql.selectFrom('legal').selectAll().where('prospect', '=', prospect).orderBy('id'))
    .map((row) => ({
      kind: row.kind,
      by: row.by,
      value: row.value,
      at: row.at,
      ...(row.page === null ? {} : { page: row.page }),
      ...(row.listing === null ? {} : { listing: row.listing }),
      ...(row.register === null ? {} : { register: row.register }),
    }))

/**
 * The legal kind that the evidence proves. One register's word settles it; where pieces of equal weight speak against
 * each other, or there are none, it stays `unknown`, which the law's table treats as a person.
 */
export const legalKindOf = (evidence: readonly Pick<LegalEvidence, 'kind' | 'by'>[]): LegalKind => {
  const registers = evidence.filter((one) => REGISTERS.has(one.by))
  const speaking = (registers.length > 0 ? registers : evidence).filter(
    (one) => one.kind !== 'unknown',
  )
  const kinds = new Set(speaking.map((one) => one.kind))
  return kinds.size === 1 ? (speaking[0]?.kind ?? 'unknown') : 'unknown'
}

const REGISTERS: ReadonlySet<string> = new Set(['companies-house', 'kbo'])
