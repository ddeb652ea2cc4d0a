import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clear, isCleared } from '../../pipeline/comply/clear.ts'
import { comply } from '../../pipeline/comply/comply.ts'
import { openVoice } from '../../pipeline/comply/words.ts'
import { comply as section } from '../../pipeline/config/comply.ts'
import type { TidyListing } from '../../pipeline/model/listing.ts'
import { REGIONS } from '../../pipeline/model/region.ts'
import { CHANNELS, type Channel, RECIPIENT_KINDS } from '../../pipeline/model/verdict.ts'
import { loadRegions } from '../../pipeline/region.ts'
import { saveConsent } from '../../pipeline/store/consent.ts'
import { saveDecision } from '../../pipeline/store/decision.ts'
import { markDue } from '../../pipeline/store/prospect-key.ts'
import { beginScreening, finishScreening, saveAnswers } from '../../pipeline/store/register.ts'
import { type Key, keysFor, suppress } from '../../pipeline/store/suppression.ts'
import { currentVerdict, mayGo, type StoredVerdict } from '../../pipeline/store/verdict.ts'
import { addDays } from '../../pipeline/text/days.ts'
import { emailIdentity } from '../../pipeline/text/identity.ts'
import {
  AT,
  addContact,
  addLegal,
  addProspect,
  type House,
  listing,
  openHouse,
  type Reached,
} from './house.ts'

const regions = await loadRegions()
const voice = openVoice('en')
let house: House
beforeEach(() => {
  house = openHouse()
})
afterEach(() => house.close())

const UK: Partial<TidyListing> = {}
const NL: Partial<TidyListing> = {
  region: 'nl',
  source: 'nl/goudengids',
  phones: ['+31101234567'],
  address: { street: 'Kade', number: '5', postcode: '3011 AA', town: 'Rotterdam' },
}
const BE: Partial<TidyListing> = {
  region: 'be',
  source: 'be/goudengids',
  phones: ['+3292345678'],
  address: { street: 'Kaai', number: '5', postcode: '9000', town: 'Gent' },
}
const INFO: Reached = { type: 'email', value: 'info@harbour-bakery.example', reach: 'impersonal' }
const JAN: Reached = { type: 'email', value: 'jan@harbour-bakery.example', reach: 'personal' }
const BOX: Reached = { type: 'email', value: 'harbourbakery@gmail.com', reach: 'freemail' }

const COMPANY = ['corporate', 'company-number', '01234567'] as const
const BV = ['corporate', 'name-suffix', 'BV'] as const

const run = (at = AT, config = {}) =>
  comply({
    store: house.store,
    ring: house.ring,
    regions,
    config: section.parse(config),
    voice,
    at,
  })

const firm = (
  place: Partial<TidyListing>,
  legal: readonly (readonly ['corporate' | 'sole' | 'unknown', string, string])[],
  contacts: readonly Reached[] = [],
): number => {
  const { prospect } = addProspect(house.store, listing({ emails: [], ...place }))
  for (const [kind, by, value] of legal) addLegal(house.store, prospect, kind, by, value)
  for (const contact of contacts) addContact(house.store, prospect, contact)
  return prospect
}

const verdict = (prospect: number, channel: Channel): StoredVerdict => {
  const found = currentVerdict(house.store, prospect, channel)
  if (found === undefined) throw new Error('no verdict')
  return found
}

const judged = (prospect: number, channel: Channel, at = AT, config = {}): string => {
  run(at, config)
  const { rule, may } = verdict(prospect, channel)
  return `${rule} ${may}`
}

const screened = (
  register: string,
  takenOn: string,
  keys: readonly Key[],
  { campaign, listed = false }: { campaign?: string; listed?: boolean } = {},
) => {
  const id = beginScreening(house.store, {
    register,
    covers: 'asked',
    takenOn,
    ...(campaign === undefined ? {} : { campaign }),
    file: `${register}.csv`,
    at: AT,
  })
  saveAnswers(
    house.store,
    id,
    keys.map(({ key }) => ({ key, listed })),
  )
  const asks = keys[0]?.type ?? 'phone'
  finishScreening(house.store, id, { covers: 'asked', rows: keys.length, asks })
}

