import type { Finding } from '../model/finding.ts'
import type { GoldenRecord } from '../model/prospect.ts'
import type { Instant, Language, Region } from '../model/region.ts'
import type { Channel } from '../model/verdict.ts'
import type { Clearance } from './draft.ts'
import type { Store } from './open.ts'
import { notSuppressed } from './suppression.ts'

/** What composing and exports read of a live prospect. */
export interface ComposeInput {
  readonly id: number
  readonly region: Region
  readonly language: Language
  readonly golden: GoldenRecord
}

/** How a channel stands for a prospect: allowed or not, by what notice, to which contact. */
export interface ChannelState {
  readonly clearance: Clearance | 'refused'
  readonly notice: 'none' | 'art14'
  readonly contact?: number
}

/** Reads what messages are made from; statements are prepared once, for they run for each prospect. */
export interface ComposeReader {
  /** Live prospects in the order of their ids, after one id, at most `limit`. */
  readonly chunk: (query: {
    readonly region?: Region
    readonly after: number
    readonly limit: number
  }) => readonly ComposeInput[]
  /** One live prospect, merged ones followed to what they became. */
  readonly one: (id: number) => ComposeInput | undefined
  /** How a channel stands at a moment: `refused` under a verdict other than `open` and under every opt-out. */
  readonly state: (prospect: number, channel: Channel, at: Instant) => ChannelState
  /** E-mail addresses or numbers found on the business's own site, impersonal ones first. */
  readonly contacts: (
    prospect: number,
    type: 'email' | 'phone',
  ) => readonly { readonly id: number; readonly value: string }[]
  /** Findings that may be said and are not older than `since`, the weightier first. */
  readonly findings: (prospect: number, since: Instant) => readonly Finding[]
}

type InputRow = { id: number; region: Region; language: Language; golden: string }
type StateRow = {
  may: string | null
  notice: 'none' | 'art14' | null
  contact: number | null
  free: number
}
type FindingRow = Omit<Finding, 'data' | 'sayable'> & { data: string }

export const composeReader = (store: Store): ComposeReader => {
  const { raw } = store
  const chunk = raw.prepare<unknown[], InputRow>(
    `select id, region, language, golden from prospect
     where state = 'live' and id > :after and (:region is null or region = :region)
     order by id limit :limit`,
  )
  const one = raw.prepare<unknown[], InputRow>(
    `with recursive heir (id) as (
       values (?) union select p.merged_into from prospect p join heir h on p.id = h.id
       where p.state = 'merged' and p.merged_into is not null)
     select id, region, language, golden from prospect where state = 'live' and id in heir`,
  )
  const state = raw.prepare<unknown[], StateRow>(
    `select v.may, v.notice, v.contact, ${notSuppressed('asked.prospect', 'asked.channel')} as free
     from (select ? as prospect, ? as channel) asked
     left join verdict v on v.prospect = asked.prospect and v.channel = asked.channel
       and v.current = 1 and v.expires_at > ?`,
  )
  const contacts = has(store, 'contact')
    ? raw.prepare<unknown[], { id: number; value: string }>(
        `select id, value from contact
         where prospect = ? and type = ? and coalesce(deliverable, '') <> 'no'
         order by case reach when 'impersonal' then 0 when 'unknown' then 1 when 'freemail' then 2 else 3 end, id`,
      )
    : undefined
  const findings = has(store, 'finding')
    ? raw.prepare<unknown[], FindingRow>(
        `select id, prospect, probe, severity, page, url, excerpt, data, at from finding
         where prospect = ? and sayable = 1 and at >= ?
         order by case severity when 'high' then 0 when 'middle' then 1 else 2 end, probe, id`,
      )
    : undefined
  return {
    chunk: ({ region, after, limit }) =>
      chunk
        .all({ region: region ?? null, after, limit: Math.min(limit, Number.MAX_SAFE_INTEGER) })
        .map(inputOf),
    one: (id) => {
      const row = one.get(id)
      return row && inputOf(row)
    },
    state: (prospect, channel, at) => {
      const row = state.get(prospect, channel, at)
      return {
        clearance:
          row?.free === 0 || (row?.may != null && row.may !== 'open')
            ? 'refused'
            : row?.may === 'open'
              ? 'open'
              : 'unchecked',
        notice: row?.notice ?? 'none',
        ...(row?.contact == null ? {} : { contact: row.contact }),
      }
    },
    contacts: (prospect, type) => contacts?.all(prospect, type) ?? [],
    findings: (prospect, since) =>
      findings
        ?.all(prospect, since)
        .map((row) => ({ ...row, sayable: true, data: JSON.parse(row.data) })) ?? [],
  }
}

const inputOf = (row: InputRow): ComposeInput => ({ ...row, golden: JSON.parse(row.golden) })

const has = (store: Store, table: string): boolean =>
  store.raw.prepare("select 1 from sqlite_schema where type = 'table' and name = ?").get(table) !==
  undefined
