import type { Listing, ListingField } from '../model/listing.ts'
import type { Page, PageVerdict, Unread } from '../model/page.ts'
import type { Reader, Reading } from '../source.ts'

/** A record whose every field may be missing in the making. */
export type Loose<T> = { readonly [K in keyof T]?: T[K] | undefined }

const blank = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'number' && !Number.isFinite(value)) ||
  (typeof value === 'object' && Object.keys(value).length === 0)

/** Leaves out every field that the page does not show: absent, never empty. */
export const shown = <T extends object>(fields: Loose<T>): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => !blank(value))) as Partial<T>

/** A source's other facts under its own names; those that the page does not show are left out. */
export const facts = (
  named: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(named).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value]],
    ),
  )

/** A listing from what a card shows; what has no name or no id is an Unread with an excerpt of the card. */
export const listing = (fields: Loose<Listing>, card?: () => string | undefined): Card => {
  const { ref, name, ...rest } = shown<Listing>(fields)
  if (ref === undefined) return { unread: unread('card', 'no id found', card?.() ?? name) }
  if (name === undefined) return { unread: unread('card', 'no name found', card?.() ?? ref) }
  return { listing: { ref, name, ...rest } }
}

/** What one card of a page turned out to be: a listing, left out for a reason, or not understood. */
export type Card =
  | { readonly listing: Listing }
  | { readonly left: string }
  | { readonly unread: Unread }

/** Something left on a page, with at most 200 characters of it. */
export const unread = (what: string, why: string, excerpt?: string): Unread =>
  excerpt === undefined || excerpt === ''
    ? { what, why }
    : { what, why, excerpt: excerpt.replace(/\s+/g, ' ').slice(0, 200) }

/** Cards read one by one: a card that cannot be read is named and the rest goes on; repeats become one listing. */
export const readCards = <C>(
  cards: readonly C[],
  read: (card: C, index: number) => Card,
): Pick<Reading, 'listings' | 'unread' | 'cards' | 'left'> => {
  const found = new Map<string, Listing>()
  const issues: Unread[] = []
  const left: Record<string, number> = {}
  const leave = (reason: string) => {
    left[reason] = (left[reason] ?? 0) + 1
  }
  cards.forEach((card, index) => {
    const it = attempt(() => read(card, index))
    if ('unread' in it) issues.push(it.unread)
    else if ('left' in it) leave(it.left)
    else {
      const before = found.get(it.listing.ref)
      if (before !== undefined) leave('repeat')
      found.set(it.listing.ref, before === undefined ? it.listing : join(before, it.listing))
    }
  })
  return { listings: [...found.values()], unread: issues, cards: cards.length, left }
}

const attempt = (read: () => Card): Card => {
  try {
    return read()
  } catch (cause) {
    return { unread: unread('card', `could not be read: ${because(cause)}`) }
  }
}

const because = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

/** One business shown twice on a page: the first showing counts, the second fills what it left open. */
const join = (first: Listing, second: Listing): Listing => ({ ...second, ...first })

/** A reading that found no page of its kind. */
export const unknown = (why: string, page: Pick<Page, 'body'>): Reading => ({
  verdict: 'unknown',
  listings: [],
  links: [],
  unread: [unread('page', why, page.body.slice(0, 200))],
})

/** A reading from its parts; parts left out are empty. */
export const reading = (verdict: PageVerdict, parts: Partial<Reading> = {}): Reading => ({
  listings: [],
  links: [],
  unread: [],
  ...parts,
  verdict,
})

/** Holds the promise of every reader: whatever the page is, a reading comes back. */
export const safely =
  (read: Reader): Reader =>
  (page) => {
    try {
      return read(page)
    } catch (cause) {
      return unknown(`could not be read: ${because(cause)}`, page)
    }
  }

/** Names each value of an attribute that no reader knows yet, once: a new one may be a new contact. */
export const strangers = (
  attribute: string,
  values: readonly string[],
  known: ReadonlySet<string>,
): readonly Unread[] =>
  [...new Set(values)]
    .filter((value) => !known.has(value))
    .map((value) => unread(`${attribute}=${value}`, 'not known to this reader'))

/** Fewer cards than this prove nothing about a selector. */
const ENOUGH = 5

/** Names each field that every healthy page shows on some card and this page shows on none. */
export const silent = (
  listings: readonly Listing[],
  selectors: Readonly<Partial<Record<ListingField, string>>>,
): readonly Unread[] =>
  listings.length < ENOUGH
    ? []
    : Object.entries(selectors)
        .filter(([field]) => listings.every((one) => one[field as ListingField] === undefined))
        .map(([field, selector]) =>
          unread(field, `found on none of ${listings.length} listings`, selector),
        )