const screen = (register: string, takenOn: string, campaign?: string, listed = false) =>
  screened(
    register,
    takenOn,
    keysFor(house.ring, [
      ['phone', '+441632960101'],
      ['phone', '+3292345678'],
    ]),
    { listed, ...(campaign === undefined ? {} : { campaign }) },
  )

describe('every cell of the table', () => {
  const PLACES = { uk: UK, nl: NL, be: BE } as const
  const PROVEN = {
    uk: { corporate: COMPANY, sole: ['sole', 'site', 'sole trader'] },
    nl: { corporate: BV, sole: ['sole', 'site', 'VOF'] },
    be: { corporate: ['corporate', 'kbo', 'BV'], sole: ['sole', 'site', 'eenmanszaak'] },
  } as const
  const FORM: Reached = {
    type: 'form',
    value: 'https://harbour-bakery.example/contact',
    reach: 'impersonal',
  }

  it.each(REGIONS.flatMap((region) => RECIPIENT_KINDS.map((kind) => [region, kind] as const)))(
    'decides a real prospect: %s, %s',
    (region, kind) => {
      const { corporate, sole } = PROVEN[region]
      const legal = kind === 'unknown' ? [] : [kind === 'sole' ? sole : corporate]
      const prospect = firm(PLACES[region], legal, [kind === 'legal-named' ? JAN : INFO, FORM])
      for (const register of ['TPS', 'CTPS'] as const) screen(register, '2026-11-20')
      screen('DNCM', '2026-11-20', 'spring')
      run()
      for (const channel of CHANNELS) {
        // Only an address can be somebody's by name; a number, a door and a form are the firm's.
        const column = kind === 'legal-named' && channel !== 'email' ? 'legal-impersonal' : kind
        const rule = regions[region].law.rules[channel][column]
        const { may, notice, article, conditions, ruleVersion, ...found } = verdict(
          prospect,
          channel,
        )
        expect([found.rule, may]).toEqual([rule.id, rule.may])
        expect(conditions).toEqual(rule.conditions)
        expect([article, ruleVersion]).toEqual([rule.article, rule.version])
        expect(notice).toBe(rule.notice)
        expect(found.because.length).toBeGreaterThan(1)
        expect(found.evidence.length).toBeGreaterThan(0)
      }
    },
  )
})

describe('the kind of recipient', () => {
  it('is corporate for a company number, and a suffix alone proves nothing in the United Kingdom', () => {
    expect(judged(firm(UK, [COMPANY], [INFO]), 'email')).toBe('uk/email/legal-impersonal open')
    const suffix = firm({ ...UK, ref: 'r2' }, [['corporate', 'name-suffix', 'Ltd']], [INFO])
    expect(judged(suffix, 'email')).toBe('uk/email/unknown consent')
    const both = firm({ ...UK, ref: 'r3' }, [['corporate', 'name-suffix', 'Ltd'], COMPANY], [INFO])
    expect(judged(both, 'email')).toBe('uk/email/legal-impersonal open')
  })

  it('of a Scottish partnership is corporate, of a partnership elsewhere a person', () => {
    const scottish = firm(UK, [['unknown', 'companies-house', 'Scottish partnership']], [INFO])
    expect(judged(scottish, 'email')).toBe('uk/email/legal-impersonal open')
    const other = firm({ ref: 'r2' }, [['corporate', 'company-number', 'LP012345']], [INFO])
    expect(judged(other, 'email')).toBe('uk/email/sole consent')
  })

  it('of a vof is a person in the Netherlands and a legal person in Belgium', () => {
    expect(judged(firm(NL, [['sole', 'name-suffix', 'VOF']]), 'call')).toBe('nl/call/sole consent')
    const belgian = firm(
      { ...BE, ref: 'r2' },
      [
        ['corporate', 'name-suffix', 'VOF'],
        ['unknown', 'kbo-number', '0123456749'],
      ],
      [INFO],
    )
    expect(judged(belgian, 'email')).toBe('be/email/legal-impersonal open')
  })

  it('is unknown, and so a person, without evidence, with evidence that disagrees, or with evidence too old', () => {
    expect(judged(firm(UK, [], [INFO]), 'email')).toBe('uk/email/unknown consent')
    const torn = firm({ ref: 'r2' }, [COMPANY, ['sole', 'site', 'sole trader']], [INFO])
    expect(judged(torn, 'email')).toBe('uk/email/unknown consent')
    const old = firm({ ref: 'r3' }, [COMPANY], [INFO])
    expect(judged(old, 'email', addDays(AT, 400))).toBe('uk/email/unknown consent')
  })

  it('of a company with a named person’s address is a named person', () => {
    expect(judged(firm(UK, [COMPANY], [JAN]), 'email')).toBe('uk/email/legal-named open')
    expect(judged(firm({ ...BE, ref: 'r2' }, [['corporate', 'kbo', 'BV']], [JAN]), 'email')).toBe(
      'be/email/legal-named consent',
    )
  })
})

