import type { Instant } from './region.ts'

/** A page as a reader sees it: text already decoded, no way to fetch another. */
export interface Page {
  /** The address it was finally served from. */
  readonly url: string
  /** Which of the source's readers understands it, e.g. `search`, `detail`. */
  readonly kind: string
  readonly status: number
  readonly contentType: string
  readonly body: string
  readonly fetchedAt: Instant
  /** The body of the request that this page answers, where it was a POST: the next page asks with the same. */
  readonly sent?: string
}

/** What a page turned out to be. `empty` is proved by the page itself; `unknown` is none of the others. */
export type PageVerdict = 'ok' | 'empty' | 'blocked' | 'consent' | 'unknown'

/** An address worth reading next, with the reader that will understand it. */
export interface Link {
  readonly kind: string
  readonly url: string
  readonly method?: 'GET' | 'POST'
  readonly body?: string
  /** A value `{NAME}` stands for the secret of that name in the environment; it is put in when the request is sent. */
  readonly headers?: Readonly<Record<string, string>>
  /** Higher goes first; default 0. */
  readonly priority?: number
}

/** Something on the page that the reader did not take: a new field, a card it could not read. */
export interface Unread {
  /** Which field or part, as the page calls it. */
  readonly what: string
  /** Why it was left. */
  readonly why: string
  /** A short excerpt that lets a person find it (never longer than 200 characters). */
  readonly excerpt?: string
}
