import type { Config } from '../config.ts'
import type { Instant, Language, Region, SourceId } from '../model/region.ts'
import type { Channel } from '../model/verdict.ts'
import type { RegionCard } from '../region.ts'
import { claimLink } from '../store/claim-link.ts'
import type { ChannelState, ComposeInput, ComposeReader } from '../store/compose-input.ts'
import type { NewDraft } from '../store/draft.ts'
import type { Store } from '../store/open.ts'
import { type Chance, claimUrl, shortUrl } from '../text/claim-code.ts'
import type { Observation } from './observe.ts'
import { openRenderer } from './render.ts'
import { senderOf } from './sender.ts'
import { type Kind, openCopy } from './sets.ts'
import { variantFor } from './variant.ts'

/** What messages are made with, beside the store. */
export interface Making {
  readonly campaign: string
  readonly config: Config
  readonly regions: Readonly<Record<Region, RegionCard>>
  /** What people call a source. */
  readonly named: (source: SourceId) => string
  readonly at: Instant
  readonly chance: Chance
  /** Another templates folder. */
  readonly templates?: string
}

/** Most ideas in one message: a mail has room for two. */
export const IDEAS: Readonly<Record<Channel, number>> = { email: 2, letter: 3, call: 3, form: 2 }

/** One message to be made. */
interface Task {
  readonly channel: Channel
  readonly state: ChannelState
  readonly kind: Kind
  readonly step: number
}

/** Opens prospects for writing: each answers with a function that makes its messages one by one. */
export const openMaker = (store: Store, reader: ComposeReader, asked: Making) => {
  const { campaign, config, at } = asked
  const set = config.compose.campaigns[campaign]?.set ?? campaign
  const copyFor = memo((key: string) => {
    const [language, region] = key.split('-') as [Language, Region]
    return openCopy(language, region, asked.templates)
  })
  const senderFor = memo((region: Region) => senderOf(config, region))
  return (input: ComposeInput, observations: readonly Observation[]) => {
    const copy = copyFor(`${input.language}-${input.region}`)
    const sender = senderFor(input.region)
    const render = openRenderer({ ...input, observations }, { sender, copy, named: asked.named })
    return ({ channel, state, kind, step }: Task): NewDraft => {
      const variant = variantFor(input.id, campaign, copy.variants(set))
      const link = claimLink(store, { prospect: input.id, campaign }, asked.chance, at)
      const mail = channel === 'email'
      const message = render(copy.template(set, kind, variant), {
        claim: mail ? claimUrl(sender.siteUrl, link.token) : shortUrl(sender.siteHost, link.code),
        notice: state.notice,
        ideas: IDEAS[channel],
        mail,
      })
      const contact = contactFor(reader, input, channel, state)
      return {
        prospect: input.id,
        campaign,
        set,
        step,
        channel,
        language: input.language,
        variant,
        ...message,
        ...(contact === undefined ? {} : { contact }),
        clearance: state.clearance === 'open' ? 'open' : 'unchecked',
        notice: state.notice,
        ...freshUntil(message.statements, observations, config.compose.findingMaxAgeDays),
        createdAt: at,
      }
    }
  }
}

const memo = <K, V>(make: (key: K) => V): ((key: K) => V) => {
  const known = new Map<K, V>()
  return (key) => {
    const found = known.get(key) ?? make(key)
    known.set(key, found)
    return found
  }
}

/** The verdict's own contact where there is a verdict; before that the best one that the site shows. */
const contactFor = (
  reader: ComposeReader,
  input: ComposeInput,
  channel: Channel,
  state: ChannelState,
): number | undefined => {
  if (state.clearance === 'open') return state.contact
  return channel === 'email' || channel === 'call'
    ? reader.contacts(input.id, channel === 'email' ? 'email' : 'phone')[0]?.id
    : undefined
}

/** Why a channel makes no draft for a prospect; undefined when it does. */
export const reasonAgainst = (
  reader: ComposeReader,
  input: ComposeInput,
  channel: Channel,
  state: ChannelState,
  asked: Making,
): string | undefined => {
  const { golden, region, language, id } = input
  if (state.clearance === 'refused') return 'not allowed (pipeline why PROSPECT tells the rule)'
  if (channel === 'email' && !golden.email && reader.contacts(id, 'email').length === 0)
    return 'no e-mail address'
  if (channel === 'call' && !golden.phone && reader.contacts(id, 'phone').length === 0)
    return 'no phone number'
  if (channel !== 'letter') return undefined
  const layout = asked.regions[region].postal.layout(golden.address?.value ?? {}, language)
  return typeof layout === 'string' ? `no postal address (${layout})` : undefined
}

const DAY = 86_400_000

/** The moment so many days before another. */
export const daysBefore = (at: Instant, days: number): Instant =>
  new Date(Date.parse(at) - days * DAY).toISOString()

const freshUntil = (
  statements: NewDraft['statements'],
  observations: readonly Observation[],
  maxAge: number,
): { readonly freshUntil?: Instant } => {
  const used = new Set(statements.flatMap((statement) => statement.evidence))
  const oldest = observations
    .filter(({ evidence }) =>
      evidence.some((proof) => proof.startsWith('finding:') && used.has(proof)),
    )
    .map(({ at }) => at)
    .sort()[0]
  return oldest === undefined ? {} : { freshUntil: daysBefore(oldest, -maxAge) }
}
