import type { GoldenRecord } from '../model/prospect.ts'
import type { KnownContact } from '../store/contact.ts'
import type { Keyring } from '../store/keyring.ts'
import type { Store } from '../store/open.ts'
import type { ProspectFacts } from '../store/prospect-facts.ts'
import { keysFor, suppressionsOfProspect } from '../store/suppression.ts'
import { emailDomain, FREEMAIL } from '../text/emails.ts'
import { deliveryPoint, emailIdentity, phoneIdentity, registerIdentity } from '../text/identity.ts'
import type { Facts, Target } from './facts.ts'

/** What a verdict rests on, from the store's facts of a prospect; its hashed keys must be up to date. */
export const gather = (store: Store, ring: Keyring, known: ProspectFacts): Facts => ({
  prospect: known.id,
  region: known.region,
  golden: known.golden,
  legal: known.legal,
  targets: {
    email: emails(ring, known),
    letter: letterboxes(ring, known),
    call: phones(ring, known),
    form: known.contacts
      .filter((contact) => contact.type === 'form')
      .map((contact) => fromContact(contact, ring.hash('url', contact.value), 'url', 'impersonal')),
  },
  unwilling: known.unwilling,
  registerKeys: registerKeys(ring, known.golden),
  suppressions: suppressionsOfProspect(store, known.id),
})

const fromContact = (
  contact: KnownContact,
  key: Buffer,
  type: Target['type'],
  reach: Target['reach'],
): Target => ({
  contact: contact.id,
  key,
  type,
  value: contact.value,
  reach,
  at: contact.at,
  ...(contact.listing === undefined ? { ownPage: { page: contact.page, at: contact.at } } : {}),
})

const emails = (ring: Keyring, { contacts, golden }: ProspectFacts): readonly Target[] => {
  const found = contacts
    .filter((contact) => contact.type === 'email' && contact.deliverable !== 'no')
    .flatMap((contact) => {
      const same = emailIdentity(contact.value)
      if (same === undefined) return []
      return [fromContact(contact, ring.hash('email', same), 'email', contact.reach)]
    })
  const listed = golden.email
  const same = listed && emailIdentity(listed.value)
  if (listed === undefined || same === undefined || found.length > 0) return impersonalFirst(found)
  // The golden record knows the address and nobody has looked whose it is.
  if (contacts.some((contact) => contact.type === 'email' && contact.value === listed.value))
    return []
  const reach = FREEMAIL.has(emailDomain(listed.value)) ? 'freemail' : 'unknown'
  return [
    {
      key: ring.hash('email', same),
      type: 'email',
      value: listed.value,
      reach,
      at: listed.from.at,
    },
  ]
}

const REACH: readonly Target['reach'][] = [
  'impersonal',
  'switchboard',
  'personal',
  'unknown',
  'freemail',
]

const impersonalFirst = (targets: readonly Target[]): readonly Target[] =>
  [...targets].sort((a, b) => REACH.indexOf(a.reach) - REACH.indexOf(b.reach))

const letterboxes = (ring: Keyring, { golden, region }: ProspectFacts): readonly Target[] => {
  const address = golden.address
  const point = address && deliveryPoint(address.value, region)
  if (address === undefined || point === undefined) return []
  return [
    {
      key: ring.hash('address', point),
      type: 'address',
      value: point,
      reach: 'switchboard',
      at: address.from.at,
    },
  ]
}

const phones = (ring: Keyring, { contacts, golden, region }: ProspectFacts): readonly Target[] => {
  const listed = golden.phone
  const main = listed && phoneIdentity(listed.value, region)
  const first: readonly Target[] =
    listed === undefined || main === undefined
      ? []
      : [
          {
            key: ring.hash('phone', main),
            type: 'phone',
            value: main,
            reach: 'switchboard',
            at: listed.from.at,
          },
        ]
  const others = contacts
    .filter((contact) => contact.type === 'phone')
    .flatMap((contact) => {
      const number = phoneIdentity(contact.value, region)
      if (number === undefined || number === main) return []
      const reach = contact.reach === 'personal' ? 'personal' : 'switchboard'
      return [fromContact(contact, ring.hash('phone', number), 'phone', reach)]
    })
  return [...first, ...others]
}

const registerKeys = (ring: Keyring, golden: GoldenRecord): readonly Buffer[] => {
  const numbers = golden.registers?.value ?? {}
  return keysFor(
    ring,
    (['company', 'kvk', 'kbo', 'vat'] as const).flatMap((register) => {
      const number = numbers[register]
      return number === undefined ? [] : [['register', registerIdentity(register, number)] as const]
    }),
  ).map(({ key }) => key)
}
