import type { Config } from '../config.ts'
import type { Instant, Language, Region, SourceId } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import type { Channel } from '../model/verdict.ts'
import type { RegionCard } from '../region.ts'
import { claimLink } from '../store/claim-link.ts'
import {
  type ChannelState,
  type ComposeInput,
  type ComposeReader,
  composeReader,
} from '../store/compose-input.ts'
import { type NewDraft, saveDraft } from '../store/draft.ts'
import type { Store } from '../store/open.ts'
import { type Chance, claimUrl, shortUrl } from '../text/claim-code.ts'
import { type Observation, observationsOf } from './observe.ts'
import { openRenderer } from './render.ts'
import { senderOf } from './sender.ts'
import { type Kind, openCopy } from './sets.ts'
import { variantFor } from './variant.ts'

/** What a campaign is composed from, beside the store. */
export interface Composing {
  readonly campaign: string
  readonly channels: readonly Channel[]
  readonly region?: Region
  /** Most prospects looked at. */
  readonly limit?: number
  readonly config: Config
  readonly regions: Readonly<Record<Region, RegionCard>>
  /** What people call a source. */
  readonly named: (source: SourceId) => string
  readonly at: Instant
  readonly chance: Chance
  readonly signal?: AbortSignal
  readonly onProgress?: (prospects: number, drafts: number) => void
  /** Another templates folder. */
  readonly templates?: string
}

/** A message that was not made, and why. */
export interface SetAside {
  readonly prospect: number
  readonly channel: Channel
  readonly step: number
  readonly code: string
  readonly why: string
}

export interface ComposeReport {
  readonly prospects: number
  /** Drafts by channel, follow-ups under `follow-up`. */
  readonly drafts: Readonly<Record<string, number>>
  /** Drafts that no verdict has cleared; nothing of them can be sent. */
  readonly unchecked: number
  /** Why a channel was left out, counted: no address, the law, no finding. */
  readonly left: Readonly<Record<string, number>>
  readonly setAside: readonly SetAside[]
}

const CHUNK = 500
/** Most ideas in one message: a mail has room for two. */
export const IDEAS: Readonly<Record<Channel, number>> = { email: 2, letter: 3, call: 3, form: 2 }
/** The kinds of template that a channel takes, in the order of their steps. */
const STEPS: Readonly<Record<Channel, readonly Kind[]>> = {
  email: ['email', 'follow-up'],
  letter: ['letter'],
  call: ['call'],
  form: [],
}

/**
 * Composes a campaign for every live prospect, one transaction for each few hundred of them. What cannot be made is
 * set aside with its reason and the rest goes on; the same database and templates give the same drafts.
 */
export const composeCampaign = (store: Store, asked: Composing): ComposeReport => {
  const tally = openTally()
  const reader = composeReader(store)
  const write = openWriter(store, reader, asked, tally)
  let after = 0
  for (;;) {
    const room = (asked.limit ?? Number.POSITIVE_INFINITY) - tally.prospects()
    const inputs = reader.chunk({
      ...(asked.region === undefined ? {} : { region: asked.region }),
      after,
      limit: Math.min(CHUNK, room),
    })
    if (inputs.length === 0 || asked.signal?.aborted) return tally.report()
    store.transaction(() => {
      for (const input of inputs) write(input)
    })
    after = inputs.at(-1)?.id ?? after
    asked.onProgress?.(tally.prospects(), tally.drafts())
  }
}

const openTally = () => {
  let prospects = 0
  let unchecked = 0
  const drafts: Record<string, number> = {}
  const left: Record<string, number> = {}
  const setAside: SetAside[] = []
  return {
    prospect: () => {
      prospects += 1
    },
    draft: (kind: string, cleared: boolean) => {
      drafts[kind] = (drafts[kind] ?? 0) + 1
      if (!cleared) unchecked += 1
    },
    leave: (why: string) => {
      left[why] = (left[why] ?? 0) + 1
    },
    aside: (one: SetAside) => {
      setAside.push(one)
    },
    prospects: () => prospects,
    drafts: () => Object.values(drafts).reduce((sum, times) => sum + times, 0),
    report: (): ComposeReport => ({ prospects, drafts, unchecked, left, setAside }),
  }
}

/** One message to be made. */
interface Task {
  readonly input: ComposeInput
  readonly observations: readonly Observation[]
  readonly channel: Channel
  readonly state: ChannelState
  readonly kind: Kind
  readonly step: number
}

const openWriter = (
  store: Store,
  reader: ComposeReader,
  asked: Composing,
  tally: ReturnType<typeof openTally>,
) => {
  const oldest = daysBefore(asked.at, asked.config.compose.findingMaxAgeDays)
  const open = openMaker(store, reader, asked)
  return (input: ComposeInput): void => {
    tally.prospect()
    const { golden, region, id } = input
    const findings = reader.findings(id, oldest)
    const observations = observationsOf(golden, findings, region, asked.named)
    const make = open(input, observations)
    for (const channel of asked.channels) {
      const state = reader.state(id, channel, asked.at)
      const why = reasonAgainst(reader, input, channel, state, asked)
      if (why !== undefined) tally.leave(`${channel}: ${why}`)
      else
        STEPS[channel].forEach((kind, step) => {
          try {
            saveDraft(store, make({ input, observations, channel, state, kind, step }))
            tally.draft(step > 0 ? kind : channel, state.clearance === 'open')
          } catch (cause) {
            if (!(cause instanceof Trouble) || cause.next !== 'skip') throw cause
            tally.aside({ prospect: id, channel, step, code: cause.code, why: cause.message })
          }
        })
    }
  }
}

const openMaker = (store: Store, reader: ComposeReader, asked: Composing) => {
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
const reasonAgainst = (
  reader: ComposeReader,
  input: ComposeInput,
  channel: Channel,
  state: ChannelState,
  asked: Composing,
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
