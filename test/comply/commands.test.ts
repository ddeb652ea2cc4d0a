import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import audit from '../../pipeline/commands/audit.ts'
import comply from '../../pipeline/commands/comply.ts'
import consentAdd from '../../pipeline/commands/consent-add.ts'
import decide from '../../pipeline/commands/decide.ts'
import disclose from '../../pipeline/commands/disclose.ts'
import forget from '../../pipeline/commands/forget.ts'
import notices from '../../pipeline/commands/notices.ts'
import suppressAdd from '../../pipeline/commands/suppress-add.ts'
import suppressImport from '../../pipeline/commands/suppress-import.ts'
import suppressList from '../../pipeline/commands/suppress-list.ts'
import suppressRemove from '../../pipeline/commands/suppress-remove.ts'
import tidy from '../../pipeline/commands/tidy.ts'
import why from '../../pipeline/commands/why.ts'
import type { Channel } from '../../pipeline/model/verdict.ts'
import { currentVerdict } from '../../pipeline/store/verdict.ts'
import { addDays } from '../../pipeline/text/days.ts'
import {
  AT,
  addContact,
  addLegal,
  addMessage,
  addProspect,
  type House,
  listing,
  openHouse,
} from './house.ts'
import { run } from './run.ts'

let house: House
beforeEach(() => {
  house = openHouse()
})
afterEach(() => house.close())

const may = (prospect: number, channel: Channel) =>
  currentVerdict(house.store, prospect, channel)?.may

const company = (): number => {
  const { prospect } = addProspect(house.store, listing({ emails: [] }))
  addLegal(house.store, prospect, 'corporate', 'company-number', '01234567')
  addContact(house.store, prospect, {
    type: 'email',
    value: 'info@harbour-bakery.example',
    reach: 'impersonal',
  })
  return prospect
}

const write = (name: string, text: string) => {
  writeFileSync(join(house.dir, name), text)
  return name
}

describe('pipeline comply and why', () => {
  it('judge each prospect on each channel and say why in plain words, once with the disclaimer', async () => {
    const prospect = company()
    const judged = await run(house, comply, {}, [])
    expect(judged.code).toBe(0)
    expect(judged.stdout).toMatch(/e-mail +1 +0 +0 +0/)
    const told = await run(house, why, {}, [String(prospect)])
    expect(told.stdout).toContain('e-mail: yes')
    expect(told.stdout).toContain('uk/email/legal-impersonal')
    expect(told.stdout).toContain('PECR regs 2, 22, 23')
    expect(told.stdout).toContain('corporate subscriber')
    expect(told.stdout).toContain('not screened against CTPS')
    expect(told.stdout.match(/not legal advice/g)).toHaveLength(1)
    expect((await run(house, comply, {}, [])).code).toBe(5)
  })

  it('speak the operator’s language', async () => {
    const prospect = company()
    write(
      'pipeline.config.json',
      JSON.stringify({
        operator: { name: 'Gids BV', contact: 'wij@gids.example', language: 'nl' },
      }),
    )
    await run(house, comply, {}, [])
    const told = await run(house, why, {}, [String(prospect)])
    expect(told.stdout).toContain('e-mail: ja')
    expect(told.stdout).toContain('niet getoetst aan CTPS')
    expect(told.stdout).toContain('Dit is geen juridisch advies.')
    expect(told.stdout).not.toMatch(/\{\w+\}/)
  })

  it('judge one market when asked, and say what stopped a prospect since', async () => {
    const prospect = company()
    expect((await run(house, comply, { region: 'nl' }, [])).code).toBe(5)
    await run(house, comply, { region: 'uk' }, [])
    await run(house, suppressAdd, { phone: ['01632 960101'], region: 'uk', via: 'call' }, [])
    const told = await run(house, why, {}, ['+441632960101'])
    expect(told.stdout).toContain('e-mail: no')
    expect(told.stdout).toContain('objection 2026-11-23 (call)')
    const facts = await run(house, why, { json: true }, [String(prospect)])
    expect(facts.json).toHaveLength(4)
    expect(facts.json[0]).toMatchObject({
      channel: 'email',
      stopped: ['objection 2026-11-23 (call)'],
    })
  })
})

