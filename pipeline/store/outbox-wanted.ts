import { STOPS_FOLLOW_UPS } from './event.ts'
import { mayGo } from './verdict.ts'

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ')

/** True while nothing but pace stands against a message `m` at `@at`: the law, the words, answers, absence, campaign. */
export const WANTED = `
  m.channel = 'email'
  and (@campaign is null or m.campaign = @campaign)
  and ${mayGo({ prospect: 'm.prospect', channel: 'm.channel', contact: 'm.contact', campaign: 'm.campaign', at: '@at' })}
  and exists (select 1 from draft d where d.id = m.draft and d.digest = m.digest)
  and (m.fresh_until is null or m.fresh_until > @at)
  and not exists (select 1 from campaign_stop c
    where c.campaign in (m.campaign, '*') and c.resumed_at is null)
  and not exists (select 1 from away a where a.prospect = m.prospect and a.until > @at)
  and (m.step = 0 or (
    exists (select 1 from message f where f.prospect = m.prospect and f.campaign = m.campaign
      and f.channel = m.channel and f.step = m.step - 1 and f.state = 'sent')
    and not exists (select 1 from event e where e.prospect = m.prospect
      and e.kind in (${quoted(STOPS_FOLLOW_UPS)}))
    and not exists (select 1 from message o where o.prospect = m.prospect and o.channel <> m.channel
      and o.sent_at is not null)))`
