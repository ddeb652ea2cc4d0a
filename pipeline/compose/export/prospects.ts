import type { Instant, Region, SourceId } from '../../model/region.ts'
import { type ChannelState, type ComposeInput, composeReader } from '../../store/compose-input.ts'
import { listDrafts, type StoredDraft } from '../../store/draft.ts'
import type { Store } from '../../store/open.ts'
import { naturalCase } from '../../text/names.ts'
import { printPhone } from '../../text/phones.ts'
import { tradeById } from '../../text/trades.ts'
import { clean } from '../clean.ts'
import { hostOf } from '../observe.ts'
import type { Row } from './table.ts'
import type { Layout, LeftOut } from './write.ts'

/** A prospect as other programs are told of it. */
interface Shared {
  readonly id: string
  readonly name: string
  readonly trade: string
  readonly email: string
  /** The first of the name's words is nobody's first name: tools that insist on one get nothing. */
  readonly phone: string
  readonly website: string
  readonly street: string
  readonly postcode: string
  readonly town: string
  readonly country: 'GB' | 'NL' | 'BE'
  readonly language: string
  readonly sources: string
  readonly mayEmail: ChannelState['clearance']
  readonly mayLetter: ChannelState['clearance']
  readonly mayCall: ChannelState['clearance']
  readonly draft: StoredDraft | undefined
}

/** How another program wants prospects: its columns and how a row fills them. */
export interface ProspectPreset extends Layout {
  readonly about: string
  /** The program sends mail: only those whom the law lets us mail, and none without a verdict. */
  readonly mails: boolean
  readonly row: (prospect: Shared) => Row
}

const ISO = { uk: 'GB', nl: 'NL', be: 'BE' } as const

const all: ProspectPreset = {
  about: 'every field, with what each channel is allowed',
  mails: false,
  columns: [
    ...['ID', 'Name', 'Trade', 'Street', 'Postcode', 'Town', 'Country', 'Language', 'Phone'],
    ...['Email', 'Website', 'Sources', 'May email', 'May letter', 'May call'],
  ],
  row: (p) => ({
    ID: p.id,
    Name: p.name,
    Trade: p.trade,
    Street: p.street,
    Postcode: p.postcode,
    Town: p.town,
    Country: p.country,
    Language: p.language,
    Phone: p.phone,
    Email: p.email,
    Website: p.website,
    Sources: p.sources,
    'May email': p.mayEmail,
    'May letter': p.mayLetter,
    'May call': p.mayCall,
  }),
}

const hubspot: ProspectPreset = {
  about: 'HubSpot import of companies',
  mails: false,
  columns: [
    ...['Company name', 'Company domain name', 'Phone number', 'Street address', 'City'],
    ...['Postal code', 'Country/Region', 'Industry', 'Description'],
  ],
  row: (p) => ({
    'Company name': p.name,
    'Company domain name': hostOf(p.website),
    'Phone number': p.phone,
    'Street address': p.street,
    City: p.town,
    'Postal code': p.postcode,
    'Country/Region': p.country,
    Industry: p.trade,
    Description: `Prospect ${p.id}; e-mail ${p.mayEmail}, letter ${p.mayLetter}, call ${p.mayCall}`,
  }),
}

const mailchimp: ProspectPreset = {
  about: 'Mailchimp import of contacts',
  mails: true,
  columns: [
    'Email Address',
    'First Name',
    'Last Name',
    'Company',
    'Phone Number',
    'Address',
    'Tags',
  ],
  row: (p) => ({
    'Email Address': p.email,
    Company: p.name,
    'Phone Number': p.phone,
    Address: [p.street, p.town, p.postcode, p.country].filter(Boolean).join(', '),
    Tags: [p.trade, p.town, p.language].filter(Boolean).join(','),
  }),
}

const listmonk: ProspectPreset = {
  about: 'listmonk import of subscribers: email, name, attributes',
  mails: true,
  columns: ['email', 'name', 'attributes'],
  row: (p) => ({
    email: p.email,
    name: p.name,
    attributes: JSON.stringify({
      prospect: p.id,
      trade: p.trade,
      town: p.town,
      language: p.language,
    }),
  }),
}

