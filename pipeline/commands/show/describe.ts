import type { AddressParts } from '../../model/listing.ts'
import type { GoldenField, GoldenRecord, Provenance } from '../../model/prospect.ts'
import type { Out } from '../../out.ts'
import { legalKindOf } from '../../store/legal.ts'
import type { WholeProspect } from '../../store/whole.ts'

/** The address of a kept page by its id. */
type UrlOf = (page: number) => string | undefined

/** A prospect in lines for a person: each fact, and under it the page and the time it came from. */
export const describeProspect = (
  whole: WholeProspect,
  urlOf: UrlOf,
  style: Out['style'],
): readonly string[] => {
  const { prospect } = whole
  const into = prospect.mergedInto === undefined ? '' : ` into ${prospect.mergedInto}`
  const head = `prospect ${prospect.id} · ${prospect.region} · ${prospect.language} · ${prospect.state}${into}`
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', style.bold(title), ...lines]
  const from = (page: number | undefined, at: string, more = '') => {
    const url = page === undefined ? undefined : urlOf(page)
    return style.dim(`    ${[url, more, at].filter(Boolean).join(' · ')}`)
  }
  return [
    style.bold(prospect.golden.name.value),
    head,
    ...section('record', goldenLines(prospect.golden, from)),
    ...section('listings', listingLines(whole, from)),
    ...section(
      'contacts',
      whole.contacts.flatMap((one) => [
        `  ${one.id} ${one.type} ${one.value} · ${one.reach}${mailWords(one)}`,
        from(one.page, one.at, one.how),
      ]),
    ),
    ...section(`legal kind: ${legalKindOf(whole.legal)}`, legalLines(whole, from)),
    ...section(
      'findings',
      whole.findings.flatMap((one) => [
        `  ${one.id} ${one.probe} · ${one.severity}${one.sayable ? '' : ' · not to be said'}${dataWords(one.data)}`,
        ...(one.excerpt === undefined ? [] : [`    “${one.excerpt}”`]),
        from(one.page, one.at, one.page === undefined ? (one.url ?? '') : ''),
      ]),
    ),
    ...section(
      'may we',
      whole.verdicts.flatMap((one) => [
        `  ${one.channel}: ${one.may} · ${one.kind} · ${one.rule} (${one.article})`,
        ...one.because.map((why) => `    ${why}`),
        style.dim(`    ${one.at} · until ${one.expiresAt}`),
      ]),
    ),
    ...section(
      'enriched',
      whole.steps.map(
        (one) =>
          `  ${one.step}: ${one.state}${one.reason === null ? '' : `, ${one.reason}`} · ${one.at}${one.not_before === null ? '' : ` · again from ${one.not_before}`}`,
      ),
    ),
  ]
}

type From = (page: number | undefined, at: string, more?: string) => string

const goldenLines = (golden: GoldenRecord, from: From): readonly string[] =>
  (Object.entries(golden) as [string, GoldenField<unknown> | undefined][]).flatMap(
    ([name, field]) => {
      if (field === undefined) return []
      const place = (at: Provenance) => from(at.page, at.at, at.source)
      return [
        `  ${name}: ${printed(field.value)}`,
        place(field.from),
        ...field.agree.map(({ source }) => `    also ${source}`),
        ...field.differ.flatMap((other) => [
          `    ${other.from.source} says ${printed(other.value)}`,
          place(other.from),
        ]),
      ]
    },
  )

const printed = (value: unknown): string => {
  if (typeof value !== 'object' || value === null) return String(value)
  const parts = value as AddressParts & Readonly<Record<string, unknown>>
  if (parts.postcode !== undefined || parts.street !== undefined)
    return [parts.unit, parts.building, parts.street, parts.number, parts.postcode, parts.town]
      .filter(Boolean)
      .join(', ')
  return Object.entries(value)
    .map(([key, one]) => `${key} ${String(one)}`)
    .join(', ')
}

const listingLines = ({ listings, members }: WholeProspect, from: From): readonly string[] =>
  listings.flatMap((one) => {
    const because = members.get(one.id)?.join('; ') ?? ''
    return [
      `  ${one.id} ${one.source} ${one.ref} · ${one.name}${one.vanishedAt === undefined ? '' : ` · vanished ${one.vanishedAt}`}`,
      ...(because === '' ? [] : [`    belongs here: ${because}`]),
      from(one.origin['*'] ?? Object.values(one.origin)[0], one.lastSeen),
    ]
  })

const legalLines = ({ legal }: WholeProspect, from: From): readonly string[] =>
  legal.flatMap((one) => [
    `  ${one.kind}: ${one.by} ${one.value}`,
    from(
      one.page,
      one.at,
      one.register ?? (one.listing === undefined ? '' : `listing ${one.listing}`),
    ),
  ])

const mailWords = (one: WholeProspect['contacts'][number]): string =>
  one.deliverable === undefined
    ? ''
    : ` · deliverable ${one.deliverable}: ${one.deliverableWhy ?? ''}`

const dataWords = (data: Readonly<Record<string, string>>): string => {
  const words = Object.entries(data).map(([name, value]) => `${name} ${value}`)
  return words.length === 0 ? '' : ` · ${words.join(', ')}`
}
