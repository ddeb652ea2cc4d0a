import type { GoldenRecord, Provenance } from '../model/prospect.ts'
import type { Instant, Language, Region, SourceId } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import { splitLegalForm } from '../text/legal-forms.ts'
import { naturalCase } from '../text/names.ts'
import { printPhone } from '../text/phones.ts'
import { tradeById } from '../text/trades.ts'
import { clean, looksLikeLink } from './clean.ts'
import { type Marks, plain } from './evidence.ts'
import { hostOf, type Observation } from './observe.ts'
import type { Sender } from './sender.ts'
import type { Copy } from './sets.ts'
import type { Values } from './template.ts'
import type { FactName } from './words.ts'

/** What a message is made from. */
export interface Subject {
  readonly id: number
  readonly region: Region
  readonly golden: GoldenRecord
  readonly observations: readonly Observation[]
}

/** What stands around the prospect: who writes, in what words, to which claim page. */
export interface Setting {
  readonly sender: Sender
  readonly copy: Copy
  readonly named: (source: SourceId) => string
  /** Claim link as the channel prints it. */
  readonly claim: string
  readonly notice: 'none' | 'art14'
  /** Most ideas in one message. */
  readonly ideas: number
  readonly register?: string
}

/** Longest value that a sentence carries without breaking. */
const LONGEST = 80
/** Longest sentence on a finding: a title or an address in it may be long, a page's whole text may not. */
const SENTENCE = 300
/** Sentences that are about a host name, and print it. */
const HOSTS: ReadonlySet<string> = new Set(['website-differs'])
/** Longest name that leaves room for the rest of a subject. */
const SUBJECT = 40

type Facts = Partial<Record<FactName, string | readonly string[]>>

/**
 * The facts of one message, each about the business marked with its evidence. A value that is absent is no fact.
 * Trouble `unusable-value` names a name that could change the message (a link, an address, an endless line).
 */
export const factsOf = (subject: Subject, setting: Setting, marks: Marks): Values => ({
  ...business(subject, setting, marks),
  ...observations(subject, setting, marks),
  ...senderFacts(setting),
})

const business = ({ golden, region }: Subject, setting: Setting, marks: Marks): Facts => {
  const { copy } = setting
  const spoken = splitLegalForm(golden.name.value, region).name
  const name = naturalCase(usable('name', spoken, golden))
  const town = golden.address?.value.town
  const place = town === undefined ? undefined : naturalCase(usable('town', town, golden))
  const trade = golden.trade && tradeById(golden.trade.value)?.words[copy.language]
  const from: Provenance = golden.name.from
  const fact = (key: string, value: string | undefined) =>
    value === undefined ? undefined : marks.value(value, [`golden:${key}`])
  return present({
    name: fact('name', name),
    shortName: name.length <= SUBJECT ? fact('name', name) : undefined,
    source: fact('name', setting.named(from.source)),
    seen: fact('name', day(from.at, copy.language, region)),
    trade: fact('trade', trade?.one),
    aTrade: fact('trade', trade && `${trade.article} ${trade.one}`),
    trades: fact('trade', trade?.many),
    town: fact('address', place),
    inTown: fact('address', place === undefined ? undefined : inTown(place, copy.language)),
    phone: fact(
      'phone',
      golden.phone === undefined ? undefined : printPhone(golden.phone.value, region),
    ),
    website: fact(
      'website',
      golden.website === undefined ? undefined : hostOf(golden.website.value) || undefined,
    ),
  })
}

/** Findings that say something of our directory, not of their website. */
const NO_IDEA: ReadonlySet<string> = new Set(['not-in-directory', 'dead-website'])

const observations = (
  { observations: all, region }: Subject,
  { copy, ideas: most }: Setting,
  marks: Marks,
): Facts => {
  const said = all.flatMap((observation) => {
    const sentence = sentenceOf(observation, copy, marks)
    return sentence === undefined ? [] : [{ observation, ...sentence }]
  })
  const difference = said.find(({ question }) => question !== undefined)
  const ideas = said
    .filter(({ observation, question }) => question === undefined && !NO_IDEA.has(observation.what))
    .slice(0, most)
  const looked = ideas.map(({ observation }) => observation.at).sort()[0]
  return present({
    difference: difference?.text,
    question: difference?.question,
    topic: difference?.topic,
    ideas: ideas.map(({ text }) => text),
    idea: ideas[0]?.text,
    looked:
      looked === undefined
        ? undefined
        : marks.value(
            day(looked, copy.language, region),
            ideas.flatMap(({ observation }) => observation.evidence),
          ),
  })
}

