import { describe, expect, it } from 'vitest'
import { REGIONS, type Region } from '../../pipeline/model/region.ts'
import {
  CHANNELS,
  type Channel,
  type May,
  RECIPIENT_KINDS,
  type RecipientKind,
} from '../../pipeline/model/verdict.ts'
import { loadRegions } from '../../pipeline/region.ts'

const regions = await loadRegions()

type Cell = readonly [Region, Channel, readonly RecipientKind[], May, 'none' | 'art14', string]

const CORPORATE = ['legal-impersonal'] as const
const NAMED = ['legal-named'] as const
const PERSON = ['sole', 'unknown'] as const

/** The rules table as the law puts it; each row's sentence is its test's name. */
const TABLE: readonly Cell[] = [
  [
    'uk',
    'email',
    CORPORATE,
    'open',
    'none',
    'PECR reg 22 protects individual subscribers only; a company, LLP or Scottish partnership is a corporate subscriber',
  ],
  [
    'uk',
    'email',
    NAMED,
    'open',
    'art14',
    'a named person at a company may be mailed, and UK GDPR arts 14 and 21 apply',
  ],
  [
    'uk',
    'email',
    ['sole'],
    'consent',
    'art14',
    'sole traders and other partnerships are individual subscribers',
  ],
  [
    'uk',
    'email',
    ['unknown'],
    'consent',
    'art14',
    'not sure which kind of subscriber: treat as individual',
  ],
  [
    'uk',
    'call',
    CORPORATE,
    'open',
    'none',
    'a live call to a company if not on TPS and CTPS, screened within 28 days',
  ],
  [
    'uk',
    'call',
    [...NAMED, ...PERSON],
    'open',
    'art14',
    'a live call to a person if not on TPS and CTPS, screened within 28 days',
  ],
  ['uk', 'letter', CORPORATE, 'open', 'none', 'no consent rule for post'],
  ['uk', 'letter', NAMED, 'open', 'art14', 'post to a named person stands on UK GDPR'],
  [
    'uk',
    'letter',
    PERSON,
    'open',
    'art14',
    'post to a sole trader stands on UK GDPR; MPS where it is a home',
  ],
  [
    'nl',
    'email',
    CORPORATE,
    'human',
    'none',
    'Tw 11.7 lid 3: only where the recipient itself intended and published this address for it',
  ],
  [
    'nl',
    'email',
    NAMED,
    'consent',
    'art14',
    'Tw 11.7 lid 1: opt-in also for legal persons since 1 October 2009',
  ],
  [
    'nl',
    'email',
    PERSON,
    'consent',
    'art14',
    'Tw 11.7: a natural person acting in business needs to have opted in',
  ],
  [
    'nl',
    'call',
    CORPORATE,
    'open',
    'none',
    'legal persons: opt-out, no hidden number, right to object offered in each call',
  ],
  [
    'nl',
    'call',
    NAMED,
    'open',
    'art14',
    'a named person at a legal person: opt-out, no hidden number, right to object offered',
  ],
  [
    'nl',
    'call',
    PERSON,
    'consent',
    'art14',
    'since 1 July 2021 opt-in for natural persons incl. eenmanszaak, vof, maatschap, cv',
  ],
  [
    'nl',
    'letter',
    CORPORATE,
    'open',
    'none',
    'no consent rule for post; not if the non-mailing indicator is set',
  ],
  [
    'nl',
    'letter',
    [...NAMED, ...PERSON],
    'open',
    'art14',
    'post to a person: AVG; not if the non-mailing indicator is set',
  ],
  [
    'be',
    'email',
    CORPORATE,
    'open',
    'none',
    'RD 4 April 2003 art 1, 2°: impersonal data of legal persons',
  ],
  ['be', 'email', NAMED, 'consent', 'art14', 'XII.13: opt-in for a named person'],
  ['be', 'email', PERSON, 'consent', 'art14', 'XII.13: the exception is for legal persons only'],
  [
    'be',
    'call',
    CORPORATE,
    'open',
    'none',
    'VI.111: a call if not on the Do-Not-Call-Me list, which holds legal persons too',
  ],
  [
    'be',
    'call',
    [...NAMED, ...PERSON],
    'open',
    'art14',
    'VI.111: a call to a person if not on the Do-Not-Call-Me list',
  ],
  ['be', 'letter', CORPORATE, 'open', 'none', 'no consent rule for post'],
  ['be', 'letter', NAMED, 'open', 'art14', 'post to a named person stands on the GDPR'],
  [
    'be',
    'letter',
    PERSON,
    'open',
    'art14',
    'post to a natural person stands on the GDPR; Robinson list where it is a home',
  ],
  ['uk', 'form', CORPORATE, 'human', 'none', 'no text names contact forms: a person looks first'],
  ['nl', 'form', CORPORATE, 'human', 'none', 'no text names contact forms: a person looks first'],
  ['be', 'form', CORPORATE, 'human', 'none', 'no text names contact forms: a person looks first'],
  ['uk', 'form', NAMED, 'block', 'none', 'a contact form has no named recipient'],
  ['nl', 'form', NAMED, 'block', 'none', 'a contact form has no named recipient'],
  ['be', 'form', NAMED, 'block', 'none', 'a contact form has no named recipient'],
  ['uk', 'form', PERSON, 'consent', 'art14', 'a form delivers electronic mail: treat it as e-mail'],
  ['nl', 'form', PERSON, 'consent', 'art14', 'a form delivers electronic mail: treat it as e-mail'],
  ['be', 'form', PERSON, 'consent', 'art14', 'a form delivers electronic mail: treat it as e-mail'],
]

