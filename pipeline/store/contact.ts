import type { Contact } from '../model/contact.ts'
import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'
import './page.ts'

/** A contact as it is stored. */
export interface ContactRow {
  id: number
  prospect: number
  type: Contact['type']
  value: string
  reach: Contact['reach']
  how: string
  excerpt: string
  page: number
  listing: number | null
  at: string
  first_at: string
  gone_at: string | null
  deliverable: 'yes' | 'no' | 'unknown' | null
  deliverable_why: string | null
  deliverable_at: string | null
}

declare module './schema.ts' {
  interface Tables {
    contact: ContactRow
  }
}

/** A contact as it was read, before it has an id. */
export interface NewContact extends Omit<Contact, 'id' | 'deliverable' | 'deliverableWhy'> {
  /** How it stands on its page: `mailto`, `text`, `listing` … */
  readonly how: string
  readonly excerpt: string
  /** The listing it was read from, when it was no page of the site. */
  readonly listing?: number
}

/** A contact with the words around it. */
export interface KnownContact extends Contact {
  readonly how: string
  readonly excerpt: string
  readonly listing?: number
}

/** Whether what stood on a page of the site would have been seen again, had it still been there. */
export type IsReread = (url: string) => boolean

/**
 * Stores what was read of a prospect at `at`: new contacts are added, known ones keep their id and get the newer page,
 * and those that no longer stand on a page that was read again are marked gone. Answers how many are new.
 */
export const saveContacts = (
  store: Store,
  prospect: number,
  contacts: readonly NewContact[],
  at: Instant,
  isReread: IsReread,
): number => {
  const before = new Map(
    rowsOf(store, prospect).map((row) => [`${row.type} ${row.value}`, row] as const),
  )
  const holds = (row: ContactRow & { readonly url: string }) =>
    row.gone_at === null && row.listing === null && !isReread(row.url)
  let fresh = 0
  for (const { listing, ...contact } of contacts) {
    const known = before.get(`${contact.type} ${contact.value}`)
    if (known === undefined) fresh++
    // The site's own word stands above a listing's for as long as nobody looked there again.
    else if (listing !== undefined && holds(known)) continue
    const seen = {
      reach: contact.reach,
      how: contact.how,
      excerpt: contact.excerpt,
      page: contact.page,
      listing: listing ?? null,
      at: contact.at,
      gone_at: null,
    }
    store.run(
      known === undefined
        ? store.sql.insertInto('contact').values({
            ...seen,
            prospect,
            type: contact.type,
            value: contact.value,
            first_at: contact.at,
          } as ContactRow)
        : store.sql.updateTable('contact').set(seen).where('id', '=', known.id),
    )
  }
  const kept = new Set(contacts.map(({ type, value }) => `${type} ${value}`))
  for (const [key, row] of before)
    if (row.gone_at === null && !kept.has(key) && !holds(row))
      store.run(store.sql.updateTable('contact').set({ gone_at: at }).where('id', '=', row.id))
  return fresh
}

const rowsOf = (
  store: Store,
  prospect: number,
): readonly (ContactRow & { readonly url: string })[] =>
  store.all(
    store.sql
      .selectFrom('contact')
      .innerJoin('page', 'page.id', 'contact.page')
      .selectAll('contact')
      .select('page.url')
      .where('prospect', '=', prospect)
      .orderBy('contact.id'),
  )

/** Contacts of a prospect that its pages still show, by id. */
export const contactsOf = (store: Store, prospect: number): readonly KnownContact[] =>
  rowsOf(store, prospect)
    .filter((row) => row.gone_at === null)
    .map(asContact)

/** Writes down whether mail can be delivered to an address, for every prospect that has it. */
export const saveDeliverable = (
  store: Store,
  email: string,
  answer: { readonly deliverable: 'yes' | 'no' | 'unknown'; readonly why: string },
  at: Instant,
): void => {
  store.run(
    store.sql
      .updateTable('contact')
      .set({
        deliverable: answer.deliverable,
        deliverable_why: answer.why,
        deliverable_at: at,
      })
      .where('type', '=', 'email')
      .where('value', '=', email),
  )
}

const asContact = (row: ContactRow): KnownContact => ({
  id: row.id,
  prospect: row.prospect,
  type: row.type,
  value: row.value,
  reach: row.reach,
  page: row.page,
  at: row.at,
  how: row.how,
  excerpt: row.excerpt,
  ...(row.listing === null ? {} : { listing: row.listing }),
  ...(row.deliverable === null ? {} : { deliverable: row.deliverable }),
  ...(row.deliverable_why === null ? {} : { deliverableWhy: row.deliverable_why }),
})
