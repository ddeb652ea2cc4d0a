import { tradeByWord } from '../../text/trades.ts'
import { brandOf, domainTrouble, isFreemail, registrable } from './domains.ts'
import type { EmailCandidate } from './emails.ts'
import { isRole } from './roles.ts'

/** Whose site it is: what is known of the business before its pages are read. */
export interface Owner {
  /** Hosts that the visited pages were served from. */
  readonly hosts: readonly string[]
  /** Names under which listings know the business. */
  readonly names: readonly string[]
  /** Addresses that listings state. */
  readonly emails: readonly string[]
}

/** Why an address on a page is not taken for the firm's own. */
export type Refusal =
  | 'syntax'
  | 'image-name'
  | 'reserved'
  | 'no-such-suffix'
  | 'machinery'
  | 'placeholder'
  | 'no-reply'
  | 'agency'
  | 'other-domain'
  | 'unsure'

/** Undefined when the address is the firm's own; else the reason it is not. */
export const refusal = (found: EmailCandidate, owner: Owner): Refusal | undefined => {
  const at = found.email.lastIndexOf('@')
  const local = found.email.slice(0, at)
  const domain = found.email.slice(at + 1)
  if (local.length > 64 || found.email.length > 254) return 'syntax'
  const trouble = domainTrouble(domain)
  if (trouble !== undefined) return trouble
  if (isPlaceholder(local)) return 'placeholder'
  if (NO_REPLY.test(local)) return 'no-reply'
  if (KEY.test(local)) return 'machinery'
  const own = isOwn(domain, owner)
  if (found.how === 'maybe' && !isRole(local) && !isFreemail(domain)) return 'unsure'
  if (own || owner.emails.includes(found.email)) return undefined
  if (isSigned(found)) return 'agency'
  if (isFreemail(domain)) return HIDDEN.has(found.how) ? 'unsure' : undefined
  return !HIDDEN.has(found.how) && isKindred(domain, owner) ? undefined : 'other-domain'
}

/** Where no visitor sees it, only the firm's own domain is believed. */
const HIDDEN: ReadonlySet<string> = new Set(['script', 'meta', 'maybe'])

const NO_REPLY =
  /^(?:no|do-?not|niet|ne-?pas)[._-]?(?:reply|antwoorden|repondre)|^bounces?$|^mailer-daemon$/
/** Keys of error reporters and trackers. */
const KEY = /^[\da-f]{16,}$|^[\da-f]{8}-[\da-f]{4}-/

const PLACEHOLDERS = new Set(
  `example examples voorbeeld exemple yourname your-name your.name your_name youremail your-email your.email
   you user username yourusername name naam nom firstname lastname firstname.lastname first.last
   voornaam achternaam voornaam.achternaam voornaam.naam prenom prenom.nom nom.prenom votrenom votre-nom votre.nom
   votreemail votre-email votre.email votreadresse jouwnaam jouw-naam jouwemail jouw.email jouw-email uwnaam uw-naam
   uwemail uw-email uw.email emailadres e-mailadres emailaddress email.address adresse mailadres someone somebody iemand
   quelquun john.doe johndoe jane.doe janedoe john jane jan.jansen jean.dupont jdoe foo bar foobar test tester
   testing xxx xxxx xyz abc sample demo lorem ipsum`
    .split(/\s+/)
    .filter(Boolean),
)
/** Names that are invented in templates but borne by real people too: a placeholder only at a placeholder's domain. */
const REAL_TOO = new Set([
  'john',
  'jane',
  'demo',
  'adresse',
  'bar',
  'you',
  'jan.jansen',
  'jean.dupont',
  'test',
])

const isPlaceholder = (local: string): boolean => PLACEHOLDERS.has(local) && !REAL_TOO.has(local)

/** Words with which the maker of a site signs it, in English, Dutch and French. */
const CREDIT =
  /web\s?-?(?:design|develop|ontwerp|bouw|master)\w*\s*(?:&\s*\w+\s*)?(?:by|door|par|van|:|–|-|\|)|(?:site|website|webshop|design|designed|built|made|created|powered|hosted|hosting|ontworpen|ontwikkeld|gemaakt|gebouwd|gerealiseerd|realisatie|ontwerp|réalis[\p{L}]+|realis\w+|créée?|création|creation|conception|hébergé[\p{L}]*|hébergement|développé[\p{L}]*)\s*(?:&\s*\w+\s*)?(?:by|door|par)(?![\p{L}])|(?:design|hosting|realisatie|ontwerp|réalisation|création|conception|hébergement)\s*:/giu

/** How far behind its signature a maker writes its address. */
const NEAR = 80

/** Whether an address stands right behind such words; what stands before them is the firm's. */
const isSigned = ({ email, around }: EmailCandidate): boolean => {
  const place = around.toLowerCase().lastIndexOf(email.slice(0, email.lastIndexOf('@')))
  const before = place === -1 ? around : around.slice(0, place)
  return [...before.matchAll(CREDIT)].some(
    ({ index, 0: words }) => before.length - index - words.length < NEAR,
  )
}

const isOwn = (domain: string, owner: Owner): boolean => {
  const own = registrable(domain)
  return owner.hosts.some((host) => registrable(host) === own)
}

const squash = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, 'en')
    .replace(/[^a-z0-9]/g, '')

/** The firm's other domains: the same word under another suffix, its listed name, or a domain its listings mail from. */
const isKindred = (domain: string, owner: Owner): boolean => {
  const word = squash(brandOf(domain))
  if (word.length < 4) return false
  const listed = owner.emails.some(
    (email) => registrable(email.slice(email.lastIndexOf('@') + 1)) === registrable(domain),
  )
  return (
    listed ||
    [...owner.hosts.map(brandOf), ...owner.names]
      .map(squash)
      .some((name) => name === word || alike(name, word))
  )
}

/** One holds the other, and what they share is long enough to be no accident and no word for the trade. */
const alike = (name: string, word: string): boolean => {
  const [short, long] = name.length < word.length ? [name, word] : [word, name]
  return short.length >= 7 && long.includes(short) && tradeByWord(short) === undefined
}