describe('the address', () => {
  it('spoken of is the best one: impersonal before named', () => {
    const prospect = firm(UK, [COMPANY], [JAN, INFO])
    run()
    const { contact } = verdict(prospect, 'email')
    expect(contact).toBe(
      house.store.raw.prepare(`select id from contact where value = ?`).pluck().get(INFO.value),
    )
  })

  it('in a freemail box needs a person to look, and consent where the recipient is a person', () => {
    expect(judged(firm(UK, [COMPANY], [BOX]), 'email')).toBe('uk/email/legal-impersonal human')
    expect(judged(firm({ ref: 'r2' }, [], [BOX]), 'email')).toBe('uk/email/unknown consent')
    run()
  })

  it('that a directory shows and the recipient does not was not published for mail in the Netherlands', () => {
    const own = firm(NL, [BV], [INFO])
    expect(judged(own, 'email')).toBe('nl/email/legal-impersonal human')
    const { prospect, listing: listed } = addProspect(
      house.store,
      listing({ ...NL, ref: 'r2', emails: [] }),
    )
    addLegal(house.store, prospect, ...BV)
    addContact(house.store, prospect, { ...INFO, listed })
    expect(judged(prospect, 'email')).toBe('nl/email/legal-impersonal consent')
  })

  it('that is missing blocks the channel', () => {
    const prospect = firm({ ...UK, phones: [], address: {} }, [COMPANY])
    run()
    for (const channel of ['email', 'letter', 'call', 'form'] as const)
      expect([verdict(prospect, channel).may, channel]).toEqual(['block', channel])
  })
})

describe('the recipient’s country', () => {
  it('decides, not the site on which it was found', () => {
    const gent = firm(
      { ...BE, region: 'uk', source: 'uk/yell' },
      [['corporate', 'companies-house', '01234567']],
      [JAN],
    )
    house.store.raw
      .prepare(`update prospect set golden = json_set(golden, '$.address.value.country', 'BE')`)
      .run()
    expect(judged(gent, 'email')).toBe('be/email/legal-named consent')
    run()
    expect(verdict(gent, 'email').region).toBe('be')
  })

  it('is read from the postcode where no country is named', () => {
    expect(judged(firm({ ...NL, region: 'be' }, [['sole', 'site', 'VOF']]), 'call')).toBe(
      'nl/call/sole consent',
    )
  })

  it('whose law is not in the table gets no message', () => {
    const jersey = firm(
      { ...UK, address: { street: 'Quay', number: '1', postcode: 'JE2 3AB', town: 'St Helier' } },
      [COMPANY],
      [INFO],
    )
    expect(judged(jersey, 'email')).toBe('abroad block')
  })
})

