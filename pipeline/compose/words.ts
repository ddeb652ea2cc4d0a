/**
 * Everything a template may say, in the order in which a writer meets it. `optional` facts may be absent:
 * a template prints them under `{{#if …}}`, or their absence is an error that names prospect and fact.
 */
export const FACTS = {
  name: 'the business, in natural case and without its legal form',
  shortName: 'optional: its name, where it is short enough for a subject',
  source: 'what people call a site that lists it (Yell)',
  seen: 'the day on which that listing was read',
  trade: 'optional: its trade, singular (plumber)',
  aTrade: 'optional: its trade with the article (a plumber)',
  trades: 'optional: its trade, plural (plumbers)',
  town: 'optional: its town',
  inTown: 'optional: its town with the preposition of the language (in Leeds)',
  phone: 'optional: its phone number as people write it there',
  website: 'optional: host name of its own website',
  difference: 'optional: a sentence on what differs between two of its listings',
  question: 'optional: the question that the difference asks, answered in a word',
  topic: 'optional: what the difference is about (your phone number)',
  ideas: 'a list of sentences, each from a finding; may be empty',
  idea: 'optional: the first of the ideas',
  looked: 'optional: the day on which its website was read for the ideas',
  claim: 'the link to its claim page; the short one in a letter',
  site: 'name of the directory',
  siteHost: 'host name of the directory',
  operator: 'registered name of the firm behind the directory',
  signer: 'who signs; the firm where the configuration names nobody',
  role: 'optional: the words under the name',
  address: 'postal address of the operator on one line',
  registration: 'optional: what the register calls the operator',
  contact: 'address at which the operator can be reached',
  privacy: 'optional: page that holds the privacy notice',
  notice: 'optional: the notice of Article 14 that this message must carry',
  operatorPhone: 'optional: the phone number of the operator',
  register: 'optional: the register screen of a number that is to be called, and its date',
} as const

export type FactName = keyof typeof FACTS

/** Names that a template may use. */
export const FACT_NAMES: ReadonlySet<string> = new Set(Object.keys(FACTS))