describe('pipeline suppress', () => {
  it('add stops the business everywhere; remove needs a name and a reason; list knows both', async () => {
    const prospect = company()
    await run(house, comply, {}, [])
    const added = await run(
      house,
      suppressAdd,
      { email: ['info@harbour-bakery.example'], json: true },
      [],
    )
    expect(added.json[0]).toMatchObject({ prospects: [prospect] })
    await run(house, comply, {}, [])
    expect(may(prospect, 'letter')).toBe('block')
    const listed = await run(house, suppressList, { business: 'Harbour Bakery Ltd, AB10 1XG' }, [])
    expect(listed.stdout).toMatch(/business +objection +all/)
    const address = { email: ['info@harbour-bakery.example'] }
    await expect(run(house, suppressRemove, address, [])).rejects.toThrow(/--by NAME/)
    const removed = await run(
      house,
      suppressRemove,
      { ...address, by: 'Jo', because: 'letter' },
      [],
    )
    expect(removed.stderr).toContain('still stopped by another of its keys')
    const all = await run(house, suppressList, { json: true }, [])
    expect(JSON.stringify(all.json)).not.toContain('harbour')
  })

  it('add stops every address of a domain, but no mail provider', async () => {
    const prospect = company()
    await run(house, suppressAdd, { domain: ['harbour-bakery.example'] }, [])
    await run(house, comply, {}, [])
    expect(may(prospect, 'letter')).toBe('block')
    await expect(run(house, suppressAdd, { domain: ['gmail.com'] }, [])).rejects.toThrow(
      /everybody/,
    )
  })

  it('add by letterbox stops the business behind it, written differently', async () => {
    const prospect = company()
    await run(
      house,
      suppressAdd,
      { address: '12, High Street, Aberdeen ab101xg', region: 'uk' },
      [],
    )
    await run(house, comply, {}, [])
    expect(may(prospect, 'email')).toBe('block')
  })

  it('import takes opt-outs of any heading, and sets aside what names nobody, by row', async () => {
    const prospect = company()
    const file = write(
      'afmeldingen.csv',
      'Naam,E-mailadres,Telefoonnummer,Postcode\nX,INFO@harbour-bakery.example,,\nY,,020 7946 0123,\nZ,geen,,\n',
    )
    const imported = await run(house, suppressImport, { region: 'uk', json: true }, [file])
    expect(imported.code).toBe(1)
    expect(imported.json[0]).toEqual({
      rows: 3,
      kept: 2,
      setAside: [{ row: 4, why: 'no e-mail address' }],
      prospects: [prospect],
    })
  })

  it('import of a register opens calls to the numbers that are not on it, for 28 days', async () => {
    const prospect = company()
    const file = write('ctps.csv', '+442079460001\n020 7946 0002\n')
    const options = { on: '2026-11-01', covers: 'all', region: 'uk' } as const
    await run(house, suppressImport, { ...options, register: 'TPS' }, [file])
    await run(house, suppressImport, { ...options, register: 'CTPS' }, [file])
    await run(house, comply, {}, [])
    expect(may(prospect, 'call')).toBe('open')
    await run(house, comply, {}, [], '2026-11-29T00:00:00.000Z')
    expect(may(prospect, 'call')).toBe('block')
  })

  it('import of answers takes a result column; what it cannot read of a whole register clears nobody', async () => {
    const prospect = company()
    const answers = write(
      'answers.csv',
      'Number,Result\n01632 960101,clear\n020 7946 0002,listed\n',
    )
    const options = { on: '2026-11-20', region: 'uk' } as const
    for (const register of ['TPS', 'CTPS'] as const)
      await run(house, suppressImport, { ...options, register }, [answers])
    await run(house, comply, {}, [])
    expect(may(prospect, 'call')).toBe('open')
    const torn = write('torn.csv', '+442079460001\nrubbish\n')
    const { prospect: other } = addProspect(
      house.store,
      listing({ ref: 'r2', name: 'Other', phones: ['+442079460555'] }),
    )
    for (const register of ['TPS', 'CTPS'] as const)
      await run(house, suppressImport, { ...options, on: '2026-11-21', covers: 'all', register }, [
        torn,
      ])
    await run(house, comply, {}, [])
    expect(may(other, 'call')).toBe('block')
  })
})