describe('registers', () => {
  const called = () => firm(UK, [COMPANY])

  it('that were not asked block a call', () => {
    const prospect = called()
    expect(judged(prospect, 'call')).toBe('uk/call/legal-impersonal block')
    expect(verdict(prospect, 'call').because.slice(0, 2)).toEqual([
      'not screened against TPS',
      'not screened against CTPS',
    ])
  })

  it('that do not list the number open the call until 28 days after their own date', () => {
    const prospect = called()
    screen('TPS', '2026-11-10')
    screen('CTPS', '2026-11-01')
    expect(judged(prospect, 'call')).toBe('uk/call/legal-impersonal open')
    expect(verdict(prospect, 'call').expiresAt).toBe('2026-11-29T00:00:00.000Z')
    expect(judged(prospect, 'call', '2026-11-29T00:00:00.000Z')).toBe(
      'uk/call/legal-impersonal block',
    )
    expect(verdict(prospect, 'call').because[1]).toBe(
      'the CTPS screen of 2026-11-01 is older than 28 days',
    )
  })

  it('that list the number block the call however old they are', () => {
    const prospect = called()
    screen('TPS', '2026-11-10', undefined, true)
    screen('CTPS', '2026-11-10')
    expect(judged(prospect, 'call', addDays(AT, 60))).toBe('uk/call/legal-impersonal block')
    expect(verdict(prospect, 'call').because[0]).toBe('on TPS as of 2026-11-10')
  })

  it('of Belgium are asked for each campaign, and the verdict holds for that campaign only', () => {
    const prospect = firm(BE, [])
    screen('DNCM', '2026-11-20')
    expect(judged(prospect, 'call')).toBe('be/call/unknown block')
    screen('DNCM', '2026-11-21', 'spring')
    markDue(house.store, prospect)
    expect(judged(prospect, 'call')).toBe('be/call/unknown open')
    expect(verdict(prospect, 'call').campaign).toBe('spring')
  })

  it('marked with the non-mailing indicator leave a Dutch letterbox alone', () => {
    expect(judged(firm({ ...NL, noMarketing: true }, [BV]), 'letter')).toBe(
      'nl/letter/legal-impersonal block',
    )
    const kvk = firm({ ...NL, ref: 'r2', registers: { kvk: '87654321' } }, [BV])
    expect(judged(kvk, 'letter')).toBe('nl/letter/legal-impersonal open')
    screened('NMI', '2026-11-01', keysFor(house.ring, [['register', 'kvk:87654321']]), {
      listed: true,
    })
    expect(judged(kvk, 'letter')).toBe('nl/letter/legal-impersonal block')
  })
})

describe('consent and decisions', () => {
  const consent = (prospect: number, address: string, givenAt = AT) =>
    saveConsent(house.store, {
      prospect,
      channel: 'email',
      key: house.ring.hash('email', emailIdentity(address) ?? ''),
      contactType: 'email',
      givenAt,
      how: 'asked for it at the fair',
      proof: { name: 'card.txt', type: 'text/plain', bytes: Buffer.from('please write to me') },
      by: 'Jo Smith',
      at: AT,
    })

  it('open e-mail to the one address they speak of, until they are too old', () => {
    const prospect = firm(UK, [], [BOX])
    consent(prospect, BOX.value)
    expect(judged(prospect, 'email')).toBe('uk/email/unknown open')
    expect(judged(prospect, 'email', addDays(AT, 731))).toBe('uk/email/unknown consent')
    const other = firm({ ref: 'r2' }, [], [JAN])
    expect(judged(other, 'email')).toBe('uk/email/unknown consent')
  })

  it('by a named person open what the law leaves to a person, for that version of the rule', () => {
    const prospect = firm(NL, [BV], [INFO])
    const decide = (answer: 'allow' | 'refuse', ruleVersion: string) =>
      saveDecision(house.store, {
        prospect,
        channel: 'email',
        key: house.ring.hash('email', INFO.value),
        rule: 'nl/email/legal-impersonal',
        ruleVersion,
        answer,
        by: 'Jo Smith',
        reason: 'the page invites offers',
        evidence: ['page 1'],
        at: AT,
      })
    decide('allow', 'older')
    expect(judged(prospect, 'email')).toBe('nl/email/legal-impersonal human')
    decide('allow', regions.nl.law.rules.email['legal-impersonal'].version)
    expect(judged(prospect, 'email')).toBe('nl/email/legal-impersonal open')
    expect(verdict(prospect, 'email').because[0]).toContain('allowed by Jo Smith')
    decide('refuse', regions.nl.law.rules.email['legal-impersonal'].version)
    expect(judged(prospect, 'email')).toBe('nl/email/legal-impersonal block')
  })

  it('never outweigh a no', () => {
    const prospect = firm(UK, [COMPANY], [INFO])
    consent(prospect, INFO.value)
    suppress(house.store, [{ type: 'email', key: house.ring.hash('email', INFO.value) }], {
      reason: 'objection',
      via: 'letter',
      at: AT,
    })
    expect(judged(prospect, 'email')).toBe('uk/email/legal-impersonal block')
    expect(verdict(prospect, 'letter').may).toBe('block')
  })

  it('to people stand on a written balancing test where the configuration demands one', () => {
    const prospect = firm(UK, [])
    expect(judged(prospect, 'letter')).toBe('uk/letter/unknown open')
    expect(verdict(prospect, 'letter').because[0]).toContain('no balancing test')
    const strict = { requireBalancingTest: true }
    markDue(house.store, prospect)
    expect(judged(prospect, 'letter', AT, strict)).toBe('uk/letter/unknown block')
    markDue(house.store, prospect)
    const written = { ...strict, balancingTests: { 'uk/letter': 'LIA-7' } }
    expect(judged(prospect, 'letter', AT, written)).toBe('uk/letter/unknown open')
    expect(verdict(prospect, 'letter').lia).toBe('LIA-7')
  })
})

