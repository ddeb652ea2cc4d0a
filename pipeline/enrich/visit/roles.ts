import type { PageRole } from '../../probe.ts'
import type { PageLink, PageView } from '../../text/html.ts'
import { siteDomain } from './entry.ts'

/** A page worth reading, with the words of the link that led there. */
export interface Lead {
  readonly url: string
  readonly role: PageRole
  /** Higher goes first. */
  readonly priority: number
  readonly link: string
}

/** Words on links and in paths, English, Dutch and French, the surest first. */
const ROLES: readonly (readonly [PageRole, number, RegExp])[] = [
  [
    'contact',
    100,
    /^(?:contact|contacts|contact (?:us|ons|opnemen|page|pagina)|contacteer(?: ons)?|contactez(?:[ -]nous)?|contactgegevens|nous contacter|neem contact op|kontakt|get in touch|find us|reach us|bereikbaarheid|co+rdonn[ée]es|nous trouver|plan d['’ ]acc[eè]s|adres(?: (?:&|en) route)?|route(?:beschrijving)?|location|locations|where to find us)$|\bcontact\b/,
  ],
  [
    'hours',
    80,
    /^(?:openingsuren|openingstijden|opening (?:hours|times)|business hours|hours|horaires?|heures d['’ ]?ouverture|horaires d['’ ]?ouverture)$|openingsuren|openingstijden|opening[- ](?:hours|times)|heures[- ]d.?ouverture|horaires/,
  ],
  [
    'legal',
    70,
    /^(?:imprint|impressum|legal(?: notice| information)?|mentions l[ée]gales|colofon|bedrijfsgegevens|wettelijke vermeldingen|juridische informatie|company (?:information|details))$|impressum|mentions[- ]legales|colofon|legal[- ]notice/,
  ],
  [
    'about',
    60,
    /^(?:about(?: us| me)?|over(?: ons| mij)|wie (?:zijn|is|ben) .{2,20}|[aà] propos(?: de nous)?|qui sommes[- ]nous|notre (?:[ée]quipe|histoire|entreprise)|(?:our|ons|het) (?:team|story|verhaal|bedrijf)|the team|team|meet the team|l['’][ée]quipe)$|^(?:about|over-ons|over-mij|wie-zijn-wij|a-propos|qui-sommes-nous)/,
  ],
  [
    'legal',
    40,
    /^(?:algemene voorwaarden|voorwaarden|terms(?: (?:and|&) conditions| of (?:use|service|business))?|privacy(?: ?(?:policy|beleid|verklaring|statement|notice))?|conditions g[ée]n[ée]rales(?: de vente)?|politique de confidentialit[ée]|disclaimer|cgv)$|algemene-voorwaarden|privacy|terms-and-conditions|conditions-generales|disclaimer/,
  ],
  [
    'prices',
    30,
    /^(?:prijzen|prijslijst|tarieven|prices?|price list|pricing|rates|fees|tarifs?|nos tarifs|prix|menu|menukaart|kaart|de kaart|la carte|onze prijzen|our prices)$|^(?:prijzen|prijslijst|tarieven|prices|pricing|tarifs|rates)/,
  ],
]

const FILE =
  /\.(?:pdf|jpe?g|png|gif|webp|svg|avif|docx?|xlsx?|pptx?|zip|rar|mp[34]|avi|mov|ics|vcf|xml|json|txt|css|js)$/i
const IDLE =
  /\/(?:wp-admin|wp-login|wp-json|feed|cart|basket|checkout|winkelwagen|winkelmand|panier|my-account|account|login|logout|tag|category|author)(?:\/|$)|[?&](?:replytocom|add-to-cart|share|print|sort|orderby)=/i

/** Pages of the same site worth a visit, each once, at most two of a role; the best first. */
export const leadsOn = (view: PageView): readonly Lead[] =>
  best(view.links.flatMap((link) => leadOf(link, view.url) ?? []))

/** Pages of a sitemap worth a visit, judged by their path alone. */
export const leadsIn = (urls: readonly string[], home: string): readonly Lead[] =>
  best(urls.flatMap((url) => leadOf({ href: url, url, text: '' }, home) ?? []))

const leadOf = (link: PageLink, from: string): Lead | undefined => {
  if (link.url === undefined || link.href.startsWith('#')) return undefined
  const url = new URL(link.url)
  url.hash = ''
  const here = new URL(from)
  here.hash = ''
  if (url.href === here.href || siteDomain(url.href) !== siteDomain(from)) return undefined
  if (FILE.test(url.pathname) || IDLE.test(url.href)) return undefined
  const words = link.text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}'’&/ -]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const name = segment(url)
  for (const [role, priority, pattern] of ROLES) {
    const said = words.length < 40 && pattern.test(words)
    if (!said && !pattern.test(name)) continue
    // The deeper and the less said, the later within its role.
    const depth = Math.min(url.pathname.split('/').filter(Boolean).length, 5)
    return { url: url.href, role, priority: priority + (said ? 5 : 0) - depth, link: link.text }
  }
  return undefined
}

const segment = (url: URL): string => {
  const last = url.pathname.split('/').filter(Boolean).at(-1) ?? ''
  try {
    return decodeURIComponent(last)
      .toLowerCase()
      .replace(/\.(?:html?|php|aspx?)$/, '')
      .replace(/_/g, '-')
  } catch {
    return last.toLowerCase()
  }
}

const MOST: Readonly<Partial<Record<PageRole, number>>> = { legal: 2 }

const best = (leads: readonly Lead[]): readonly Lead[] => {
  const once = new Map<string, Lead>()
  for (const lead of leads) {
    const before = once.get(lead.url)
    if (before === undefined || before.priority < lead.priority) once.set(lead.url, lead)
  }
  const sorted = [...once.values()].sort((a, b) => b.priority - a.priority)
  const count = new Map<PageRole, number>()
  return sorted.filter(({ role }) => {
    const sofar = count.get(role) ?? 0
    count.set(role, sofar + 1)
    return sofar < (MOST[role] ?? 1)
  })
}
