import { AFTER_DATA, AT_RCPT, type Judgement, judge, type Said } from '../text/replies/judge.ts'
import { type Reported, reportedIn } from './dsn.ts'
import { type Named, namedIn } from './layouts.ts'
import { addressesIn, type Mail } from './mail.ts'

/** What a mail says about one recipient of ours. */
export interface Verdicted extends Omit<Judgement, 'understood'> {
  readonly address: string
}

const WRITER =
  /^(?:(?:mailer-?daemon|mail-?daemon|mmdf|uucp|smtp-?daemon|mailerdaemon|postm[a-z]*ster|poostmaster|mail)@|(?:mail(?:er)?[- ]?(?:delivery|daemon)|mail system|system administrator|delivery sub))/i
const SUBJECT =
  /(?:undeliver|deliver(?:y|ed)?(?: status)?[^a-z]*(?:notif|fail|report|subsys|error|has failed|problem|delay|incomplete|status)|(?:mail|message|delivery)[^a-z]+(?:\w+ )?(?:fail|delivery|could not|error|system error|status)|returned mail|failure notice|non ?delivery|non remis|could not (?:be delivered|send)|unzustellbar|onbestelbaar|niet (?:bezorgd|afgeleverd|worden bezorgd)|échec|could not send message|warning: message|notify: see transcript|не доставлено|rejected|bounced|配信|エラー)/i
