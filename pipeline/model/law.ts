import type { LegalKind } from './contact.ts'
import type { Language } from './region.ts'
import type { Channel, May, RecipientKind } from './verdict.ts'

/** Registers of people who do not want to be called or written to. */
export type RegisterName = 'TPS' | 'CTPS' | 'MPS' | 'DNCM' | 'Robinson' | 'NMI'
export const REGISTERS: readonly RegisterName[] = ['TPS', 'CTPS', 'MPS', 'DNCM', 'Robinson', 'NMI']

/** A register that must be asked, and how long its answer holds. */
export interface RegisterDuty {
  readonly name: RegisterName
  /** Days from the day of the register's data. */
  readonly maxAgeDays: number
  /** Must be asked anew for each campaign. */
  readonly perCampaign?: true
  /** Binds only where the address is a home. */
  readonly homesOnly?: true
  /** What is asked about: a number, or the business itself as its source marks it. */
  readonly asks: 'phone' | 'address' | 'listing'
  /** A missing answer does not stop the channel; a listed one does. */
  readonly voluntary?: true
}

/** What must hold of a message for the rule to open the channel. */
export type Condition =
  | 'sender-identified'
  | 'opt-out-in-message'
  | 'opt-out-explained'
  | 'advertising-recognisable'
  | 'offer-for-the-firm'
  | 'balancing-test'
  | 'source-told'
  | 'objection-pointed-out'
  | 'caller-shown'
  | 'objection-offered-in-call'
  | 'own-do-not-call-list'
  | 'fits-published-purpose'
  | 'no-home-on-mps'
  | 'no-home-on-robinson'
  | 'not-marked-nmi'

/** What must be on record before the rule opens the channel. */
type Proof = 'legal-person' | 'impersonal-address' | 'prior-consent' | 'published-by-recipient'

/** What the message must carry at its foot. */
type Footer =
  | 'sender-name-and-address'
  | 'company-details'
  | 'opt-out'
  | 'opt-out-explained'
  | 'advertising-label'
  | 'data-source'
  | 'privacy-rights'
  | 'complaints-address'

/** One cell of the rules table: what the law of a country says about one channel to one kind of recipient. */
export interface Rule {
  /** `uk/email/sole`. */
  readonly id: string
  readonly version: string
  readonly may: May
  /** The law's sentence in plain words. */
  readonly says: Readonly<Record<Language, string>>
  readonly article: string
  /** Where that was read. */
  readonly source: string
  readonly conditions: readonly Condition[]
  readonly evidence: readonly Proof[]
  readonly registers: readonly RegisterDuty[]
  readonly notice: 'none' | 'art14'
  readonly footer: readonly Footer[]
  /** Disputed or unsettled; the doubt in a few words. */
  readonly uncertain: false | string
  readonly checkedOn: string
}

/** A country's answers: every channel, every kind of recipient. */
export type Rules = Readonly<Record<Channel, Readonly<Record<RecipientKind, Rule>>>>

/** What a legal form or the shape of a register number proves in a country. */
export interface FormRule {
  readonly form: RegExp
  readonly is: LegalKind
  readonly because: Readonly<Record<Language, string>>
}

/** The contact law of one country. */
export interface Law {
  readonly rules: Rules
  /** Forms on which this law differs from what the words suggest; the first that fits decides. */
  readonly forms: readonly FormRule[]
  /** What counts as proof of a legal person when it is all there is. */
  readonly suffixProves: boolean
}