describe('a cleared draft', () => {
  const draft = (prospect: number, contact?: number) => ({
    id: 1,
    prospect,
    campaign: 'spring',
    set: 'directory-invite',
    step: 0,
    channel: 'email' as const,
    language: 'en' as const,
    variant: 'a',
    text: 'Good morning',
    statements: [],
    createdAt: AT,
    ...(contact === undefined ? {} : { contact }),
  })
  const goes = (prospect: number, contact: number | null, at = AT): boolean =>
    house.store.raw
      .prepare(
        `select ${mayGo({ prospect: '@prospect', channel: `'email'`, contact: '@contact', campaign: `'spring'`, at: '@at' })}`,
      )
      .pluck()
      .get({ prospect, contact, at }) === 1

  it('needs an open verdict about this prospect, channel and address that has not expired', () => {
    const prospect = firm(UK, [COMPANY], [INFO])
    run()
    const open = verdict(prospect, 'email')
    expect(isCleared(clear(draft(prospect, open.contact), open, AT))).toBe(true)
    expect(clear(draft(prospect + 1, open.contact), open, AT)).toMatchObject({
      refused: expect.stringContaining('another prospect'),
    })
    expect(clear(draft(prospect), open, AT)).toMatchObject({
      refused: expect.stringContaining('another address'),
    })
    expect(clear(draft(prospect, open.contact), open, addDays(AT, 31))).toMatchObject({
      refused: expect.stringContaining('expired'),
    })
    expect(clear(draft(prospect, open.contact), undefined, AT)).toMatchObject({
      refused: expect.stringContaining('pipeline comply'),
    })
  })

  it('is stopped at the claim by an objection that arrives between approval and send', () => {
    const prospect = firm(UK, [COMPANY], [INFO])
    run()
    const { contact = null } = verdict(prospect, 'email')
    expect(goes(prospect, contact)).toBe(true)
    suppress(house.store, keysFor(house.ring, [['phone', '+441632960101']]), {
      reason: 'objection',
      via: 'call',
      at: AT,
    })
    expect(goes(prospect, contact)).toBe(false)
  })

  it('is stopped at the claim when its prospect changed, its verdict expired or its address is another', () => {
    const prospect = firm(UK, [COMPANY], [INFO])
    run()
    const { contact = null } = verdict(prospect, 'email')
    expect(goes(prospect, contact, addDays(AT, 31))).toBe(false)
    expect(goes(prospect, (contact ?? 0) + 1)).toBe(false)
    addContact(house.store, prospect, JAN)
    expect(goes(prospect, contact)).toBe(false)
    run()
    expect(goes(prospect, contact)).toBe(true)
    house.store.raw.prepare(`update prospect set state = 'gone' where id = ?`).run(prospect)
    expect(goes(prospect, contact)).toBe(false)
  })
})
