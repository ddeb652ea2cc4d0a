import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'

interface MailExamTable {
  mailbox: string
  at: string
  passed: number
  digest: string
  report: string
  overridden_by: string | null
  overridden_why: string | null
}

declare module './schema.ts' {
  interface Tables {
    mail_exam: MailExamTable
  }
}

/** The last examination of a mailbox, for the settings whose digest it names. */
export interface MailExam {
  readonly mailbox: string
  readonly at: Instant
  readonly passed: boolean
  readonly digest: string
  /** Findings as `doctor mail` prints them. */
  readonly report: readonly unknown[]
  readonly overridden?: { readonly by: string; readonly why: string }
}

/** Keeps an examination in place of the one before. */
export const saveMailExam = (store: Store, exam: MailExam): void => {
  const values = {
    at: exam.at,
    passed: exam.passed ? 1 : 0,
    digest: exam.digest,
    report: JSON.stringify(exam.report),
    overridden_by: exam.overridden?.by ?? null,
    overridden_why: exam.overridden?.why ?? null,
  }
  store.run(
    store.sql
      .insertInto('mail_exam')
      .values({ mailbox: exam.mailbox, ...values })
      .onConflict((conflict) => conflict.column('mailbox').doUpdateSet(values)),
  )
}

/** The examination of a mailbox, whatever its settings were. */
export const mailExam = (store: Store, mailbox: string): MailExam | undefined => {
  const row = store.get(
    store.sql.selectFrom('mail_exam').selectAll().where('mailbox', '=', mailbox),
  )
  return (
    row && {
      mailbox: row.mailbox,
      at: row.at,
      passed: row.passed === 1,
      digest: row.digest,
      report: JSON.parse(row.report),
      ...(row.overridden_why === null
        ? {}
        : { overridden: { by: row.overridden_by ?? '', why: row.overridden_why } }),
    }
  )
}
