import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Subject } from '../../pipeline/compose/facts.ts'
import { lintMessage } from '../../pipeline/compose/lint/lint.ts'
import { bodyOf, LINK } from '../../pipeline/compose/lint/rule.ts'
import { IDEAS } from '../../pipeline/compose/make.ts'
import { type Observation, observationsOf } from '../../pipeline/compose/observe.ts'
import { type Message, openRenderer } from '../../pipeline/compose/render.ts'
import { senderOf } from '../../pipeline/compose/sender.ts'
import { type Kind, openCopy } from '../../pipeline/compose/sets.ts'
import { sourceNames } from '../../pipeline/compose/sources.ts'
import { loadUnits } from '../../pipeline/discover.ts'
import type { Finding } from '../../pipeline/model/finding.ts'
import { Trouble } from '../../pipeline/model/trouble.ts'
import type { Probe } from '../../pipeline/probe.ts'
import { AWKWARD, type Awkward } from './awkward.ts'
import { AT, configured, golden, PLUMBER } from './street.ts'

const config = await configured()
const named = await sourceNames()
const probes = await loadUnits<Probe>('enrich/probes')

const SHOWN: readonly (readonly [set: string, kind: Kind])[] = [
  ['directory-invite', 'email'],
  ['directory-invite', 'follow-up'],
  ['directory-invite', 'letter'],
  ['listing-mismatch', 'email'],
  ['website-ideas', 'email'],
  ['website-ideas', 'call'],
]

const findingsOf = (shop: Awkward): readonly Finding[] =>
  (shop.findings ?? []).map(({ probe, data }, i) => ({
    id: i + 1,
    prospect: 1,
    probe,
    data,
    severity: probes.get(probe)?.severity ?? 'middle',
    sayable: true,
    at: '2026-11-20T08:00:00.000Z',
  }))

const channelOf = (kind: Kind) => (kind === 'letter' || kind === 'call' ? kind : 'email')

const made = (shop: Awkward, set: string, kind: Kind): Message => {
  const region = shop.region ?? 'uk'
  const copy = openCopy(shop.language ?? 'en', region)
  const record = golden(shop)
  const observations: readonly Observation[] = observationsOf(
    record,
    findingsOf(shop),
    region,
    named,
  )
  const subject: Subject = { id: 1, region, golden: record, observations }
  const render = openRenderer(subject, { sender: senderOf(config, region), copy, named })
  const mail = channelOf(kind) === 'email'
  return render(copy.template(set, kind, 'a'), {
    mail,
    claim: mail
      ? 'https://lanternfield.example/claim/AAAAAAAAAAAAAAAAAAAAAA'
      : 'lanternfield.example/c/c4d-7hj-2mn',
    notice: 'none',
    ideas: IDEAS[channelOf(kind)],
  })
}

const table = ({ statements }: Message) =>
  statements
    .map(({ sentence, evidence }) => `  ${sentence}\n    ← ${evidence.join(', ')}`)
    .join('\n')

describe.each(AWKWARD.filter(({ stopped }) => stopped === undefined))('$slug', (shop) => {
  it('reads as its golden', async () => {
    const text = SHOWN.map(([set, kind]) => {
      const message = made(shop, set, kind)
      const head = message.subject === undefined ? '' : `Subject: ${message.subject}\n\n`
      return `═══ ${set}, ${kind}\n${head}${message.text}\n\nrests on\n${table(message)}\n`
    }).join('\n')
    await expect(text).toMatchFileSnapshot(join('gallery', `${shop.slug}.txt`))
  })

  it('says nothing of the business that its evidence does not say', () => {
    const record = golden(shop)
    const findings = findingsOf(shop)
    const listings = new Set([record.name.from.listing, record.name.from.listing + 1].map(String))
    for (const [set, kind] of SHOWN) {
      const { statements, text, subject = '' } = made(shop, set, kind)
      for (const { sentence, evidence } of statements) {
        expect(evidence.length).toBeGreaterThan(0)
        expect(`${subject}\n${text}`).toContain(sentence)
        for (const proof of evidence) {
          const [type, name = ''] = proof.split(/[:#]/)
          if (type === 'golden') expect(Object.keys(record)).toContain(name)
          if (type === 'finding') expect(findings.map(({ id }) => String(id))).toContain(name)
          if (type === 'listing')
            expect(
              listings.has(name) || findings.some(({ data }) => Object.values(data).includes(name)),
            ).toBe(true)
        }
      }
      // Every number, quoted word and figure about the business stands in a sentence with evidence.
      const facts = [record.phone?.value, ...findings.flatMap(({ data }) => Object.values(data))]
      for (const fact of facts.filter((value) => value !== undefined && value.length > 3))
        for (const line of bodyOf(text).split(/(?<=[.?!])\s|\n/))
          if (line.includes(fact ?? ''))
            expect(statements.some(({ sentence }) => sentence.includes(fact ?? ''))).toBe(true)
    }
  })

  it('breaks no rule of lint', () => {
    const region = shop.region ?? 'uk'
    for (const [set, kind] of SHOWN) {
      const message = made(shop, set, kind)
      const remarks = lintMessage(
        {
          ...message,
          channel: channelOf(kind),
          step: kind === 'follow-up' ? 1 : 0,
          region,
          language: shop.language ?? 'en',
          notice: 'none',
          sender: senderOf(config, region),
          told: [shop.name],
          at: AT,
        },
        `${set} ${kind}`,
      )
      // A mark of markup in a name is theirs, and stands in quotes of plain text.
      const faults = remarks.filter(
        ({ weight, rule }) => weight === 'fault' && rule !== 'placeholder-left',
      )
      expect(faults.map(({ where, rule, what }) => `${where} ${rule} ${what}`)).toEqual([])
    }
  })
})

describe.each(AWKWARD.filter(({ stopped }) => stopped !== undefined))('$slug', (shop) => {
  it.each(SHOWN)('stops %s, %s, with a word of what is wrong', (set, kind) => {
    expect(() => made(shop, set, kind)).toThrow(Trouble)
    expect(() => made(shop, set, kind)).toThrow(/^prospect 1: name/)
  })
})

describe('a scraped value', () => {
  const lines = (text: string) => text.split('\n').length
  const links = (text: string) => text.match(LINK)?.length ?? 0
  const plain = made({ ...PLUMBER, slug: '' }, 'directory-invite', 'email')
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(
      '{{claim}}',
      '\u2028Bcc: a@b.example',
      'x\n\nhttps://evil.example',
      '__proto__',
      'constructor',
      '\ue000\ue100x\ue001',
      '=1+1',
    ),
    fc
      .tuple(fc.string(), fc.constantFrom('\r\n', '\u2029', '\v', '\0'), fc.string())
      .map((parts) => parts.join('')),
  )

  it('never adds a line, a header, a link, a mark or a template to a message', () => {
    fc.assert(
      fc.property(nasty, nasty, (name, town) => {
        let message: Message
        try {
          const address = { ...PLUMBER.address, town }
          message = made({ ...PLUMBER, slug: '', name, address }, 'directory-invite', 'email')
        } catch (cause) {
          if (cause instanceof Trouble) return
          throw cause
        }
        const subject = message.subject ?? ''
        expect(lines(message.text)).toBe(lines(plain.text))
        expect(links(message.text)).toBe(links(plain.text))
        expect(lines(subject)).toBe(1)
        expect(subject + message.text).not.toMatch(/[\p{Cc}\p{Co}](?<!\n)|undefined|\[object/u)
        for (const { sentence } of message.statements)
          expect(`${subject}\n${message.text}`).toContain(sentence)
      }),
      { numRuns: 300 },
    )
  })
})
