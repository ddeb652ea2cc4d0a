import type { Instant, Language } from './region.ts'
import type { Channel } from './verdict.ts'

/** A sentence of a draft that states something about the business, and what proves it. */
export interface Statement {
  readonly sentence: string
  /** `golden:phone`, `finding:12`, `listing:34#phones` … */
  readonly evidence: readonly string[]
}

/** A message as composed, before anybody has approved it. */
export interface Draft {
  readonly id: number
  readonly prospect: number
  /** Campaign name, from the command line or the configuration; the set it uses is its default name. */
  readonly campaign: string
  readonly set: string
  /** 0 is the first message, 1 the first follow-up. */
  readonly step: number
  readonly channel: Channel
  readonly language: Language
  readonly variant: string
  /** E-mail only. */
  readonly subject?: string
  readonly text: string
  readonly html?: string
  /** Contact the draft is addressed to; a letter goes to the prospect's address. */
  readonly contact?: number
  readonly statements: readonly Statement[]
  readonly createdAt: Instant
}
