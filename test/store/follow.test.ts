import { expect, it } from 'vitest'
import { followers, followWriter } from '../../pipeline/store/follow.ts'
import { openStore } from '../../pipeline/store/open.ts'

it('every table that hangs on a prospect follows it, and those with a listing follow the listing', () => {
  const store = openStore(':memory:')
  const found = new Map(followers(store).map(({ table, hasListing }) => [table, hasListing]))
  expect(Object.fromEntries(found)).toMatchObject({
    consent: false,
    contact: true,
    finding: false,
    legal: true,
    message: false,
    event: false,
    claim_link: false,
  })
  for (const own of ['member', 'prospect_log', 'prospect_key', 'verdict'])
    expect(found.has(own)).toBe(false)
})

it('what was approved for both halves of a merge goes out once', () => {
  const store = openStore(':memory:')
  const { raw } = store
  const prospect = raw.prepare(
    `insert into prospect (region, language, golden, name, created_at, changed_at)
     values ('uk', 'en', '{}', 'Alder', '', '')`,
  )
  const message = raw.prepare(
    `insert into message (prospect, campaign, step, channel, region, address, domain, digest, token,
       approved_by, approved_at, due_at, state) values (?, 'spring', ?, 'email', 'uk', '', '', '', ?, 'Jo', '', '', ?)`,
  )
  prospect.run()
  prospect.run()
  message.run(1, 0, 'one', 'approved')
  message.run(2, 0, 'two', 'approved')
  message.run(2, 1, 'three', 'approved')
  message.run(1, 2, 'four', 'approved')
  message.run(2, 2, 'five', 'sent')
  followWriter(store).merge(2, 1)
  expect(raw.prepare('select prospect, step, state from message order by id').all()).toEqual([
    { prospect: 1, step: 0, state: 'approved' },
    { prospect: 2, step: 0, state: 'cancelled' },
    { prospect: 1, step: 1, state: 'approved' },
    { prospect: 1, step: 2, state: 'cancelled' },
    { prospect: 2, step: 2, state: 'sent' },
  ])
})
