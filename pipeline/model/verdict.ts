import type { Instant, Region } from './region.ts'

/** The ways a message can go. A closed set: a new one does not compile until every region has answered for it. */
export type Channel = 'email' | 'letter' | 'call' | 'form'
export const CHANNELS: readonly Channel[] = ['email', 'letter', 'call', 'form']

/** Kind of recipient in the rules table (LAW §1). */
export type RecipientKind = 'legal-impersonal' | 'legal-named' | 'sole' | 'unknown'
export const RECIPIENT_KINDS: readonly RecipientKind[] = [
  'legal-impersonal',
  'legal-named',
  'sole',
  'unknown',
]

/** `open`: may go, under its conditions; `consent`: only with proof of it; `human`: after a person looked; `block`: never. */
export type May = 'open' | 'consent' | 'human' | 'block'

/** May we contact this prospect by this channel, by which rule, resting on what. */
export interface Verdict {
  readonly prospect: number
  readonly channel: Channel
  readonly region: Region
  readonly kind: RecipientKind
  readonly may: May
  readonly rule: string
  readonly ruleVersion: string
  readonly article: string
  readonly conditions: readonly string[]
  /** Plain words and ids of what it rests on. */
  readonly because: readonly string[]
  /** Which notice the message must carry. */
  readonly notice: 'none' | 'art14'
  /** The address or number it speaks about, when one is chosen. */
  readonly contact?: number
  readonly at: Instant
  /** After this moment it must be made anew. */
  readonly expiresAt: Instant
}
