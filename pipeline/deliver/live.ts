import { createHash } from 'node:crypto'
import type { Mailbox } from '../config/deliver.ts'
import type { Config } from '../config.ts'
import type { Instant, Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import type { RegionCard } from '../region.ts'
import type { Environment } from '../secret.ts'
import { mailExam } from '../store/mail-exam.ts'
import type { Store } from '../store/open.ts'
import { mailboxUse, STANDINGS, type Waiting, waitingMessages } from '../store/outbox-plan.ts'
import { type Calendar, openCalendar } from './calendar.ts'
import type { Outlet } from './delivery.ts'
import { dayLimit } from './pace.ts'
import { mailboxOf, signerOf } from './sender.ts'
import { serverOf } from './smtp.ts'

/** The mailboxes that send, with servers and keys; one of them where a name is given. Trouble where there is none. */
export const openOutlets = (
  config: Config,
  env: Environment,
  name: string | undefined,
): readonly Outlet[] => {
  const wanted = name === undefined ? config.deliver.mailboxes : [mailboxOf(config, name)]
  const mailboxes = wanted.flatMap((one) => (one === undefined ? [] : [one]))
  if (mailboxes.length === 0)
    throw new Trouble(
      'bad-config',
      'usage',
      'a live send needs deliver.mailboxes in the configuration',
    )
  return mailboxes.map((mailbox) => {
    const signer = signerOf(mailbox, env)
    return { mailbox, server: serverOf(mailbox, env), ...(signer ? { signer } : {}) }
  })
}

/** The working hours of every region. */
export const openCalendars = (
  regions: Readonly<Record<Region, RegionCard>>,
  config: Config,
): Readonly<Record<Region, Calendar>> => {
  const open = (region: Region) => openCalendar(regions[region], config.deliver.window)
  return { uk: open('uk'), nl: open('nl'), be: open('be') }
}

/** SHA-256 (hex) over what an examination of a mailbox looked at: other settings want another examination. */
export const settingsDigest = (mailbox: Mailbox, config: Config): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        mailbox.from,
        mailbox.smtp,
        mailbox.bounce,
        mailbox.dkim,
        config.deliver.unsubscribe,
      ]),
    )
    .digest('hex')

/** Days for which an examination is believed: keys are turned, records are edited. */
const EXAM_DAYS = 30

/** Mailboxes that have not passed `doctor mail` as they are set up now, each with the reason. */
export const unproven = (
  store: Store,
  config: Config,
  outlets: readonly Outlet[],
  at: Instant,
): readonly { readonly mailbox: string; readonly why: string }[] =>
  outlets.flatMap(({ mailbox }) => {
    const exam = mailExam(store, mailbox.name)
    const old = exam && Date.parse(at) - Date.parse(exam.at) > EXAM_DAYS * 86_400_000
    const why =
      exam === undefined
        ? 'it was never examined'
        : exam.digest !== settingsDigest(mailbox, config)
          ? 'its settings changed since it was examined'
          : old
            ? `it was last examined on ${exam.at.slice(0, 10)}`
            : exam.passed || exam.overridden
              ? undefined
              : 'its examination found faults'
    return why === undefined ? [] : [{ mailbox: mailbox.name, why }]
  })

/** What a live send would do now. */
export interface Plan {
  readonly waiting: readonly Waiting[]
  readonly ready: number
  readonly mailboxes: readonly {
    readonly name: string
    /** Messages it may still send today, and between two of them so many seconds. */
    readonly today: number
    readonly gapSeconds: number
    readonly regions: readonly Region[]
    /** When the hours of its last open region end; undefined when none is open. */
    readonly until?: Instant
    readonly opens?: Instant
  }[]
}

/** Works the plan out; changes nothing. */
export const planDelivery = (
  store: Store,
  config: Config,
  outlets: readonly Outlet[],
  calendars: Readonly<Record<Region, Calendar>>,
  query: { readonly at: Instant; readonly campaign?: string },
): Plan => {
  const { at } = query
  const waiting = waitingMessages(store, query)
  const ready = waiting.filter((one) => one.why === STANDINGS.ready)
  const wanted = new Set(ready.map((one) => one.region))
  return {
    waiting,
    ready: ready.reduce((sum, one) => sum + one.messages, 0),
    mailboxes: outlets.map(({ mailbox }) => {
      const use = mailboxUse(store, mailbox.name, at)
      const regions = (mailbox.regions ?? (['uk', 'nl', 'be'] as const)).filter((one) =>
        wanted.has(one),
      )
      const open = regions.filter((one) => config.deliver.anyTime || calendars[one].isOpen(at))
      const until = open
        .map((one) => calendars[one].closes(at))
        .sort()
        .at(-1)
      const opens = regions.map((one) => calendars[one].nextOpen(at)).sort()[0]
      return {
        name: mailbox.name,
        today: Math.max(0, dayLimit(mailbox, use.days) - use.day),
        gapSeconds: config.deliver.spread ? Math.round(3600 / mailbox.perHour) : 0,
        regions: open,
        ...(until === undefined || config.deliver.anyTime ? {} : { until }),
        ...(opens === undefined ? {} : { opens }),
      }
    }),
  }
}
