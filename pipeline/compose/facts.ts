import type { GoldenRecord } from '../model/prospect.ts'
import type { Instant, Region, SourceId } from '../model/region.ts'
import { splitLegalForm } from '../text/legal-forms.ts'
import { naturalCase } from '../text/names.ts'
import { tradeById } from '../text/trades.ts'
import { type Marks, openMarks } from './evidence.ts'
import { hostOf, type Observation, phoneText } from './observe.ts'
import { HOSTS, type Said, sentenceOf } from './say.ts'
import type { Sender } from './sender.ts'
import type { Copy } from './sets.ts'
import type { Values } from './template.ts'
import { day, inTown, usable } from './values.ts'
import type { FactName } from './words.ts'

/** A prospect as messages are made from it. */
export interface Subject {
  readonly id: number
  readonly region: Region
  readonly golden: GoldenRecord
  readonly observations: readonly Observation[]
}

/** What stands around a prospect: who writes, and in what words. */
export interface Setting {
  readonly sender: Sender
  readonly copy: Copy
  readonly named: (source: SourceId) => string
}

/** What one message adds. */
export interface Occasion {
  /** Claim link as the channel prints it. */
  readonly claim: string
  readonly notice: 'none' | 'art14'
  /** Most ideas in it. */
  readonly ideas: number
  /** Whether a host name in it would become a link. */
  readonly mail: boolean
}

/** Everything that may be said of a prospect, marked with its evidence once for all its messages. */
export interface Known {
  readonly id: number
  readonly marks: Marks
  readonly facts: Facts
  readonly said: readonly Spoken[]
  readonly day: (at: Instant) => string
  /** Facts of messages made before, by kind of occasion. */
  readonly made: Map<string, Made>
}

type Made = Record<string, string | readonly string[]>

interface Spoken extends Said {
  readonly observation: Observation
}

type Facts = Partial<Record<FactName, string | readonly string[]>>

/** Longest name that leaves room for the rest of a subject. */
const SUBJECT = 40
/** Findings that say something of our directory, not of their website. */
const NO_IDEA: ReadonlySet<string> = new Set(['not-in-directory', 'dead-website'])

/**
 * What may be said of a prospect. A value that is absent is no fact. Trouble `unusable-value` names a name that could
 * change the message (a link, an address, an endless line).
 */
export const knownOf = (subject: Subject, setting: Setting): Known => {
  const { copy } = setting
  const marks = openMarks()
  const said = subject.observations.flatMap((observation) => {
    const sentence = sentenceOf(observation, copy, marks)
    return sentence === undefined ? [] : [{ observation, ...sentence }]
  })
  return {
    id: subject.id,
    marks,
    facts: Object.assign(business(subject, setting, marks), senderFacts(setting.sender)),
    said,
    day: (at) => day(at, copy.language, subject.region),
    made: new Map(),
  }
}

/** The facts of one message. Occasions that differ in their link alone share one object: use it before asking again. */
export const factsOf = (known: Known, occasion: Occasion): Values => {
  const { notice, ideas, mail } = occasion
  const key = `${notice} ${ideas} ${mail}`
  const made = known.made.get(key) ?? makeFacts(known, occasion)
  known.made.set(key, made)
  made.claim = occasion.claim
  return made
}

const makeFacts = (
  { facts, said, marks, day }: Known,
  { claim, notice, ideas: most, mail }: Occasion,
): Made => {
  const own: Made = { ...facts, claim, ideas: NONE }
  if (notice === 'art14') own.notice = notice
  if (said.length === 0) return own
  const may = mail ? said.filter(({ observation }) => !HOSTS.has(observation.what)) : said
  const asked = may.find(({ question }) => question !== undefined)
  if (asked !== undefined) {
    own.difference = asked.text
    own.question = asked.question ?? ''
    if (asked.topic !== undefined) own.topic = asked.topic
  }
  const ideas = may.filter(isIdea).slice(0, most)
  const [first] = ideas
  if (first === undefined) return own
  own.ideas = ideas.map(({ text }) => text)
  own.idea = first.text
  const looked = ideas.map(({ observation }) => observation.at).sort()[0] ?? first.observation.at
  own.looked = marks.value(
    day(looked),
    ideas.flatMap(({ observation }) => observation.evidence),
  )
  return own
}

const NONE: readonly string[] = []

const isIdea = ({ observation, question }: Spoken): boolean =>
  question === undefined && !NO_IDEA.has(observation.what)

const business = ({ golden, region }: Subject, setting: Setting, marks: Marks): Facts => {
  const { language } = setting.copy
  const spoken = splitLegalForm(golden.name.value, region).name
  const name = naturalCase(usable('name', spoken, golden))
  const given = golden.address?.value.town
  const town = given === undefined ? undefined : naturalCase(usable('town', given, golden))
  const trade = golden.trade && tradeById(golden.trade.value)?.words[language]
  const { source, at } = golden.name.from
  const fact = (key: string, value: string | undefined) =>
    value === undefined || value === '' ? undefined : marks.value(value, [`golden:${key}`])
  const seen = day(at, language, region)
  return present({
    name: fact('name', name),
    shortName: name.length <= SUBJECT ? fact('name', name) : undefined,
    source: fact('name', setting.named(source)),
    seen: fact('name', seen),
    trade: fact('trade', trade?.one),
    aTrade: fact('trade', trade && `${trade.article} ${trade.one}`),
    trades: fact('trade', trade?.many),
    town: fact('address', town),
    inTown: fact('address', town && inTown(town, language)),
    phone: fact('phone', golden.phone && phoneText(golden.phone.value, region)),
    website: fact('website', golden.website && hostOf(golden.website.value)),
  })
}

const senders = new WeakMap<Sender, Facts>()

/** What is said of the sender; the same for every message that it signs. */
const senderFacts = (sender: Sender): Facts => {
  const known = senders.get(sender)
  if (known !== undefined) return known
  const facts = present({
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
  })
  senders.set(sender, facts)
  return facts
}

/** Facts without those that are absent: a template must meet a missing name, never an empty value. */
const present = (facts: Record<string, string | readonly string[] | undefined>): Values => {
  const kept: Record<string, string | readonly string[]> = {}
  for (const name in facts) {
    const value = facts[name]
    if (value !== undefined && value !== '') kept[name] = value
  }
  return kept
}
