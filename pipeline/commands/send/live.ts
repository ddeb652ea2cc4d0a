import { setTimeout as wait } from 'node:timers/promises'
import type { Context } from '../../command.ts'
import { clear } from '../../comply/clear.ts'
import { comply } from '../../comply/comply.ts'
import { openCompliance } from '../../comply/open.ts'
import type { Config } from '../../config.ts'
import type { DeliveryReport, Outlet } from '../../deliver/delivery.ts'
import { openFollowUps, scheduleFollowUps } from '../../deliver/follow.ts'
import {
  openCalendars,
  openOutlets,
  type Plan,
  planDelivery,
  settingsDigest,
  unproven,
} from '../../deliver/live.ts'
import { runDelivery } from '../../deliver/run.ts'
import { EXIT, type ExitCode } from '../../model/exit.ts'
import { Trouble } from '../../model/trouble.ts'
import { loadRegions } from '../../region.ts'
import { openKeyring } from '../../store/keyring.ts'
import { mailExam, saveMailExam } from '../../store/mail-exam.ts'
import { openStore, type Store } from '../../store/open.ts'
import { STANDINGS, type Standing } from '../../store/outbox-plan.ts'

/** Options of a live send. */
export interface LiveOptions {
  readonly campaign?: string
  readonly mailbox?: string
  readonly limit?: number
  readonly yes?: boolean
  readonly override?: string
  readonly by?: string
  readonly json?: boolean
}

/** Shows what would go, asks, and sends. Refuses while a mailbox is not proven, unless somebody says why it may. */
export const sendLive = async (context: Context, options: LiveOptions): Promise<ExitCode> => {
  const config = await context.config()
  const outlets = openOutlets(config, context.env, options.mailbox)
  const calendars = openCalendars(await loadRegions(), config)
  await judgeAnew(context)
  const store = openStore(context.db)
  try {
    const at = context.now()
    scheduleFollowUps(store, openFollowUps(config.deliver, calendars))
    const plan = planDelivery(store, config, outlets, calendars, {
      at,
      ...(options.campaign === undefined ? {} : { campaign: options.campaign }),
    })
    showPlan(context, plan, options)
    if (plan.ready === 0) return EXIT.nothing
    proven(context, store, config, outlets, options)
    if (!(await agreed(context, plan, options))) {
      context.out.say('Nothing was sent.')
      return EXIT.nothing
    }
    const report = await runDelivery({
      store,
      config: config.deliver,
      outlets,
      calendars,
      ring: openKeyring(store, context.env),
      clear,
      now: context.now,
      clock: () => performance.now(),
      chance: Math.random,
      sleep: (ms, signal) => wait(ms, undefined, { signal }).catch(() => undefined),
      signal: context.signal,
      ...(options.campaign === undefined ? {} : { campaign: options.campaign }),
      ...(options.limit === undefined ? {} : { limit: options.limit }),
      onProgress: (so) =>
        context.out.progress(
          `${so.sent} sent, ${so.deferred} deferred, ${so.failed + so.bounced} refused`,
        ),
      onAlarm: (what) => context.out.say(context.out.style.red(what)),
    })
    return told(context, report, options)
  } finally {
    store.close()
  }
}

/** No plan rests on an old verdict: what changed since it was judged, or ends soon, is judged first. */
const judgeAnew = async (context: Context) => {
  const job = await openCompliance(context)
  try {
    const { prospects, forgotten } = comply(job)
    if (prospects > 0) context.out.say(`${prospects} prospects changed and were judged anew.`)
    for (const prospect of forgotten)
      context.out.say(
        `prospect ${prospect} came back after an erasure: run \`pipeline forget ${prospect}\``,
      )
  } finally {
    job.store.close()
  }
}

