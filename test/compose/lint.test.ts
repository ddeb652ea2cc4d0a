import { describe, expect, it } from 'vitest'
import lint from '../../pipeline/commands/lint.ts'
import { lintMessage, lintTemplates, tryTemplates } from '../../pipeline/compose/lint/lint.ts'
import { readingEase, syllables } from '../../pipeline/compose/lint/readability.ts'
import type { Linted } from '../../pipeline/compose/lint/rule.ts'
import { RULES } from '../../pipeline/compose/lint/rules.ts'
import { sourceNames } from '../../pipeline/compose/sources.ts'
import { loadRegions } from '../../pipeline/region.ts'
import { saveDraft } from '../../pipeline/store/draft.ts'
import { openStore } from '../../pipeline/store/open.ts'
import { openHouse } from '../deliver/house.ts'
import { AT, addShop, CONFIG, configured, PLUMBER } from './street.ts'

const config = await configured()
const asked = { config, regions: await loadRegions(), named: await sourceNames(), at: AT }
const trials = tryTemplates(asked)
const good = (): Linted => {
  const trial = trials.find(
    ({ where }) => where === 'templates/en/directory-invite/email.hbs (full)',
  )
  if (trial === undefined) throw new Error('the sample is gone')
  return trial.message
}
const broken = (message: Linted) => lintMessage(message, 'here').map(({ rule }) => rule)

describe('lint', () => {
  it('finds nothing in our own templates, whatever a business gives', () => {
    const said = lintTemplates(asked).map((one) => `${one.where}: ${one.rule}: ${one.what}`)
    expect(said).toEqual([])
    expect(trials.length).toBeGreaterThan(150)
  })

  const change = (from: string | RegExp, to: string) => (message: Linted) => ({
    ...message,
    text: message.text.replace(from, to),
  })
  const cases: readonly (readonly [rule: string, spoil: (message: Linted) => Linted])[] = [
    ['placeholder-left', change('Hello', 'Hello {{name}}')],
    ['placeholder-left', change('Hello', 'Hello [First name]')],
    ['placeholder-left', change('Hello', 'Hello undefined')],
    ['subject-missing', (m) => ({ ...m, subject: ' ' })],
    ['subject-too-long', (m) => ({ ...m, subject: 'a b '.repeat(20) })],
    ['subject-in-capitals', (m) => ({ ...m, subject: 'YOUR LISTING' })],
    ['false-reply', (m) => ({ ...m, subject: `Re: ${m.subject}` })],
    ['wrong-language', (m) => ({ ...m, language: 'nl', region: 'nl' })],
    ['wrong-language', (m) => ({ ...m, region: 'nl' })],
    ['wrong-language', (m) => ({ ...m, text: 'Zażółć gęślą jaźń. '.repeat(20) })],
    ['too-long', change('Hello', 'And so on. '.repeat(40))],
    ['too-short', (m) => ({ ...m, text: 'Hello.\n\n-- \nfoot' })],
    [
      'hard-to-read',
      change(
        'Hello',
        `${'Notwithstanding organisational considerations regarding interoperability '.repeat(5)}. Hello`,
      ),
    ],
    ['spam-word', change('Hello', 'Hello, this is guaranteed')],
    ['spam-word', (m) => ({ ...m, subject: 'Your last chance' })],
    ['shouting', change('Hello', 'Hello!')],
    ['shouting', change('Hello', 'HELLO THERE FRIEND')],
    ['too-many-links', change('Hello', 'https://lanternfield.example/more Hello')],
    ['strange-link', change(/https:\/\/\S+/, 'https://bit.example/x')],
    [
      'link-text-differs',
      (m) => ({ ...m, html: '<a href="https://evil.example/">lanternfield.example</a>' }),
    ],
    [
      'image-or-tracker',
      (m) => ({ ...m, html: '<p>Hi</p><img src="https://lanternfield.example/p.gif">' }),
    ],
    ['question-missing', (m) => ({ ...m, text: m.text.replaceAll('?', '.') })],
    ['question-missing', change('Hello', 'Really? Truly? Hello')],
    ['identity-missing', change(/Lanternfield Directories Ltd/g, 'We')],
    ['postal-address-missing', change('4 Quay Street', 'somewhere')],
    ['opt-out-missing', change(/Would you rather.*\n/, '\n')],
    ['notice-missing', change('legitimate interest', 'wish')],
    ['unproved-statement', (m) => ({ ...m, statements: [] })],
    ['stale-finding', (m) => ({ ...m, freshUntil: AT })],
    ['hidden-character', change('Hello', 'Hel\u200blo')],
  ]
  it.each(cases)('names %s where it is broken', (rule, spoil) => {
    expect(broken(good())).toEqual([])
    expect(broken(spoil(good()))).toContain(rule)
  })

  it('has a case for every rule', () => {
    expect(
      RULES.map(({ name }) => name).filter((name) => !cases.some(([rule]) => rule === name)),
    ).toEqual([])
  })

  it('names failing drafts, tells neighbours that get the same words, and ends with 1', async () => {
    const house = openHouse()
    const store = openStore(house.db)
    const base = {
      ...good(),
      campaign: 'directory-invite',
      set: 'directory-invite',
      variant: 'a',
      createdAt: AT,
    }
    const draft = (prospect: number, text: string) =>
      saveDraft(store, {
        ...base,
        channel: 'email',
        prospect,
        text: text.replaceAll('Oakfield Plumbing', 'X'),
      })
    draft(addShop(store, PLUMBER), base.text)
    const second = draft(addShop(store, PLUMBER), base.text)
    const third = draft(addShop(store, PLUMBER), `Act now. ${base.text}`)
    store.close()
    const { out, code } = await house.run(
      lint,
      { campaign: 'directory-invite', advice: true } as never,
      { config: CONFIG },
    )
    expect(out).toContain(`draft ${second}: advice too-alike`)
    expect(out).toContain(`draft ${third}: fault spam-word: says 'Act now'`)
    expect(code).toBe(1)
    house.close()
  })
})

describe('reading ease', () => {
  it.each([
    ['en', 'The cat sat on the mat. The dog ran to the door.', 100],
    ['nl', 'De kat zit op de mat. De hond loopt naar de deur.', 100],
    ['fr', 'Le chat dort sur le lit. Le chien va à la porte.', 90],
  ] as const)('finds short words and sentences easy in %s', (language, text, least) => {
    expect(readingEase(text, language)).toBeGreaterThan(least)
  })
  it.each([
    [
      'en',
      'Organisational considerations necessitate comprehensive reconsideration of interdepartmental responsibilities.',
    ],
    [
      'nl',
      'Organisatorische overwegingen noodzaken tot veelomvattende heroverweging van interdepartementale verantwoordelijkheden.',
    ],
    [
      'fr',
      'Des considérations organisationnelles nécessitent une réévaluation approfondie des responsabilités interministérielles.',
    ],
  ] as const)('finds long words and sentences hard in %s', (language, text) => {
    expect(readingEase(text, language)).toBeLessThan(20)
  })
  it.each([
    ['en', { plumber: 2, made: 1, listing: 2, directory: 4, business: 3, people: 2 }],
    ['nl', { loodgieter: 3, vermelding: 3, gratis: 2, telefoonnummer: 5, huis: 1 }],
    ['fr', { plombier: 2, gratuite: 2, annuaire: 3, téléphone: 3, eau: 1, porte: 1 }],
  ] as const)('counts syllables in %s to the word or nearly', (language, counts) => {
    for (const [word, count] of Object.entries(counts))
      expect(Math.abs(syllables(word, language) - count)).toBeLessThanOrEqual(1)
  })
})
