import type { GoldenRecord } from '../model/prospect.ts'
import type { Instant, Language, Region } from '../model/region.ts'
import type { Store } from './open.ts'
import { mayGo, type RegisterResult } from './verdict.ts'

/** A call that may be made now. */
export interface CallRow {
  readonly prospect: number
  readonly region: Region
  readonly language: Language
  readonly golden: GoldenRecord
  readonly text: string
  /** The number that the verdict speaks about; else the golden record's. */
  readonly number: string | undefined
  readonly rule: string
  /** Registers that were asked about the number, and when. */
  readonly screens: readonly RegisterResult[]
  readonly expiresAt: Instant
}

/** Call drafts, each with whether it may be made at this moment: a register answer that is too old forbids it. */
export const callsOf = (
  store: Store,
  query: { readonly at: Instant; readonly campaign: string; readonly region?: Region },
): readonly (CallRow & { readonly may: boolean })[] =>
  store.raw
    .prepare<unknown[], Row>(
      `select d.prospect, p.region, d.language, p.golden, d.body as text, c.value as number,
         coalesce(v.rule, '') as rule, coalesce(v.registers, '[]') as registers, coalesce(v.expires_at, '') as expiresAt,
         ${mayGo({ prospect: 'd.prospect', channel: 'd.channel', contact: 'd.contact', campaign: 'd.campaign', at: '@at' })} as may
       from draft d join prospect p on p.id = d.prospect
       left join verdict v on v.prospect = d.prospect and v.channel = 'call' and v.current = 1
       left join contact c on c.id = d.contact and c.type = 'phone'
       where d.channel = 'call' and d.campaign = @campaign and p.state = 'live'
         and (d.fresh_until is null or d.fresh_until > @at) and (@region is null or p.region = @region)
       order by p.region, p.postcode, d.prospect`,
    )
    .all({ at: query.at, campaign: query.campaign, region: query.region ?? null })
    .map(({ golden, registers, number, may, ...row }) => ({
      ...row,
      golden: JSON.parse(golden),
      number: number ?? undefined,
      may: may === 1,
      screens: JSON.parse(registers) as readonly RegisterResult[],
    }))

type Row = Omit<CallRow, 'golden' | 'screens' | 'number'> & {
  readonly golden: string
  readonly registers: string
  readonly number: string | null
  readonly may: number
}
