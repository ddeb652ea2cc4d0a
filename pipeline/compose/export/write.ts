import { parse } from 'node:path'
import type { Config } from '../../config.ts'
import type { Instant, Region } from '../../model/region.ts'
import type { RegionCard } from '../../region.ts'
import { claimLink } from '../../store/claim-link.ts'
import type { Store } from '../../store/open.ts'
import { type Chance, shortUrl } from '../../text/claim-code.ts'
import { hostOf } from '../observe.ts'
import type { Preset } from './columns.ts'
import { mailingOf, type Postable } from './mailing.ts'
import { type Format, type Row, writeTable } from './table.ts'

export interface MailingFile {
  readonly path: string
  readonly format: Format
  readonly preset: Preset
  readonly bom: boolean
  readonly region?: Region
  readonly campaign: string
  readonly config: Config
  readonly regions: Readonly<Record<Region, RegionCard>>
  readonly at: Instant
  readonly chance: Chance
}

export interface MailingReport {
  readonly path: string
  readonly rows: number
  /** The second file: who was left out, and why. */
  readonly leftOutPath: string
  readonly leftOut: number
}

/** Writes a mailing list and, beside it, `<name>.left-out.<format>` with a reason a row. */
export const exportMailing = async (store: Store, file: MailingFile): Promise<MailingReport> => {
  const { postable, notPostable } = mailingOf(store, file)
  const { format, bom, preset, path } = file
  const separator = preset.separator === undefined ? {} : { separator: preset.separator }
  const rows = await writeTable(
    { path, format, bom, columns: preset.columns, ...separator },
    mailingRows(store, file, postable),
  )
  const { dir, name, ext } = parse(path)
  const leftOutPath = `${dir}/${name}.left-out${ext}`
  const leftOut = await writeTable(
    { path: leftOutPath, format, bom, columns: LEFT_OUT, ...separator },
    notPostable.map(({ id, region, name: business, why }) => ({
      ID: String(id),
      Region: region,
      Name: business,
      Reason: why,
    })),
  )
  return { path, rows, leftOutPath, leftOut }
}

const LEFT_OUT = ['ID', 'Region', 'Name', 'Reason'] as const

function* mailingRows(
  store: Store,
  file: MailingFile,
  postable: readonly Postable[],
): Iterable<Row> {
  let piece = 0
  for (const one of postable) {
    piece += 1
    const site = file.config.sites[one.region]
    const of = { prospect: one.id, campaign: file.campaign }
    yield file.preset.row(one, {
      piece: String(piece).padStart(6, '0'),
      link:
        site === undefined
          ? ''
          : shortUrl(hostOf(site.url), claimLink(store, of, file.chance, file.at).code),
      country: file.regions[one.region].postal.country,
    })
  }
}
