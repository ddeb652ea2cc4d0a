import type { Statement } from '../../model/draft.ts'
import type { Instant, Language, Region } from '../../model/region.ts'
import type { Channel } from '../../model/verdict.ts'
import type { Sender } from '../sender.ts'

/** What lint looks at: a finished message and what is known beside it. */
export interface Linted {
  readonly channel: Channel
  readonly step: number
  readonly region: Region
  readonly language: Language
  readonly subject?: string
  readonly text: string
  readonly html?: string
  readonly statements: readonly Statement[]
  readonly notice: 'none' | 'art14'
  readonly freshUntil?: Instant
  readonly sender: Sender
  /** Values that say something of the business: its name, number, town. */
  readonly told: readonly string[]
  readonly at: Instant
}

/** A rule of lint: its name, what it asks and why, and what breaks it. `advice` is told, a `fault` fails. */
export interface Rule {
  readonly name: string
  readonly about: string
  readonly weight: 'fault' | 'advice'
  readonly channels: readonly Channel[]
  /** What is wrong, in words; nothing where all is well. */
  readonly check: (message: Linted) => readonly string[]
}

/** Channels whose words the recipient reads. */
export const SENT: readonly Channel[] = ['email', 'letter', 'form']
export const ALL: readonly Channel[] = ['email', 'letter', 'call', 'form']

/** The part that persuades: above the `-- `. */
export const bodyOf = (text: string): string => text.split(/(?:^|\n)-- ?\n/)[0] ?? ''
/** What stands below it: who writes, and how to say no. */
export const footOf = (text: string): string => text.slice(bodyOf(text).length)
/** The words of a text. */
export const words = (text: string): readonly string[] =>
  text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu) ?? []
/** What a mail program or a reader takes for a link. */
export const LINK = /https?:\/\/\S+|\bwww\.\S+|\b(?:[a-z0-9-]+\.)+[a-z]{2,}\/\S+/gi
/** The part that persuades, without its links. */
export const prose = (text: string): string => bodyOf(text).replace(LINK, '')
/** Says what a pattern hit. */
export const found = (text: string, pattern: RegExp, what: string): readonly string[] => {
  const hit = pattern.exec(text)
  return hit === null ? [] : [`${what} '${hit[0].trim()}'`]
}
/** Says what is wrong, if it is. */
export const when = (wrong: boolean, what: string): readonly string[] => (wrong ? [what] : [])
