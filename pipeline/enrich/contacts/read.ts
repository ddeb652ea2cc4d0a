import type { Contact } from '../../model/contact.ts'
import type { Region } from '../../model/region.ts'
import type { SitePage } from '../../probe.ts'
import { hasContactForm, socialsOn } from './elsewhere.ts'
import { emailCandidates } from './emails.ts'
import { type Owner, type Refusal, refusal } from './judge.ts'
import { phonesOn } from './phones.ts'
import { reachOf } from './roles.ts'

/** A contact as a page of the site shows it, not yet in the store. */
export interface FoundContact extends Pick<Contact, 'type' | 'value' | 'reach' | 'page' | 'at'> {
  /** How it stands there: `mailto`, `text`, `protected` … */
  readonly how: string
  /** The words around it. */
  readonly excerpt: string
}

/** An address that was seen and left, with the reason. */
export interface RefusedContact {
  readonly email: string
  readonly why: Refusal
  readonly page: number
}

/** What the pages of a site say of how to reach the firm. */
export interface ContactReading {
  /** Each contact once, from the page that shows it best; the most useful first. */
  readonly contacts: readonly FoundContact[]
  readonly refused: readonly RefusedContact[]
}

/** Reads every way to reach the firm from its kept pages. Pure: the pages are all it sees. */
export const readContacts = (
  pages: readonly Pick<SitePage, 'id' | 'url' | 'view' | 'at'>[],
  region: Region,
  known: Omit<Owner, 'hosts'>,
): ContactReading => {
  const owner: Owner = { ...known, hosts: pages.map((page) => new URL(page.url).hostname) }
  const names = [...owner.names, ...owner.hosts.map((host) => host.replace(/^www\./, ''))]
  const contacts = new Map<string, FoundContact>()
  const refused = new Map<string, RefusedContact>()
  const keep = (found: FoundContact) => {
    const key = `${found.type} ${found.value}`
    const before = contacts.get(key)
    if (before === undefined || rank(found.how) < rank(before.how)) contacts.set(key, found)
  }
  for (const page of pages) {
    const at = { page: page.id, at: page.at }
    for (const found of emailCandidates(page.view)) {
      const { email, how, around } = found
      const why = refusal(found, owner)
      if (why !== undefined) refused.set(email, { email, why, page: page.id })
      else
        keep({
          type: 'email',
          value: email,
          reach: reachOf(email, names),
          how,
          excerpt: around,
          ...at,
        })
    }
    for (const { number, how, around } of phonesOn(page.view, region))
      keep({ type: 'phone', value: number, reach: 'unknown', how, excerpt: around, ...at })
    for (const url of socialsOn(page.view))
      keep({ type: 'social', value: url, reach: 'unknown', how: 'link', excerpt: url, ...at })
    if (hasContactForm(page.view))
      keep({ type: 'form', value: page.url, reach: 'impersonal', how: 'form', excerpt: '', ...at })
  }
  const taken = [...contacts.values()].sort((a, b) => REACH[a.reach] - REACH[b.reach])
  const left = [...refused.values()].filter(({ email }) => !contacts.has(`email ${email}`))
  return { contacts: taken, refused: left }
}

const HOWS = [
  'mailto',
  'tel',
  'data',
  'text',
  'protected',
  'spelled',
  'link',
  'form',
  'maybe',
  'script',
]

const rank = (how: string): number => {
  const place = HOWS.indexOf(how)
  return place === -1 ? HOWS.length : place
}

const REACH: Readonly<Record<Contact['reach'], number>> = {
  impersonal: 0,
  freemail: 1,
  personal: 2,
  unknown: 3,
}