/** What a person can do about messages that are held; nothing where they go, or stay, by themselves. */
const NEXT: Readonly<Record<Standing, string | undefined>> = {
  [STANDINGS.ready]: undefined,
  [STANDINGS.stopped]: 'look into it, then: pipeline resume CAMPAIGN',
  [STANDINGS.deferred]: undefined,
  [STANDINGS.notDue]: undefined,
  [STANDINGS.notCleared]:
    'see why with: pipeline why PROSPECT (pipeline outbox --state approved lists them)',
  [STANDINGS.rewritten]: 'read and approve the new words: pipeline approve',
  [STANDINGS.stale]:
    'look at the websites again: pipeline enrich, pipeline compose, pipeline approve',
  [STANDINGS.away]: undefined,
  [STANDINGS.answered]: 'nothing: it stays where it is',
}

const showPlan = ({ out }: Context, plan: Plan, options: LiveOptions) => {
  if (options.json) return out.json({ plan })
  out.table(
    ['CAMPAIGN', 'REGION', 'MESSAGES', 'STATE'],
    plan.waiting.map((one) => [one.campaign, one.region, String(one.messages), one.why]),
  )
  for (const why of new Set(plan.waiting.map((one) => one.why)))
    if (NEXT[why] !== undefined) out.line(`${why} → ${NEXT[why]}`)
  for (const box of plan.mailboxes) {
    const when =
      box.regions.length > 0
        ? `now${box.until ? ` until ${box.until.slice(11, 16)} UTC` : ''} to ${box.regions.join(', ')}`
        : box.opens
          ? `from ${box.opens.slice(0, 16).replace('T', ' ')} UTC`
          : 'nothing to send'
    const gap = box.gapSeconds > 0 ? `, one every ${box.gapSeconds} s` : ''
    out.line(`mailbox ${box.name}: ${box.today} more today${gap}; ${when}`)
  }
}

const proven = (
  context: Context,
  store: Store,
  config: Config,
  outlets: readonly Outlet[],
  options: LiveOptions,
) => {
  const faults = unproven(store, config, outlets, context.now())
  if (faults.length === 0) return
  const list = faults.map(({ mailbox, why }) => `${mailbox}: ${why}`).join('; ')
  if (options.override === undefined || options.by === undefined)
    throw new Trouble(
      'mail-unproven',
      'usage',
      `mailboxes that are not proven do not send (${list}). Run \`pipeline doctor mail\`, or say why it may all the same: --override "reason" --by "your name"`,
    )
  for (const { mailbox } of outlets) {
    const exam = mailExam(store, mailbox.name)
    saveMailExam(store, {
      mailbox: mailbox.name,
      at: context.now(),
      passed: false,
      digest: settingsDigest(mailbox, config),
      report: exam?.report ?? [],
      overridden: { by: options.by, why: options.override },
    })
  }
  context.out.say(`sending though not proven (${list}); kept: ${options.by}, "${options.override}"`)
}

const agreed = async ({ out }: Context, plan: Plan, options: LiveOptions): Promise<boolean> => {
  if (options.yes) return true
  const most = Math.min(plan.ready, options.limit ?? Number.POSITIVE_INFINITY)
  const answer = await out.ask(`Send up to ${most} messages to real recipients? Type yes: `)
  if (answer === undefined)
    throw new Trouble(
      'bad-option',
      'usage',
      'a live send asks on a terminal; without one it needs --yes',
    )
  return answer.toLowerCase() === 'yes'
}

const told = ({ out, signal }: Context, report: DeliveryReport, options: LiveOptions): ExitCode => {
  if (options.json) out.json({ report })
  else {
    const parts = (['sent', 'deferred', 'failed', 'bounced', 'unknown', 'released'] as const)
      .filter((part) => report[part] > 0)
      .map((part) => `${report[part]} ${part}`)
    out.line(parts.join(', ') || 'nothing could go now')
    const unknown = report.unknown + report.recovered.unknown
    if (unknown > 0)
      out.say(`${unknown} may have arrived and wait for you: pipeline outbox --state unknown`)
  }
  if (signal.aborted) return EXIT.interrupted
  return report.alarms.length > 0 ? EXIT.blocked : EXIT.done
}
