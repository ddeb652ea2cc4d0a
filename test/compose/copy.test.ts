import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allSets, KINDS, openCopy, TEMPLATES } from '../../pipeline/compose/sets.ts'
import { loadUnits } from '../../pipeline/discover.ts'
import { LANGUAGES } from '../../pipeline/model/region.ts'
import type { Probe } from '../../pipeline/probe.ts'
import { loadRegions } from '../../pipeline/region.ts'

const probes = await loadUnits<Probe>('enrich/probes')
const sayable = [...probes].filter(([, probe]) => probe.sayable)
const regions = Object.entries(await loadRegions())
const readers = regions.flatMap(([region, card]) =>
  card.languages.map((language) => ({ region: region as 'uk' | 'nl' | 'be', language })),
)
const file = (...path: string[]) => readFileSync(join(TEMPLATES, ...path), 'utf8')
const named = (text: string) =>
  [...text.matchAll(/\{\{(?:#if |#unless )?(\w+)\}\}/g)]
    .map((name) => name[1] ?? '')
    .filter((name) => name !== 'else')

describe.each(readers)('the copy that $region reads in $language', ({ region, language }) => {
  const copy = openCopy(language, region)
  it.each([...allSets().keys()])(
    'has a mail, a follow-up, a letter and a call script in %s',
    (set) => {
      for (const kind of KINDS)
        for (const variant of copy.variants(set)) {
          const template = copy.template(set, kind, variant)
          if (kind !== 'call') expect(template.heads).toHaveProperty('subject')
        }
    },
  )

  it.each(sayable.map(([name]) => name))('has a sentence for the finding %s', (name) => {
    expect(copy.finding(name)).toBeDefined()
  })
})

describe('the sentences of findings', () => {
  const files = LANGUAGES.flatMap((language) =>
    readdirSync(join(TEMPLATES, language, 'findings')).map((name) => ({ language, name })),
  )
  it.each(files)('$language $name prints only what its probe says', ({ language, name }) => {
    const probe = probes.get(name.replace(/(?:\.be)?\.hbs$/, ''))
    const says = probe?.says ?? ['a', 'aSays', 'b', 'bSays']
    // A condition may ask for one word of a value: reasonExpired asks for the reason.
    const known = (word: string) => says.some((one) => word === one || word.startsWith(one))
    expect(named(file(language, 'findings', name)).filter((word) => !known(word))).toEqual([])
  })

  it.each(files)('$language $name asks the same as in English, or nothing', ({ name }) => {
    const asks = (language: string) =>
      /^Question: /m.test(file(language, 'findings', name.replace('.be.', '.')))
    const english = asks('en')
    for (const language of LANGUAGES) expect(asks(language)).toBe(english)
  })
})

describe('Belgian Dutch', () => {
  const dutch = join(TEMPLATES, 'nl')
  const files = readdirSync(dutch, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.hbs'),
  )
  it.each(files.filter((name) => name.includes('.be.')))('%s says u, never je', (name) => {
    expect(file('nl', name)).not.toMatch(/\b(?:je|jij|jou|jouw)\b/i)
  })
  it.each(files.filter((name) => !name.includes('.be.') && !name.includes('call')))(
    '%s has its own text for Belgium wherever it says je',
    (name) => {
      if (!/\b(?:je|jij|jou|jouw)\b/i.test(file('nl', name))) return
      expect(existsSync(join(dutch, name.replace(/^([^/]+\/[^.]+)\./, '$1.be.')))).toBe(true)
    },
  )
})