/** A sentence about an observation; where it asks something, the question and what it is about. */
interface Said {
  readonly text: string
  readonly question: string | undefined
  readonly topic: string | undefined
}

/** The sentence about an observation; undefined where the language has none or a value cannot be said. */
export const sentenceOf = (
  { what, data, evidence }: Observation,
  copy: Copy,
  marks: Marks,
): Said | undefined => {
  const template = copy.finding(what)
  const values = Object.entries(data).map(
    ([key, value]) => [key, figure(clean(value), copy.language)] as const,
  )
  if (template === undefined) return undefined
  const given = { ...flags(data), ...Object.fromEntries(values) }
  try {
    const text = template.body(given).trim()
    if (text.length > SENTENCE || MARKUP.test(text) || (looksLikeLink(text) && !HOSTS.has(what)))
      return undefined
    const also = (head: string) => {
      const line = template.heads[head]?.(given)
      return line === undefined ? undefined : marks.block(line, evidence)
    }
    return {
      text: marks.block(text, evidence),
      question: also('question'),
      topic: also('topic'),
    }
  } catch (cause) {
    if (cause instanceof Trouble && cause.code === 'missing-fact') return undefined
    throw cause
  }
}

/** A figure as the language writes it: `6.2` is `6,2` on the continent. */
const figure = (value: string, language: Language): string =>
  language !== 'en' && /^\d+\.\d+$/.test(value) ? value.replace('.', ',') : value

/**
 * Words of a fixed list become conditions: `reason: 'expired'` gives `reasonExpired`, `missing: 'name, hours'` gives
 * `missingName` and `missingHours`. So each language has its own words for them, and none of ours reach the reader.
 */
const flags = (data: Observation['data']): Values =>
  Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) =>
      /^[a-z-]+(?:, [a-z-]+)*$/.test(value)
        ? value
            .split(', ')
            .map((word) => [
              key + word.replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase()),
              'yes',
            ])
        : [],
    ),
  )

const senderFacts = ({ sender, claim, notice, register }: Setting): Facts =>
  present({
    claim,
    site: sender.site,
    siteHost: sender.siteHost,
    operator: sender.operator,
    signer: sender.signer,
    role: sender.role,
    address: sender.address.join(', '),
    registration: sender.registration,
    contact: sender.contact,
    privacy: sender.privacy,
    operatorPhone: sender.phone,
    notice: notice === 'art14' ? notice : undefined,
    register,
  })

const present = (facts: Record<string, string | readonly string[] | undefined>): Facts =>
  Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== undefined && value !== ''),
  ) as Facts

const usable = (field: string, value: string, golden: GoldenRecord): string => {
  const text = clean(value)
  const bad = (why: string) =>
    new Trouble('unusable-value', 'skip', `${field} '${text.slice(0, LONGEST)}' ${why}`)
  if (!/[\p{L}\p{N}]/u.test(text)) throw bad('has no letters')
  if (MARKUP.test(text)) throw bad('holds markup')
  if (text.length > LONGEST) throw bad(`is longer than ${LONGEST} characters`)
  if (looksLikeLink(text) && !isOwnHost(text, golden)) throw bad('would turn into a link')
  return text
}

/** Signs that no name or title bears, and that a page's source does. */
const MARKUP = /[<>{}]/

/** A firm may be called after its own website (`bakker.example`). */
const isOwnHost = (text: string, golden: GoldenRecord): boolean =>
  golden.website !== undefined && text.toLowerCase() === hostOf(golden.website.value)

const TIME_ZONE = { uk: 'Europe/London', nl: 'Europe/Amsterdam', be: 'Europe/Brussels' } as const
const ISO = { uk: 'GB', nl: 'NL', be: 'BE' } as const
const days = new Map<string, Intl.DateTimeFormat>()

/** A day as a letter writes it: `3 November 2026`, `3 november 2026`, `3 novembre 2026`. */
export const day = (at: Instant, language: Language, region: Region): string => {
  const locale = `${language}-${ISO[region]}`
  let format = days.get(locale)
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      timeZone: TIME_ZONE[region],
    })
    days.set(locale, format)
  }
  return format
    .format(new Date(at))
    .replace(/^1 (?=\p{L}.* \d{4}$)/u, language === 'fr' ? '1er ' : '1 ')
}

/** A town with its preposition; French contracts the article of a name (`au Rœulx`, `à La Louvière`). */
export const inTown = (town: string, language: Language): string => {
  if (language !== 'fr') return `in ${town}`
  return `à ${town}`.replace(/^à Le (?=\p{Lu})/u, 'au ').replace(/^à Les (?=\p{Lu})/u, 'aux ')
}

/** A marked value without its marks. */
export const bare = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? plain(value) : undefined
