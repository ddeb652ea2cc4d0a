import type { LegalKind } from '../model/contact.ts'
import type { Region } from '../model/region.ts'

interface LegalForm {
  /** The form as this program writes it. */
  readonly form: string
  /** Spellings, lower case without dots; a space stands for any run of dots and spaces. */
  readonly as: readonly string[]
  /** What the form alone proves about the recipient, per region in which it is read (LAW: a Dutch vof is no legal person, a Belgian one is). */
  readonly in: Readonly<Partial<Record<Region, LegalKind>>>
  /** Forms that belong to the spoken name, and are noted without being cut off (`Stichting …`). */
  readonly spoken?: true
  /** Read at the end of a name only: at its start the letters mean something else (`CV Service`). */
  readonly tail?: true
}

const CORPORATE = { uk: 'corporate', nl: 'corporate', be: 'corporate' } as const

/**
 * Legal forms met in the three registers and on shop fronts. Sources: Companies Act 2006 s. 58-65 and the
 * Welsh forms of s. 59; Burgerlijk Wetboek book 2; Code des sociétés et des associations (2019) and the forms before it.
 */
export const LEGAL_FORMS: readonly LegalForm[] = [
  { form: 'Ltd', as: ['ltd', 'limited', 'cyf', 'cyfyngedig'], in: CORPORATE },
  { form: 'LLP', as: ['llp', 'limited liability partnership'], in: CORPORATE },
  { form: 'PLC', as: ['plc', 'public limited company'], in: CORPORATE },
  { form: 'CIC', as: ['cic', 'community interest company'], in: { uk: 'corporate' } },
  { form: 'CIO', as: ['cio'], in: { uk: 'corporate' } },
  { form: 'LP', as: ['lp', 'limited partnership'], in: { uk: 'unknown' } },
  { form: 'GmbH', as: ['gmbh'], in: CORPORATE },
  { form: 'SARL', as: ['sarl', 's à r l'], in: CORPORATE },
  { form: 'Inc', as: ['inc', 'incorporated'], in: CORPORATE, tail: true },
  { form: 'LLC', as: ['llc'], in: CORPORATE },
  {
    form: 'BV',
    as: ['bv', 'besloten vennootschap', 'besloten vennootschap met beperkte aansprakelijkheid'],
    in: { nl: 'corporate', be: 'corporate' },
  },
  { form: 'NV', as: ['nv', 'naamloze vennootschap'], in: { nl: 'corporate', be: 'corporate' } },
  {
    form: 'VOF',
    as: ['vof', 'vennootschap onder firma'],
    in: { nl: 'sole', be: 'corporate' },
  },
  {
    form: 'CV',
    as: ['cv', 'commanditaire vennootschap', 'coöperatieve vennootschap'],
    in: { nl: 'sole', be: 'corporate' },
    tail: true,
  },
  { form: 'Eenmanszaak', as: ['eenmanszaak'], in: { nl: 'sole', be: 'sole' } },
  { form: 'Maatschap', as: ['maatschap'], in: { nl: 'sole', be: 'sole' }, spoken: true },
  { form: 'UA', as: ['ua'], in: { nl: 'corporate' }, tail: true },
  { form: 'Stichting', as: ['stichting'], in: { nl: 'corporate', be: 'corporate' }, spoken: true },
  { form: 'BVBA', as: ['bvba', 'ebvba'], in: { be: 'corporate' } },
  { form: 'CVBA', as: ['cvba'], in: { be: 'corporate' } },
  { form: 'CommV', as: ['commv', 'comm v', 'gcv', 'commva'], in: { be: 'corporate' } },
  { form: 'VZW', as: ['vzw', 'ivzw'], in: { be: 'corporate' } },
  { form: 'SA', as: ['sa', 'société anonyme'], in: { be: 'corporate' } },
  { form: 'SRL', as: ['srl', 'société à responsabilité limitée'], in: { be: 'corporate' } },
  { form: 'SPRL', as: ['sprl', 'sprlu'], in: { be: 'corporate' } },
  { form: 'SC', as: ['sc'], in: { be: 'corporate' }, tail: true },
  { form: 'SCRL', as: ['scrl'], in: { be: 'corporate' } },
  { form: 'SNC', as: ['snc'], in: { be: 'corporate' } },
  { form: 'SCS', as: ['scs', 'scomm', 's comm'], in: { be: 'corporate' } },
  { form: 'ASBL', as: ['asbl', 'aisbl'], in: { be: 'corporate' } },
]

/** Each letter may be followed by a dot or a space when the form is written dotted: `B.V.`, `v. o. f.`, `s.p.r.l`. */
const spelling = (as: string): string =>
  as.length <= 6 && !as.includes(' ')
    ? `(?:${[...as].join('\\.\\s?')}\\.?|${as}\\.?)`
    : as.replace(/ /g, '[\\s.]+')

interface Pattern {
  readonly form: LegalForm
  readonly tail: RegExp
  readonly head: RegExp
}

const patterns = (region: Region): readonly Pattern[] =>
  LEGAL_FORMS.filter((form) => form.in[region] !== undefined).map((form) => {
    const any = form.as.map(spelling).join('|')
    return {
      form,
      tail: new RegExp(`(?:^|[\\s,(/-])(?:${any})\\)?$`, 'iu'),
      head: new RegExp(`^(?:${any})(?=[\\s,(/-])`, 'iu'),
    }
  })

const PATTERNS: Readonly<Record<Region, readonly Pattern[]>> = {
  uk: patterns('uk'),
  nl: patterns('nl'),
  be: patterns('be'),
}

const trim = (text: string) => text.replace(/^[\s,;:/-]+|[\s,;:/(-]+$/g, '')

interface Split {
  readonly name: string
  readonly form?: string
}

const cut = (text: string, region: Region): Split => {
  for (const { form, tail, head } of PATTERNS[region]) {
    const hit = tail.exec(text) ?? (region === 'uk' || form.tail ? null : head.exec(text))
    if (hit === null) continue
    if (form.spoken) return { name: text, form: form.form }
    const name = trim(text.slice(0, hit.index) + text.slice(hit.index + hit[0].length))
    if (/[\p{L}\p{N}]/u.test(name)) return { name, form: form.form }
  }
  return { name: text }
}

/**
 * Splits the legal form off a name: at its end everywhere, at its start too in the Netherlands and Belgium
 * (`SPRL Dupont`). Two forms side by side (`Janssens NV/SA`) are both cut; the last written names the form.
 * A name that is nothing but a form stays whole.
 */
export const splitLegalForm = (text: string, region: Region): Split => {
  const first = cut(text, region)
  let name = first.name
  for (let next = cut(name, region); next.name !== name; next = cut(name, region)) name = next.name
  return first.form === undefined ? { name } : { name, form: first.form }
}

/** What a canonical form alone proves about the recipient in a region; `unknown` for forms it does not know. */
export const legalKindOf = (form: string, region: Region): LegalKind =>
  LEGAL_FORMS.find((known) => known.form === form && known.in[region] !== undefined)?.in[region] ??
  'unknown'
