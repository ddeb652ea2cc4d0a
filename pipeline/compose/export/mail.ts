import type { Config } from '../../config.ts'
import type { Instant, Region } from '../../model/region.ts'
import type { RegionCard } from '../../region.ts'
import { claimLink } from '../../store/claim-link.ts'
import { listDrafts } from '../../store/draft.ts'
import type { Store } from '../../store/open.ts'
import { type Chance, shortUrl } from '../../text/claim-code.ts'
import { pieceNumber } from '../letters/print.ts'
import { hostOf } from '../observe.ts'
import { day } from '../values.ts'
import { mailingOf, type Postable } from './mailing.ts'
import type { MailingPreset } from './mailing-presets.ts'
import type { Row } from './table.ts'
import { type ExportReport, type OutFile, writeExport } from './write.ts'

/** What mailing lists are made from, beside the store. */
export interface Mailed {
  readonly region?: Region
  readonly campaign: string
  readonly config: Config
  readonly regions: Readonly<Record<Region, RegionCard>>
  readonly at: Instant
  readonly chance: Chance
}

/** Writes a mailing list in a preset's layout, one row a delivery point, in the order of the post. */
export const exportMailing = async (
  store: Store,
  file: OutFile,
  preset: MailingPreset,
  asked: Mailed,
): Promise<ExportReport> => {
  const { postable, notPostable } = mailingOf(store, asked)
  const rows = postable.map((one, i) =>
    preset.row(one, {
      piece: pieceNumber(i + 1),
      link: linkOf(store, one, asked),
      country: asked.regions[one.region].postal.country,
    }),
  )
  return writeExport(file, preset, rows, notPostable)
}

const linkOf = (store: Store, { id, region }: Postable, asked: Mailed): string => {
  const site = asked.config.sites[region]
  if (site === undefined) return ''
  const of = { prospect: id, campaign: asked.campaign }
  return shortUrl(hostOf(site.url), claimLink(store, of, asked.chance, asked.at).code)
}

const LINES = 6
const PARAGRAPHS = 8
const numbered = (name: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `${name}${i + 1}`)

const MERGE = [
  'Piece',
  'ID',
  'Date',
  ...numbered('Line', LINES),
  'Postcode',
  'Subject',
  ...numbered('Paragraph', PARAGRAPHS),
  'Foot',
  'Link',
]

/**
 * Writes the letters of a campaign as fields for Word or LibreOffice mail merge: address lines, subject, one field a
 * paragraph. Businesses without a letter draft are left out with the reason.
 */
export const exportMailMerge = async (
  store: Store,
  file: OutFile,
  asked: Mailed,
): Promise<ExportReport> => {
  const { postable, notPostable } = mailingOf(store, asked)
  const drafts = new Map(
    listDrafts(store, { campaign: asked.campaign, channel: 'letter' }).map(
      (draft) => [draft.prospect, draft] as const,
    ),
  )
  const why = `no letter of ${asked.campaign} is composed`
  const missing = postable.filter(({ id }) => !drafts.has(id)).map((one) => ({ ...one, why }))
  let piece = 0
  const rows = postable.flatMap((one): readonly Row[] => {
    const draft = drafts.get(one.id)
    if (draft === undefined) return []
    piece += 1
    const link = linkOf(store, one, asked)
    const [body = '', foot = ''] = draft.text.split(/\n-- ?\n/)
    const paragraphs = body.split(/\n{2,}/).filter((paragraph) => paragraph.trim() !== link)
    const last = paragraphs.slice(PARAGRAPHS - 1).join(' ')
    const fields = [...paragraphs.slice(0, PARAGRAPHS - 1), last]
    return [
      {
        Piece: pieceNumber(piece),
        ID: String(one.id),
        Date: day(asked.at, draft.language, one.region),
        ...fill('Line', [one.name, ...one.address.lines]),
        Postcode: one.address.postcode,
        Subject: draft.subject ?? '',
        ...fill('Paragraph', fields),
        Foot: foot,
        Link: link,
      },
    ]
  })
  return writeExport(file, { columns: MERGE }, rows, [...notPostable, ...missing])
}

const fill = (name: string, values: readonly string[]): Row =>
  Object.fromEntries(values.map((value, i) => [`${name}${i + 1}`, value]))
