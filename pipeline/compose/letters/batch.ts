import type { Config } from '../../config.ts'
import type { Instant, Region } from '../../model/region.ts'
import type { RegionCard } from '../../region.ts'
import { claimLink } from '../../store/claim-link.ts'
import type { LetterRow } from '../../store/letter.ts'
import type { Store } from '../../store/open.ts'
import { type Chance, shortUrl } from '../../text/claim-code.ts'
import { byPost, type Postable, postableOf, postalReason } from '../export/mailing.ts'
import { senderOf } from '../sender.ts'
import { day } from '../values.ts'
import { DEFAULT_PROFILE, PROFILES, type Profile } from './profiles.ts'
import type { Letter } from './sheet.ts'

/** What letters are set with. */
export interface Setting {
  readonly config: Config
  readonly regions: Readonly<Record<Region, RegionCard>>
  readonly at: Instant
  readonly chance: Chance
  /** One profile for all; else each region's own. */
  readonly profile?: Profile
  /** A word across each page of a letter that nobody approved. */
  readonly proof?: string
}

/** A letter in the order of the post, with the row of its list. */
export interface Piece {
  readonly letter: Letter
  readonly postable: Postable
}

/** Lays letters out in the order in which the post sorts; those without a postable address stand beside, with why. */
export const batchOf = (
  store: Store,
  rows: readonly LetterRow[],
  setting: Setting,
): {
  readonly pieces: readonly Piece[]
  readonly left: readonly { readonly prospect: number; readonly why: string }[]
} => {
  const left: { prospect: number; why: string }[] = []
  const pieces = rows.flatMap((row): readonly Piece[] => {
    const card = setting.regions[row.region]
    const input = { ...row, id: row.prospect }
    const postable = postableOf(card, input)
    if (typeof postable !== 'string')
      return [{ postable, letter: letterOf(store, row, postable, setting) }]
    left.push({ prospect: row.prospect, why: postalReason(postable) })
    return []
  })
  return { pieces: [...pieces].sort((a, b) => byPost(a.postable, b.postable)), left }
}

const letterOf = (
  store: Store,
  row: LetterRow,
  { name, address }: Postable,
  setting: Setting,
): Letter => {
  const { config, regions, at, chance, proof } = setting
  const sender = senderOf(config, row.region)
  const link = claimLink(store, { prospect: row.prospect, campaign: row.campaign }, chance, at)
  const abroad = sender.country !== undefined && sender.country !== row.region
  return {
    id: row.id,
    language: row.language,
    profile: setting.profile ?? profileOf(config, row.region),
    sender,
    address: [name, ...address.lines, ...(abroad ? [regions[row.region].postal.country] : [])],
    date: day(at, row.language, row.region),
    ...(row.subject === undefined ? {} : { subject: row.subject }),
    text: row.text,
    link: shortUrl(sender.siteHost, link.code),
    ...(proof === undefined ? {} : { proof }),
  }
}

const profileOf = (config: Config, region: Region): Profile => {
  const name = config.compose.letters[region] ?? DEFAULT_PROFILE[region]
  const profile = PROFILES[name]
  if (profile === undefined) throw new Error(`no letter profile '${name}'`)
  return profile
}
