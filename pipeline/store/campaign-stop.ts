import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'

/** A campaign that does not send now, who stopped it, and why. */
export interface CampaignStop {
  campaign: string
  by: string
  why: string
  at: string
  resumed_at: string | null
}

declare module './schema.ts' {
  interface Tables {
    campaign_stop: CampaignStop
  }
}

/** Every campaign at once. */
export const EVERY_CAMPAIGN = '*'

/** Stops a campaign (or `*`); one that is stopped already keeps its first reason. */
export const stopCampaign = (store: Store, stop: Omit<CampaignStop, 'resumed_at'>): void => {
  store.run(
    store.sql
      .insertInto('campaign_stop')
      .values({ ...stop, resumed_at: null })
      .onConflict((conflict) =>
        conflict
          .column('campaign')
          .doUpdateSet({ by: stop.by, why: stop.why, at: stop.at, resumed_at: null })
          .where('campaign_stop.resumed_at', 'is not', null),
      ),
  )
}

/** Lets a campaign (or `*`) go on; answers whether it was stopped. */
export const resumeCampaign = (store: Store, campaign: string, at: Instant): boolean =>
  store.run(
    store.sql
      .updateTable('campaign_stop')
      .set({ resumed_at: at })
      .where('campaign', '=', campaign)
      .where('resumed_at', 'is', null),
  ).changes > 0

/** Campaigns that are stopped. */
export const stoppedCampaigns = (store: Store): readonly CampaignStop[] =>
  store.all(
    store.sql
      .selectFrom('campaign_stop')
      .selectAll()
      .where('resumed_at', 'is', null)
      .orderBy('campaign'),
  )

/** What a campaign sent by mail since it was last resumed, and what came back of it. */
export interface Tally {
  readonly campaign: string
  readonly sent: number
  readonly bounced: number
  readonly complained: number
}

/** Counts each running campaign's messages that went out, those that bounced (at once or later), and complaints. */
export const campaignTallies = (store: Store): readonly Tally[] =>
  store.raw
    .prepare<[], Tally>(
      `select m.campaign as campaign, count(*) as sent, sum(m.state = 'bounced') as bounced,
         sum(exists (select 1 from event e where e.message = m.id and e.kind = 'complained')) as complained
       from message m left join campaign_stop c on c.campaign = m.campaign
       where m.channel = 'email' and m.state in ('sent', 'failed', 'unknown', 'bounced', 'replied', 'opted-out')
         and m.claimed_at >= coalesce(c.resumed_at, '')
       group by m.campaign`,
    )
    .all()