describe('the rules table', () => {
  for (const [region, channel, kinds, may, notice, sentence] of TABLE)
    for (const kind of kinds)
      it(`${region} ${channel} ${kind}: ${sentence}`, () => {
        const rule = regions[region].law.rules[channel][kind]
        expect([rule.id, rule.may, rule.notice]).toEqual([
          `${region}/${channel}/${kind}`,
          may,
          notice,
        ])
      })

  it('is tested in every one of its cells', () => {
    const tested = TABLE.flatMap(([region, channel, kinds]) =>
      kinds.map((kind) => `${region}/${channel}/${kind}`),
    )
    const all = REGIONS.flatMap((region) =>
      CHANNELS.flatMap((channel) => RECIPIENT_KINDS.map((kind) => `${region}/${channel}/${kind}`)),
    )
    expect([...tested].sort()).toEqual([...all].sort())
  })
})

const rules = REGIONS.flatMap((region) =>
  CHANNELS.flatMap((channel) =>
    RECIPIENT_KINDS.map((kind) => regions[region].law.rules[channel][kind]),
  ),
)

describe('every rule', () => {
  it('names its article, its source, the day it was checked, and says itself in three languages', () => {
    for (const rule of rules) {
      expect(rule.article, rule.id).not.toBe('')
      expect(rule.source, rule.id).not.toBe('')
      expect(rule.checkedOn, rule.id).toMatch(/^\d{4}-\d\d-\d\d$/)
      for (const said of Object.values(rule.says)) expect(said.length, rule.id).toBeGreaterThan(20)
      expect(new Set(Object.values(rule.says)).size, rule.id).toBe(3)
    }
  })

  it('of an open or consent e-mail demands an identified sender and a way out', () => {
    for (const rule of rules.filter(({ id }) => /^..\/(email|letter)/.test(id))) {
      expect(rule.conditions, rule.id).toEqual(
        expect.arrayContaining(['sender-identified', 'opt-out-in-message']),
      )
      expect(rule.footer, rule.id).toEqual(
        expect.arrayContaining(['sender-name-and-address', 'opt-out']),
      )
    }
  })

  it('that speaks of a person carries the notice of where the data came from', () => {
    for (const rule of rules.filter(
      ({ id, may }) => /(named|sole|unknown)$/.test(id) && may !== 'block',
    ))
      expect(rule.notice, rule.id).toBe('art14')
  })

  it('screens British calls within 28 days and Belgian calls for each campaign', () => {
    for (const kind of RECIPIENT_KINDS) {
      const uk = regions.uk.law.rules.call[kind].registers
      expect(uk.map(({ name, maxAgeDays }) => [name, maxAgeDays])).toEqual([
        ['TPS', 28],
        ['CTPS', 28],
      ])
      const be = regions.be.law.rules.call[kind].registers
      expect(be.map(({ name, perCampaign }) => [name, perCampaign])).toEqual([['DNCM', true]])
    }
  })

  it('marks the doubts of the Dutch exception, of contact forms and of the Robinson list', () => {
    const doubtful = rules.filter(({ uncertain }) => uncertain !== false).map(({ id }) => id)
    expect(doubtful).toEqual(
      expect.arrayContaining([
        'nl/email/legal-impersonal',
        'nl/call/sole',
        'be/email/sole',
        'be/letter/sole',
        'uk/form/legal-impersonal',
      ]),
    )
  })
})
