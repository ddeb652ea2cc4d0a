import { clear } from '../../pipeline/comply/clear.ts'
import { deliver as section } from '../../pipeline/config/deliver.ts'
import type { ConfigInput } from '../../pipeline/config.ts'
import { openCalendar } from '../../pipeline/deliver/calendar.ts'
import type { Delivery } from '../../pipeline/deliver/delivery.ts'
import { runDelivery } from '../../pipeline/deliver/run.ts'
import { smtpServer } from '../../pipeline/deliver/smtp.ts'
import { listDrafts } from '../../pipeline/store/draft.ts'
import { openKeyring } from '../../pipeline/store/keyring.ts'
import { approveDraft } from '../../pipeline/store/message.ts'
import type { Store } from '../../pipeline/store/open.ts'
import { clearDue, keepProspectKeys } from '../../pipeline/store/prospect-key.ts'
import { AT, addDraft, addProspect } from './house.ts'

/** Adds a kept page, for contacts to stand on. */
const addPage = (store: Store): number =>
  Number(
    store.raw
      .prepare(
        `insert into page (source, kind, url, status, content_type, fetched_at, archive, archive_offset,
           archive_length, digest, verdict)
         values ('any/site', 'contact', 'https://alder.example/contact', 200, 'text/html', ?, 'a', (select count(*) from page), 1, 'd', 'ok')`,
      )
      .run(AT).lastInsertRowid,
  )

/** Adds a business that may be written to: contact, open verdict, keys; answers its ids. */
const addCleared = (store: Store, address: string, region = 'uk') => {
  const prospect = addProspect(store, { email: address, region })
  const contact = Number(
    store.raw
      .prepare(
        `insert into contact (prospect, type, value, reach, how, page, at, first_at)
         values (?, 'email', ?, 'impersonal', 'mailto', ?, ?, ?)`,
      )
      .run(prospect, address, addPage(store), AT, AT).lastInsertRowid,
  )
  store.raw
    .prepare(
      `insert into verdict (prospect, channel, region, kind, may, rule, rule_version, article, conditions, because,
         evidence, registers, notice, contact, at, expires_at)
       values (?, 'email', ?, 'legal-impersonal', 'open', 'uk-email', '1', 'reg 22', '[]', '[]', '[]', '[]', 'none',
         ?, ?, '2027-12-01T00:00:00.000Z')`,
    )
    .run(prospect, region, contact, AT)
  keepProspectKeys(store, openKeyring(store, {}), prospect)
  clearDue(store, prospect)
  return { prospect, contact }
}

/** Adds a cleared and approved message, with follow-ups where asked; answers the ids of the messages. */
export const addApproved = (
  store: Store,
  address: string,
  more: { region?: string; campaign?: string; steps?: number; text?: string; at?: string } = {},
) => {
  const { prospect, contact } = addCleared(store, address, more.region)
  const messages: number[] = []
  for (let step = 0; step < (more.steps ?? 1); step++) {
    addDraft(store, prospect, {
      step,
      ...(more.campaign === undefined ? {} : { campaign: more.campaign }),
      ...(more.text === undefined ? {} : { text: more.text }),
    })
    store.raw.prepare('update draft set contact = ? where prospect = ?').run(contact, prospect)
    const draft = listDrafts(store, { prospect, step }).at(-1)
    if (draft === undefined) throw new Error('no draft')
    messages.push(
      approveDraft(store, draft, {
        by: 'Jo',
        at: more.at ?? AT,
        address,
        region: (more.region ?? 'uk') as 'uk',
        ring: openKeyring(store, {}),
      }) ?? 0,
    )
  }
  return { prospect, contact, messages }
}

/** Fills an outbox with so many cleared, approved messages to as many domains, in one transaction. */
export const fillOutbox = (store: Store, count: number, more: { text?: string } = {}): void => {
  store.transaction(() => {
    for (let i = 0; i < count; i++) addApproved(store, `info@firm${i}.example`, more)
  })
}

const PLACES = {
  uk: { iso: 'GB', timeZone: 'Europe/London' },
  nl: { iso: 'NL', timeZone: 'Europe/Amsterdam' },
  be: { iso: 'BE', timeZone: 'Europe/Brussels' },
}

/** A configuration that sends at any hour and as fast as it can. */
export const fast = (more: ConfigInput['deliver'] = {}) =>
  section.parse({
    anyTime: true,
    spread: false,
    perDomainPerHour: 1000,
    perExchangerPerHour: 1000,
    ...more,
    mailboxes: more.mailboxes ?? [
      {
        name: 'jo',
        from: 'jo@mill.example',
        fromName: 'Jo of Mill',
        smtp: 'smtp://127.0.0.1',
        connections: 5,
        perHour: 1_000_000,
        perDay: 1_000_000,
        bounce: 'bounce@mill.example',
      },
    ],
  })

/** Everything a delivery takes, against one server on loopback. */
export const deliveryTo = (
  store: Store,
  url: string,
  more: Partial<Delivery> & { readonly at?: string } = {},
): Delivery => {
  const config = more.config ?? fast()
  const { from, until } = config.window
  const calendar = (region: keyof typeof PLACES) => openCalendar(PLACES[region], { from, until })
  return {
    store,
    config,
    outlets: config.mailboxes.map((mailbox) => ({ mailbox, server: smtpServer(url) })),
    calendars: { uk: calendar('uk'), nl: calendar('nl'), be: calendar('be') },
    ring: openKeyring(store, {}),
    clear,
    now: () => more.at ?? '2026-11-23T11:00:00.000Z',
    clock: () => performance.now(),
    chance: () => 0.5,
    sleep: async () => undefined,
    signal: new AbortController().signal,
    ...more,
  }
}

export { runDelivery }
