import type { Instant } from './region.ts'

/** A way to reach a prospect, with the page that shows it. */
export interface Contact {
  readonly id: number
  readonly prospect: number
  readonly type: 'email' | 'phone' | 'form' | 'social'
  /** E-mail lower case with punycode domain; phone E.164; form and social as URL. */
  readonly value: string
  /** Whom it reaches: a role or switchboard, a named person, a freemail box, or not told. */
  readonly reach: 'impersonal' | 'personal' | 'freemail' | 'unknown'
  readonly page: number
  readonly at: Instant
  /** Whether mail can be delivered there, as far as DNS and syntax tell. */
  readonly deliverable?: 'yes' | 'no' | 'unknown'
  readonly deliverableWhy?: string
}

/** The fact on which contact law turns (LAW §4). `unknown` is treated as `sole` by the law's table. */
export type LegalKind = 'corporate' | 'sole' | 'unknown'

/** What proves a legal kind. */
export interface LegalEvidence {
  readonly kind: LegalKind
  /** `companies-house`, `kbo`, `kvk-number`, `name-suffix`, `site` … */
  readonly by: string
  /** Register number or form that was seen. */
  readonly value: string
  /** Where: a kept page, a listing, or a register row. */
  readonly page?: number
  readonly listing?: number
  readonly register?: string
  readonly at: Instant
}
