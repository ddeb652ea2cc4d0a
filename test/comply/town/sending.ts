import type { MessageRow } from '../../../pipeline/store/message.ts'
import { applyChanges, claimMessages } from '../../../pipeline/store/outbox.ts'
import { currentVerdict } from '../../../pipeline/store/verdict.ts'
import { addDays } from '../../../pipeline/text/days.ts'
import { config, type Life, prospectOf, wrong } from './life.ts'
import { idsOf, parts, TOWN } from './town.ts'

/** Claims and sends all that may go, and looks at each message with the memory of the test alone. */
export const send = (life: Life) => {
  const sender = Number(
    life.store.raw.prepare(`insert into sender (boot, started_at) values ('', ?)`).run(life.at)
      .lastInsertRowid,
  )
  const claimed = claimMessages(life.store, {
    sender,
    mailbox: 'main',
    from: 'sender.example',
    at: life.at,
    limit: 100,
    regions: ['uk', 'nl', 'be'],
    perHour: 1000,
    perDay: 1000,
    perDomainPerHour: 1000,
    perExchangerPerHour: 1000,
  })
  for (const message of claimed) judge(life, message)
  applyChanges(
    life.store,
    sender,
    claimed.map(({ id }) => ({ to: 'sent', id, at: life.at, reply: '250 ok', nextDue: life.at })),
  )
  life.sent += claimed.length
}

const judge = (life: Life, { prospect, address, contact }: MessageRow) => {
  const cluster = life.memory.clusters.find((each) =>
    each.some((listed) => prospectOf(life, listed) === prospect),
  )
  const who = TOWN.findIndex(({ email }) => email === address)
  const owners = [...new Set((cluster ?? []).map((listed) => parts(listed)[0]))]
  const told = `message to ${who} of {${(cluster ?? []).join(' ')}}`
  if (cluster === undefined) return wrong(life, `${told}: nobody is there`)
  if (life.nos.has(`email ${address}`)) wrong(life, `${told}: the address said no`)
  if (life.bounced.has(address)) wrong(life, `${told}: the address bounced`)
  for (const id of cluster.flatMap((listed) => idsOf(...parts(listed))))
    if (life.nos.has(id)) wrong(life, `${told}: ${id} said no`)
  const verdict = currentVerdict(life.store, prospect, 'email')
  if (
    verdict?.may !== 'open' ||
    verdict.expiresAt <= life.at ||
    (verdict.contact ?? null) !== contact
  )
    wrong(life, `${told}: no open verdict for it`)
  const consented = life.memory.consents.get(address)
  const asked = consented !== undefined && addDays(consented, config.consentDays) > life.at
  if (asked || !owners.includes(who)) return
  if (owners.some((owner) => TOWN[owner]?.kind === 'sole'))
    wrong(life, `${told}: a person, without consent`)
  if (owners.every((owner) => TOWN[owner]?.country === 'nl') && !life.memory.decisions.has(address))
    wrong(life, `${told}: Dutch, and nobody decided`)
}
