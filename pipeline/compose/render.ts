import type { Statement } from '../model/draft.ts'
import { Trouble } from '../model/trouble.ts'
import { openMarks } from './evidence.ts'
import { factsOf, type Setting, type Subject } from './facts.ts'
import type { Template } from './template.ts'

/** A finished message and what it says about the business. */
export interface Message {
  readonly subject?: string
  readonly text: string
  readonly statements: readonly Statement[]
}

/**
 * One message for one prospect. Trouble `missing-fact` and `unusable-value` name the prospect, the field and the
 * template; nothing is ever left blank.
 */
export const renderMessage = (template: Template, subject: Subject, setting: Setting): Message => {
  const marks = openMarks()
  try {
    const facts = factsOf(subject, setting, marks)
    const head = template.heads.subject?.(facts)
    const { text, statements } = marks.read(template.body(facts))
    if (head === undefined) return { text, statements }
    const line = marks.read(head)
    return {
      subject: line.text.replace(/\s+/g, ' '),
      text,
      statements: [...line.statements, ...statements],
    }
  } catch (cause) {
    if (!(cause instanceof Trouble) || cause.next !== 'skip') throw cause
    throw new Trouble(cause.code, cause.next, `prospect ${subject.id}: ${cause.message}`, cause)
  }
}
