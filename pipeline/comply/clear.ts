import type { Cleared } from '../model/cleared.ts'
import type { Draft } from '../model/draft.ts'
import type { Instant } from '../model/region.ts'
import type { Verdict } from '../model/verdict.ts'

/** A draft that may not go, and why not, in words for the operator. */
export interface Refused {
  readonly draft: Draft
  readonly refused: string
}

/** A verdict as `comply` keeps it. */
type Kept = Verdict & { readonly id: number; readonly campaign?: string }

/**
 * The only way to a `Cleared`: the verdict is about this very prospect, channel, contact and campaign, says `open`,
 * and has not expired at `at`. Suppression is looked up once more by the statement that claims the message.
 */
export const clear = (draft: Draft, verdict: Kept | undefined, at: Instant): Cleared | Refused => {
  const refused = objection(draft, verdict, at)
  if (refused !== undefined || verdict === undefined)
    return { draft, refused: refused ?? 'no verdict' }
  return { ...draft, verdict } as Cleared
}

/** Tells the two answers of `clear` apart. */
export const isCleared = (answer: Cleared | Refused): answer is Cleared => !('refused' in answer)

const objection = (draft: Draft, verdict: Kept | undefined, at: Instant): string | undefined => {
  if (verdict === undefined) return 'no verdict: run `pipeline comply`'
  if (verdict.prospect !== draft.prospect) return 'the verdict is about another prospect'
  if (verdict.channel !== draft.channel) return 'the verdict is about another channel'
  if (verdict.contact !== draft.contact) return 'the verdict is about another address'
  if (verdict.campaign !== undefined && verdict.campaign !== draft.campaign)
    return `the register was asked for the campaign ${verdict.campaign} only`
  if (verdict.may !== 'open')
    return `${verdict.rule} says ${verdict.may}: ${verdict.because[0] ?? ''}`
  if (verdict.expiresAt <= at) return `the verdict expired on ${verdict.expiresAt.slice(0, 10)}`
  return undefined
}