const instantly: ProspectPreset = {
  about: 'Instantly and Smartlead import of leads, with our subject and text as fields',
  mails: true,
  columns: [
    ...['email', 'first_name', 'last_name', 'company_name', 'phone', 'website', 'location'],
    ...['subject', 'personalization'],
  ],
  row: (p) => ({
    email: p.email,
    company_name: p.name,
    phone: p.phone,
    website: p.website,
    location: p.town,
    subject: p.draft?.subject ?? '',
    personalization: p.draft?.text ?? '',
  }),
}

/** Layouts by name; the first is the default. */
export const PROSPECT_PRESETS: Readonly<Record<string, ProspectPreset>> = {
  all,
  hubspot,
  mailchimp,
  listmonk,
  instantly,
  smartlead: instantly,
}

/** Live prospects for another program; whom it may not mail is left out, with why. */
export const prospectsFor = (
  store: Store,
  preset: ProspectPreset,
  asked: {
    readonly region?: Region
    readonly campaign: string
    readonly at: Instant
    readonly named: (source: SourceId) => string
  },
): {
  readonly rows: readonly Row[]
  readonly leftOut: readonly LeftOut[]
  /** Ids of the sources whose data stand in the rows. */
  readonly used: ReadonlySet<string>
} => {
  const reader = composeReader(store)
  const drafts = new Map(
    (preset.mails
      ? listDrafts(store, { campaign: asked.campaign, channel: 'email', step: 0 })
      : []
    ).map((draft) => [draft.prospect, draft] as const),
  )
  const rows: Row[] = []
  const leftOut: LeftOut[] = []
  const used = new Set<string>()
  for (let after = 0; ; ) {
    const chunk = reader.chunk({
      ...(asked.region ? { region: asked.region } : {}),
      after,
      limit: 1000,
    })
    const last = chunk.at(-1)
    if (last === undefined) return { rows, leftOut, used }
    for (const input of chunk) {
      const contact = reader.contacts(input.id, 'email')[0]?.value
      const may = (channel: 'email' | 'letter' | 'call') =>
        reader.state(input.id, channel, asked.at).clearance
      const shared = sharedOf(input, contact, may, asked.named, drafts.get(input.id))
      const why = preset.mails ? reasonAgainst(shared) : undefined
      if (why === undefined) {
        rows.push(preset.row(shared))
        for (const { source } of readFrom(input)) used.add(source)
      } else leftOut.push({ id: input.id, region: input.region, name: shared.name, why })
    }
    after = last.id
  }
}

const reasonAgainst = ({ id, email, mayEmail }: Shared): string | undefined => {
  if (email === '') return 'no e-mail address'
  if (mayEmail === 'refused') return `no e-mail is allowed: pipeline why ${id} tells the rule`
  return mayEmail === 'open' ? undefined : 'no verdict yet: run pipeline comply'
}

const readFrom = ({ golden: { name } }: ComposeInput) => [
  name.from,
  ...name.agree,
  ...name.differ.map(({ from }) => from),
]

const sharedOf = (
  input: ComposeInput,
  contact: string | undefined,
  may: (channel: 'email' | 'letter' | 'call') => ChannelState['clearance'],
  named: (source: SourceId) => string,
  draft: StoredDraft | undefined,
): Shared => {
  const { id, region, language, golden } = input
  const address = golden.address?.value ?? {}
  const street = [address.street ?? '', address.number ?? '']
  return {
    id: String(id),
    name: naturalCase(clean(golden.name.value)),
    trade: (golden.trade && tradeById(golden.trade.value)?.words[language].one) ?? '',
    email: contact ?? golden.email?.value ?? '',
    phone: golden.phone === undefined ? '' : printPhone(golden.phone.value, region),
    website: golden.website?.value ?? '',
    street: (region === 'uk' ? street.reverse() : street).filter(Boolean).join(' '),
    postcode: address.postcode ?? '',
    town: address.town ?? '',
    country: ISO[region],
    language,
    sources: [...new Set(readFrom(input).map(({ source }) => named(source)))].join(', '),
    mayEmail: may('email'),
    mayLetter: may('letter'),
    mayCall: may('call'),
    draft,
  }
}
