import type { Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import type { Channel } from '../model/verdict.ts'
import { type ComposeInput, type ComposeReader, composeReader } from '../store/compose-input.ts'
import { saveDraft } from '../store/draft.ts'
import type { Store } from '../store/open.ts'
import { daysBefore, type Making, openMaker, reasonAgainst } from './make.ts'
import { observationsOf } from './observe.ts'
import type { Kind } from './sets.ts'

/** What a campaign is composed from, beside the store. */
export interface Composing extends Making {
  readonly channels: readonly Channel[]
  readonly region?: Region
  /** Most prospects looked at. */
  readonly limit?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (prospects: number, drafts: number) => void
}

/** A message that was not made, and why. */
interface SetAside {
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
            saveDraft(store, make({ channel, state, kind, step }))
            tally.draft(step > 0 ? kind : channel, state.clearance === 'open')
          } catch (cause) {
            if (!(cause instanceof Trouble) || cause.next !== 'skip') throw cause
            tally.aside({ prospect: id, channel, step, code: cause.code, why: cause.message })
          }
        })
    }
  }
}
