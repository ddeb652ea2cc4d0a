import type { Config } from '../../config.ts'
import type { Instant } from '../../model/region.ts'
import { contactsOf, saveDeliverable } from '../../store/contact.ts'
import { saveStep } from '../../store/enrichment.ts'
import { type MailDomainRow, mailDomain, saveMailDomain } from '../../store/mail-domain.ts'
import type { Store } from '../../store/open.ts'
import { type Deliverability, deliverability } from './deliver.ts'
import type { Resolver } from './resolver.ts'

/** What judging addresses needs. */
export interface MailOptions {
  readonly store: Store
  readonly resolver: Resolver
  readonly config: Pick<Config, 'enrich'>
  readonly now: () => Instant
}

const HOUR = 3600 * 1000
/** Silence of DNS is believed for this long. */
const SILENT_HOURS = 6

/** Judges the addresses of a prospect and writes the answers down; a domain that DNS was silent about is asked again later. */
export const checkMail = async (
  prospect: number,
  options: MailOptions,
  counts: Record<Deliverability['deliverable'], number>,
): Promise<void> => {
  const { store, resolver, now } = options
  const emails = contactsOf(store, prospect).filter((contact) => contact.type === 'email')
  let silent = false
  for (const { value } of emails) {
    const answer = await deliverability(value, resolver, cacheIn(options))
    counts[answer.deliverable]++
    if (answer.deliverable === 'unknown') silent = true
    store.transaction(() => saveDeliverable(store, value, answer, now()))
  }
  const again = new Date(Date.parse(now()) + SILENT_HOURS * HOUR).toISOString()
  saveStep(store, {
    prospect,
    step: 'mail',
    at: now(),
    ...(emails.length === 0
      ? { state: 'nothing', reason: 'no e-mail address' }
      : silent
        ? { state: 'failed', reason: 'DNS did not answer', not_before: again }
        : { state: 'done' }),
  })
}

const answerOf = ({ deliverable, why, exchanger }: MailDomainRow): Deliverability => ({
  deliverable,
  why,
  ...(exchanger === null ? {} : { exchanger }),
})

const cacheIn = ({ store, config, now }: MailOptions) => ({
  find: (domain: string): Deliverability | undefined => {
    const row = mailDomain(store, domain)
    if (row === undefined) return undefined
    const hours = row.deliverable === 'unknown' ? SILENT_HOURS : config.enrich.mailDays * 24
    return Date.parse(row.at) + hours * HOUR > Date.parse(now()) ? answerOf(row) : undefined
  },
  save: (domain: string, answer: Deliverability) => saveMailDomain(store, domain, answer, now()),
})