/** A server quoted in a text of no known shape: a reply code with words, an enhanced code, or a command. */
const SERVER =
  /(?:^|[\s:<"'(])[45][0-5]\d[ -](?:[45]\.\d{1,3}\.\d{1,3}|\S)|[#(\s][45]\.\d{1,3}\.\d{1,3}\b|RCPT TO/im
/** Sentences that only a notification of failure holds. */
const SENTENCE =
  /(?:could not|couldn't|cannot|can't|unable to|not able to|wasn't able to|was not|did not|failed to|error(?: \w+){0,4} (?:while|in|during|attempting to|trying to)) ?(?:be )?(?:deliver|reach|send)|delivery (?:to|of)[^.\n]{0,60}(?:failed|delayed)|delivery (?:has )?failed|error deliver|problem deliver|trouble deliver|permanent (?:fatal )?error|returned to (?:the )?sender|undeliverable/i

const folded = (text: string): string => text.replace(/\s+/g, ' ').trim()
/** Words in links decide nothing; only the host is kept. */
const withoutLinks = (text: string): string => text.replace(/(https?:\/\/[^\s/>]+)[^\s>)]*/gi, '$1')

const isReport = (mail: Mail): boolean =>
  /report-type="?delivery-status/i.test(mail.header('content-type').join(' '))

/** How many outward signs of a delivery notification a mail has: its writer, a null return path, subject, sentence. */
const signsOf = (mail: Mail): number => {
  if (mail.status.some((body) => reportedIn(body).length > 0)) return CERTAIN
  if (isReport(mail) || mail.header('x-failed-recipients').length > 0) return CERTAIN
  return [
    WRITER.test(mail.from) ||
      WRITER.test(
        mail
          .header('from')
          .join(' ')
          .replace(/^["<\s]+/, ''),
      ),
    /^\s*(?:<\s*>|<?mailer-daemon(?:@\S*)?>?)?\s*$/i.test(mail.header('return-path')[0] ?? '-'),
    SUBJECT.test(mail.subject),
    SENTENCE.test(mail.text),
  ].filter(Boolean).length
}

/** As many signs as there are. */
const CERTAIN = 4

/** The rows of a delivery notification: each recipient, why, and whether it is gone for good. Empty when it is none. */
export const readBounce = (mail: Mail): readonly Verdicted[] => {
  const signs = signsOf(mail)
  if (signs < 2) return []
  const reported = mail.status.flatMap(reportedIn)
  const ours = new Set(oursIn(mail))
  const named = namedIn(mail.text, ours)
  if (reported.length > 0) return rowsOf(reported, named, mail.text)
  const failed = mail.header('x-failed-recipients').flatMap(addressesIn)
  const known = failed.length > 0 ? failed.map((address) => block(address, named)) : named
  if (known.length > 0)
    return known.map((one) => decided(one, '', {}, mail.text, known.length === 1))
  const to = originalRecipient(mail)
  return to !== undefined && (SERVER.test(mail.text) || signs > 2)
    ? [decided({ address: to, block: '' }, '', {}, mail.text, true)]
    : []
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

const block = (address: string, named: readonly Named[]): Named =>
  named.find((one) => same(one.address, address)) ?? { address, block: '' }

const rowsOf = (
  reported: readonly Reported[],
  named: readonly Named[],
  text: string,
): readonly Verdicted[] => {
  const seen = new Set<string>()
  const once = reported.filter(({ address }) => {
    const again = seen.has(address.toLowerCase())
    seen.add(address.toLowerCase())
    return !again
  })
  return once.map((one) =>
    decided(block(one.address, named), one.diagnostic, one, text, once.length === 1),
  )
}

/** Judges the diagnostic first, then the lines about a recipient, then the whole text where it is about that one alone. */
const decided = (
  one: Named,
  diagnostic: string,
  fields: Partial<Pick<Said, 'status' | 'action' | 'type'>>,
  text: string,
  alone: boolean,
): Verdicted => {
  const { status, type } = fields
  const action = fields.action || (WAITING.test(text) ? 'delayed' : undefined)
  const before = text.slice(0, Math.max(0, text.indexOf(one.address)))
  const afterData = AFTER_DATA.test(one.block)
  const atRcpt = AT_RCPT.test(one.block)
  const views = [
    diagnostic,
    `${diagnostic}\n${one.block}`,
    ...(alone ? [`${diagnostic}\n${one.block}\n${text}`] : []),
  ]
  const judged = views.map((words) =>
    judge({
      text: folded(withoutLinks(words)),
      afterData,
      atRcpt,
      ...(status ? { status } : {}),
      ...(action ? { action } : {}),
      ...(type ? { type } : {}),
    }),
  )
  const decisive =
    judged.find((view) => view.understood) ?? judged.find((view) => !VAGUE.has(view.reason))
  const chosen = asleep(before, alone) ?? decisive ?? judged[0] ?? judge({ text: '' })
  return {
    address: one.address,
    hard: chosen.hard,
    reason: chosen.reason,
    status: judged.map((view) => view.status).find(Boolean) ?? '',
    reply: judged.map((view) => view.reply).find(Boolean) ?? '',
  }
}

/** A server that writes this goes on trying; nothing has failed yet. */
const WAITING =
  /warning message only|(?:still|will) be(?:ing)? retried|will (?:keep|continue) (?:on )?trying|has been delayed|delayed for more than|(?:do|need) not need to re-?send|not yet been delivered/i

/** A notification that opens with a sleeping account speaks of that, whatever the servers behind it reply. */
const asleep = (before: string, alone: boolean): Judgement | undefined => {
  if (!alone) return undefined
  const judged = judge({ text: folded(before) })
  return judged.reason === 'suspended' ? judged : undefined
}

const VAGUE: ReadonlySet<string> = new Set(['refused', 'delayed'])

const oursIn = (mail: Mail): readonly string[] => {
  const original = ['from', 'return-path', 'sender', 'reply-to'].flatMap(
    (name) => mail.original.get(name) ?? [],
  )
  const to = (mail.original.get('to') ?? []).flatMap(addressesIn)
  return [mail.from, ...mail.to, ...original.flatMap(addressesIn)]
    .map((address) => address.toLowerCase())
    .filter((address) => !to.some((other) => same(other, address)))
}

const originalRecipient = (mail: Mail): string | undefined =>
  ['x-original-to', 'original-recipient', 'delivered-to', 'to']
    .flatMap((name) => mail.original.get(name) ?? [])
    .flatMap(addressesIn)[0]
