import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { clear, isCleared } from '../../pipeline/comply/clear.ts'
import type { Cleared } from '../../pipeline/model/cleared.ts'
import type { Draft } from '../../pipeline/model/draft.ts'
import type { Verdict } from '../../pipeline/model/verdict.ts'
import { root } from '../../pipeline/root.ts'
import { AT } from './house.ts'

const draft: Draft = {
  id: 1,
  prospect: 7,
  campaign: 'spring',
  set: 'directory-invite',
  step: 0,
  channel: 'email',
  language: 'en',
  variant: 'a',
  text: 'Good morning',
  statements: [],
  createdAt: AT,
  contact: 3,
}
const verdict: Verdict & { readonly id: number } = {
  id: 9,
  prospect: 7,
  channel: 'email',
  region: 'uk',
  kind: 'legal-impersonal',
  may: 'open',
  rule: 'uk/email/legal-impersonal',
  ruleVersion: '1',
  article: 'PECR reg 22',
  conditions: [],
  because: [],
  notice: 'none',
  contact: 3,
  at: AT,
  expiresAt: '2026-12-23T00:00:00.000Z',
}

/** Something that only takes what may go. */
const send = (message: Cleared): number => message.verdict.id

describe('the type of what may go', () => {
  // The compiler reads these: each line below an expectation must not compile.
  it('is given by clear alone: no object written by hand has it', () => {
    const cleared = clear(draft, verdict, AT)
    expect(isCleared(cleared) && send(cleared)).toBe(9)
    // @ts-expect-error a draft is not cleared
    const plain: Cleared = draft
    // @ts-expect-error neither is a draft with a verdict
    const dressed: Cleared = { ...draft, verdict }
    // @ts-expect-error the brand cannot be named
    const branded: Cleared = { ...draft, verdict, cleared: true }
    // @ts-expect-error what clear answers may be a refusal
    expect(() => send(clear(draft, undefined, AT))).toThrow()
    expect([plain, dressed, branded]).toHaveLength(3)
  })

  it('is cast to in one place of the program only', () => {
    const files = readdirSync(join(root, 'pipeline'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
    const casts = files.filter((file) =>
      /\bas (?:unknown as )?(?:readonly )?Cleared\b|<Cleared>/.test(readFileSync(file, 'utf8')),
    )
    expect(casts.map((file) => relative(root, file))).toEqual(['pipeline/comply/clear.ts'])
  })
})

describe('clear', () => {
  const refusal = (over: Partial<typeof verdict & { campaign: string }>, at = AT) => {
    const answer = clear(draft, { ...verdict, ...over }, at)
    return isCleared(answer) ? undefined : answer.refused
  }

  it.each([
    ['another prospect', { prospect: 8 }, 'the verdict is about another prospect'],
    ['another channel', { channel: 'letter' }, 'the verdict is about another channel'],
    ['another address', { contact: 4 }, 'the verdict is about another address'],
    [
      'another campaign',
      { campaign: 'autumn' },
      'the register was asked for the campaign autumn only',
    ],
    [
      'consent',
      { may: 'consent', because: ['a person'] },
      'uk/email/legal-impersonal says consent: a person',
    ],
    ['a block', { may: 'block' }, 'uk/email/legal-impersonal says block: '],
    ['the past', { expiresAt: AT }, 'the verdict expired on 2026-11-23'],
  ] as const)('refuses on a verdict about %s', (_, over, why) => {
    expect(refusal(over)).toBe(why)
  })
})
