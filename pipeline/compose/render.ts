import type { Statement } from '../model/draft.ts'
import { Trouble } from '../model/trouble.ts'
import { factsOf, type Known, knownOf, type Occasion, type Setting, type Subject } from './facts.ts'
import type { Template } from './template.ts'

/** A finished message and what it says about the business. */
export interface Message {
  readonly subject?: string
  readonly text: string
  readonly statements: readonly Statement[]
}

/** Makes the messages of one prospect: what is known of it is put together once, at the first of them. */
export type Renderer = (template: Template, occasion: Occasion) => Message

/**
 * Opens a prospect for writing. Trouble `missing-fact` and `unusable-value` name the prospect, the field and the
 * template; nothing is ever left blank.
 */
export const openRenderer = (subject: Subject, setting: Setting): Renderer => {
  let known: Known | undefined
  return (template, occasion) => {
    try {
      known ??= knownOf(subject, setting)
      return render(template, known, occasion)
    } catch (cause) {
      if (!(cause instanceof Trouble) || cause.next !== 'skip') throw cause
      throw new Trouble(cause.code, cause.next, `prospect ${subject.id}: ${cause.message}`, cause)
    }
  }
}

const render = (template: Template, known: Known, occasion: Occasion): Message => {
  const facts = factsOf(known, occasion)
  const { text, statements } = known.marks.read(template.body(facts))
  const head = template.heads.subject
  if (head === undefined) return { text, statements }
  const line = known.marks.read(head(facts))
  return {
    subject: line.text.replace(/\s+/g, ' '),
    text,
    statements: [...line.statements, ...statements],
  }
}
