import type { Contact } from '../model/contact.ts'
import type { Instant } from '../model/region.ts'
import type { Store } from './open.ts'

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

/**
 * Stores what was read of a prospect at `at`: new contacts are added, known ones keep their id and get the newer page, and those
 * that were not read again are marked gone. Answers how many are new.
 */
export const saveContacts = (
  store: Store,
  prospect: number,
  contacts: readonly NewContact[],
  at: Instant,
): number => {
  let fresh = 0
  for (const { listing, ...contact } of contacts) {
    const known = store.get(
      store.sql
        .selectFrom('contact')
        .select('id')
        .where('prospect', '=', prospect)
        .where('type', '=', contact.type)
        .where('value', '=', contact.value),
    )
    if (known === undefined) fresh++
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
  markGone(store, prospect, contacts, at)
  return fresh
}

const markGone = (
  store: Store,
  prospect: number,
  contacts: readonly Pick<Contact, 'type' | 'value'>[],
  at: Instant,
) => {
  const kept = new Set(contacts.map(({ type, value }) => `${type} ${value}`))
  for (const row of rowsOf(store, prospect))
    if (row.gone_at === null && !kept.has(`${row.type} ${row.value}`))
      store.run(store.sql.updateTable('contact').set({ gone_at: at }).where('id', '=', row.id))
}

const rowsOf = (store: Store, prospect: number): readonly ContactRow[] =>
  store.all(
    store.sql.selectFrom('contact').selectAll().where('prospect', '=', prospect).orderBy('id'),
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