describe('pipeline consent add and decide', () => {
  it('record consent with its proof, which opens e-mail to that address', async () => {
    const { prospect } = addProspect(house.store, listing())
    const proof = write('card.txt', 'yes please')
    const options = { channel: 'email', proof, on: '2026-11-01', by: 'Jo Smith' } as const
    const added = await run(house, consentAdd, options, [String(prospect)])
    expect(added.code).toBe(0)
    await run(house, comply, {}, [])
    expect(may(prospect, 'email')).toBe('open')
    await expect(
      run(house, consentAdd, { ...options, proof: 'none.txt' }, [String(prospect)]),
    ).rejects.toThrow(/none\.txt/)
    await expect(
      run(house, consentAdd, { ...options, address: 'x@y.example' }, [String(prospect)]),
    ).rejects.toThrow(/no such address/)
  })

  it('put what the law leaves to a person before a named one, and keep the answer', async () => {
    const { prospect } = addProspect(
      house.store,
      listing({
        region: 'nl',
        address: { street: 'Kade', number: '5', postcode: '3011 AA' },
        emails: [],
      }),
    )
    addLegal(house.store, prospect, 'corporate', 'name-suffix', 'BV')
    addContact(house.store, prospect, {
      type: 'email',
      value: 'info@kade.example',
      reach: 'impersonal',
    })
    await run(house, comply, {}, [])
    const waiting = await run(house, decide, {}, [undefined])
    expect(waiting.stdout).toContain('nl/email/legal-impersonal')
    expect(waiting.stdout).toContain('published by the recipient (page 1)')
    await expect(run(house, decide, { allow: true }, [String(prospect)])).rejects.toThrow(
      /--by NAME/,
    )
    await run(house, decide, { allow: true, by: 'Jo Smith', because: 'invites offers' }, [
      String(prospect),
    ])
    await run(house, comply, {}, [])
    expect(may(prospect, 'email')).toBe('open')
    const told = await run(house, why, {}, [String(prospect)])
    expect(told.stdout).toContain('allowed by Jo Smith on 2026-11-23: invites offers')
    await expect(
      run(house, decide, { refuse: true, by: 'Jo', because: 'x' }, [String(prospect)]),
    ).rejects.toThrow(/waits for a person/)
  })
})

describe('pipeline notices', () => {
  it('lists persons with the day by which they must be told, until they are told or erased', async () => {
    const { prospect } = addProspect(house.store, listing({ ref: 'r2', name: 'Second' }))
    company()
    const { prospect: third } = addProspect(
      house.store,
      listing({ ref: 'r3', name: 'Third' }),
      addDays(AT, -40),
    )
    await run(house, comply, {}, [])
    const due = await run(house, notices, { json: true }, [])
    expect(due.json).toMatchObject([
      { prospect: third, daysLeft: -10, way: 'letter' },
      { prospect, by: addDays(AT, 30), daysLeft: 30, way: 'letter' },
    ])
    await run(house, notices, { told: [String(prospect)] }, [])
    await expect(run(house, notices, { eraseOverdue: true }, [])).rejects.toThrow(/--yes/)
    await run(house, notices, { eraseOverdue: true, yes: true }, [])
    expect((await run(house, notices, {}, [])).code).toBe(5)
    expect(house.store.raw.prepare('select count(*) from listing').pluck().get()).toBe(2)
  })
})

describe('pipeline tidy', () => {
  it('erases prospects that nobody contacted and nobody saw for the configured time, and no others', async () => {
    const old = addDays(AT, -400)
    const idle = addProspect(house.store, listing(), old).prospect
    const contacted = addProspect(house.store, listing({ ref: 'r2', name: 'Two' }), old).prospect
    const seen = addProspect(house.store, listing({ ref: 'r3', name: 'Three' }), old)
    house.store.raw.prepare('update listing set last_seen = ? where id = ?').run(AT, seen.listing)
    addMessage(house.store, { prospect: contacted, state: 'sent', at: old, sentAt: old })
    const dry = await run(house, tidy, { dryRun: true, json: true }, [])
    expect(dry.json[0]).toEqual({ prospects: [idle] })
    await run(house, tidy, {}, [])
    const states = house.store.raw.prepare('select id, state from prospect order by id').all()
    expect(states).toEqual([
      { id: idle, state: 'gone' },
      { id: contacted, state: 'live' },
      { id: seen.prospect, state: 'live' },
    ])
  })
})

