import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import type { Subject } from '../../pipeline/compose/facts.ts'
import { observationsOf } from '../../pipeline/compose/observe.ts'
import { openRenderer } from '../../pipeline/compose/render.ts'
import { senderOf } from '../../pipeline/compose/sender.ts'
import { openCopy, TEMPLATES } from '../../pipeline/compose/sets.ts'
import { sourceNames } from '../../pipeline/compose/sources.ts'
import { CONFIG, configured, golden, PLUMBER } from '../compose/street.ts'
import { defineBench, seeded } from './bench.ts'

const PROSPECTS = 4000
/** What composing makes for each prospect. */
const KINDS = ['email', 'follow-up', 'letter', 'call'] as const

/** The templates as they lie on disk, compiled as Handlebars does by itself: no strictness, no evidence, no checks. */
const bare = () => {
  const env = Handlebars.create()
  const read = (...path: string[]) => readFileSync(join(TEMPLATES, 'en', ...path), 'utf8')
  for (const file of readdirSync(join(TEMPLATES, 'en', 'parts')))
    env.registerPartial(file.replace('.hbs', ''), read('parts', file))
  const compile = (text: string) => env.compile(text, { noEscape: true })
  return {
    kinds: KINDS.map((kind) => compile(read('directory-invite', `${kind}.hbs`))),
    difference: compile(read('findings', 'phone-differs.hbs')),
  }
}

export default defineBench({
  about:
    'drafts rendered: facts, evidence and statements, beside bare Handlebars on the same templates',
  unit: 'drafts',
  setup: async () => {
    const random = seeded(7)
    const config = await configured(CONFIG)
    const named = await sourceNames()
    const sender = senderOf(config, 'uk')
    const subjects: readonly Subject[] = Array.from({ length: PROSPECTS }, (_, i) => {
      const last = Math.floor(random() * 1000)
      const shop = {
        ...PLUMBER,
        name: `Oakfield ${i} Plumbing`,
        phone: `+44113496${String(last).padStart(4, '0')}`,
        otherPhone: `+44113496${String((last + 1) % 1000).padStart(4, '0')}`,
      }
      const record = golden(shop, i + 1)
      return {
        id: i + 1,
        region: 'uk',
        golden: record,
        observations: observationsOf(record, [], 'uk', named),
      }
    })
    const copy = openCopy('en', 'uk')
    const templates = KINDS.map((kind) => copy.template('directory-invite', kind, 'a'))
    const occasion = {
      claim: 'lanternfield.example/c/c4d-7hj-2mn',
      notice: 'none',
      ideas: 2,
      mail: true,
    } as const
    const setting = { sender, copy, named }
    const plain = bare()
    const values = subjects.map((subject) => {
      const data = subject.observations[0]?.data ?? {}
      return {
        name: subject.golden.name.value,
        shortName: subject.golden.name.value,
        source: 'Yell',
        seen: '3 November 2026',
        trades: 'plumbers',
        inTown: 'in Leeds',
        phone: data.bSays,
        data,
        claim: 'lanternfield.example/c/c4d-7hj-2mn',
        site: sender.site,
        operator: sender.operator,
        signer: sender.signer,
        role: sender.role,
        address: sender.address.join(', '),
        registration: sender.registration,
        contact: sender.contact,
      }
    })
    let kept = 0
    return {
      rows: [
        {
          name: 'bare Handlebars, finished facts given',
          role: 'floor',
          run: async () => {
            for (const one of values) {
              const difference = plain.difference(one.data)
              for (const template of plain.kinds)
                kept += template({
                  ...one,
                  difference,
                  question: 'Is it the right one?',
                  topic: 'your phone number',
                }).length
            }
            return PROSPECTS * KINDS.length
          },
        },
        {
          name: 'facts from the golden record, strict rendering, statements with evidence',
          role: 'ours',
          run: async () => {
            for (const subject of subjects) {
              const render = openRenderer(subject, setting)
              for (const template of templates) kept += render(template, occasion).text.length
            }
            return PROSPECTS * KINDS.length
          },
        },
      ],
      close: async () => {
        if (kept === 0) throw new Error('nothing was rendered')
      },
    }
  },
})
