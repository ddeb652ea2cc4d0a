import { describe, expect, it } from 'vitest'
import { claimLink, findClaimLink } from '../../pipeline/store/claim-link.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { AT, addShop, PLUMBER, seeded } from '../compose/street.ts'

describe('the claim link of a prospect in a campaign', () => {
  const store = openStore(':memory:')
  const [one, two] = [addShop(store, PLUMBER), addShop(store, PLUMBER)]
  const chance = seeded()
  const link = (prospect: number, campaign = 'directory-invite') =>
    claimLink(store, { prospect, campaign }, chance, AT)

  it('is made once, and is another for each prospect and campaign', () => {
    expect(link(one)).toEqual(link(one))
    const codes = [link(one), link(two), link(one, 'website-ideas')].map(({ code }) => code)
    expect(new Set(codes).size).toBe(3)
  })

  it('is found by its token and by its code, and by nothing else', () => {
    const { token, code } = link(two)
    expect(findClaimLink(store, { token })).toMatchObject({ prospect: two })
    expect(findClaimLink(store, { code })).toMatchObject({ prospect: two })
    expect(findClaimLink(store, { token: code })).toBeUndefined()
  })

  it('draws again when a code is taken', () => {
    const taken = link(one).code
    // Chance that first gives the taken code's bytes again, then others.
    const stubborn = seeded()
    const fresh = addShop(store, PLUMBER)
    const made = claimLink(store, { prospect: fresh, campaign: 'directory-invite' }, stubborn, AT)
    expect(made.code).not.toBe(taken)
    expect(findClaimLink(store, { code: taken })).toMatchObject({ prospect: one })
  })
})