describe('pipeline audit', () => {
  it('writes each message with the verdict it left under and no address', async () => {
    const prospect = company()
    await run(house, comply, {}, [])
    const contact = Number(house.store.raw.prepare('select id from contact').pluck().get())
    const later = addDays(AT, 1)
    addMessage(house.store, { prospect, contact, state: 'sent', claimedAt: later, sentAt: later })
    addLegal(house.store, prospect, 'sole', 'site', 'sole trader', addDays(AT, 2))
    await run(house, comply, {}, [], addDays(AT, 2))
    const written = await run(house, audit, { out: 'ledger.jsonl' }, [])
    expect(written.code).toBe(0)
    const text = readFileSync(join(house.dir, 'ledger.jsonl'), 'utf8')
    expect(JSON.parse(text)).toMatchObject({
      prospect,
      state: 'sent',
      approved_by: 'Jo Smith',
      suppression_looked_up_at: addDays(AT, 1),
      rule: 'uk/email/legal-impersonal',
      may: 'open',
      verdict_at: AT,
    })
    expect(text).not.toContain('info@')
    await run(house, audit, { out: 'ledger.csv' }, [])
    expect(readFileSync(join(house.dir, 'ledger.csv'), 'utf8')).toMatch(
      /^message,prospect,campaign/,
    )
    expect((statSync(join(house.dir, 'ledger.csv')).mode & 0o777).toString(8)).toBe('600')
    await expect(run(house, audit, { out: 'ledger.xls' }, [])).rejects.toThrow(/\.csv or \.jsonl/)
  })
})

describe('pipeline disclose and forget', () => {
  it('hands a person all that is held, with sources, readable and as data; after forget there is nothing', async () => {
    const { prospect } = addProspect(house.store, listing({ name: '<b>Jane</b> & Sons' }))
    addContact(house.store, prospect, {
      type: 'email',
      value: 'jane@sons.example',
      reach: 'personal',
    })
    const proof = write('card.txt', 'yes please')
    await run(house, consentAdd, { channel: 'email', proof, by: 'Jo' }, [String(prospect)])
    await run(house, comply, {}, [])
    const shown = await run(house, disclose, { out: 'answer', json: true }, ['jane@sons.example'])
    expect(shown.json[0]).toMatchObject({ prospects: [prospect] })
    const held = JSON.parse(readFileSync(join(house.dir, 'answer', 'disclosure.json'), 'utf8'))
    expect(held.rows.contact[0]).toMatchObject({ value: 'jane@sons.example' })
    expect(held.rows.listing[0].emails).toEqual(['info@harbour-bakery.example'])
    expect(held.pages[0]).toMatchObject({ url: 'https://harbour-bakery.example/contact' })
    expect(held.facts[0]).toMatchObject({ field: 'name', source: 'uk/yell', at: AT })
    const page = readFileSync(join(house.dir, 'answer', 'disclosure.html'), 'utf8')
    expect(page).toContain('&lt;b&gt;Jane&lt;/b&gt; &amp; Sons')
    expect(page).not.toContain('<b>Jane')
    expect(readFileSync(join(house.dir, 'answer', 'consent-1.txt'), 'utf8')).toBe('yes please')
    await expect(run(house, forget, {}, ['jane@sons.example'])).rejects.toThrow(/--yes/)
    const gone = await run(house, forget, { yes: true }, ['jane@sons.example'])
    expect(gone.code).toBe(0)
    expect(gone.stdout + gone.stderr).not.toMatch(/jane/i)
    await expect(run(house, disclose, {}, ['jane@sons.example'])).rejects.toThrow(/no prospect/)
    expect(existsSync(join(house.dir, 'out', 'disclosure'))).toBe(false)
  })
})
