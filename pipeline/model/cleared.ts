import type { Draft } from './draft.ts'
import type { Verdict } from './verdict.ts'

declare const cleared: unique symbol

/**
 * A draft that may go: only `comply/clear.ts` makes one. The brand is not exported, so an object written by hand
 * does not compile, and a test holds that nobody else casts to it.
 */
export interface Cleared extends Draft {
  readonly [cleared]: true
  readonly verdict: Verdict & { readonly id: number }
}
