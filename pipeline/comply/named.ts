import type { Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import type { Keyring } from '../store/keyring.ts'
import { namedKeys } from '../store/opt-out.ts'
import { type Key, keysFor } from '../store/suppression.ts'
import { readAddress } from '../text/addresses.ts'
import { FREEMAIL } from '../text/emails.ts'
import {
  businessIdentity,
  deliveryPoint,
  domainIdentity,
  registerIdentity,
} from '../text/identity.ts'
import type { Whom } from '../whom.ts'

/** A value with its hashed keys, or with what is wrong with it. */
export interface Named {
  readonly what: string
  readonly keys: readonly Key[]
  readonly trouble?: string
}

/** Reads one value of a kind; `trouble` says why it is none. Nothing here remembers the value. */
export const named = (
  ring: Keyring,
  what: 'email' | 'phone' | 'domain' | 'address' | 'business' | 'kvk' | 'kbo' | 'company',
  value: string,
  region: Region | undefined,
): Named => {
  const keys = keysOf(ring, what, value, region)
  if (what === 'domain' && FREEMAIL.has(domainIdentity(value) ?? ''))
    return { what, keys: [], trouble: 'the domain of a mail provider is everybody’s' }
  return keys.length > 0 ? { what, keys } : { what, keys, trouble: SHAPE[what] }
}

const SHAPE = {
  email: 'no e-mail address',
  phone: 'no telephone number; write +44… or give --region',
  domain: 'no domain',
  address: 'no address with a postcode and a house number; give --region',
  business: 'takes a name and a postcode: "Harbour Bakery, AB10 1XG"',
  kvk: 'no KVK number',
  kbo: 'no KBO number',
  company: 'no company number',
} as const

const keysOf = (
  ring: Keyring,
  what: keyof typeof SHAPE,
  value: string,
  region: Region | undefined,
): readonly Key[] => {
  if (what === 'email') return namedKeys(ring, { email: value })
  if (what === 'domain') return namedKeys(ring, { domain: value })
  if (what === 'phone')
    return namedKeys(ring, { phone: value, ...(region === undefined ? {} : { region }) })
  if (what === 'kvk' || what === 'kbo' || what === 'company')
    return keysFor(ring, [['register', registerIdentity(what, value)]])
  if (region === undefined) return what === 'address' ? [] : businessKeys(ring, value)
  return what === 'address'
    ? keysFor(ring, [['address', deliveryPoint(readAddress({ address: value }, region), region)]])
    : businessKeys(ring, value)
}

/** A name and a postcode, parted by the last comma. */
const businessKeys = (ring: Keyring, value: string): readonly Key[] => {
  const cut = value.lastIndexOf(',')
  return cut < 0
    ? []
    : keysFor(ring, [['business', businessIdentity(value.slice(0, cut), value.slice(cut + 1))]])
}

/** Reads what was named on the command line; Trouble `bad-option` for a value that is none, or for nothing at all. */
export const readNamed = (ring: Keyring, options: Whom): readonly Named[] => {
  const { email = [], phone = [], domain = [], address, business, region } = options
  const all = [
    ...email.map((value) => named(ring, 'email', value, region)),
    ...phone.map((value) => named(ring, 'phone', value, region)),
    ...domain.map((value) => named(ring, 'domain', value, region)),
    ...(address === undefined ? [] : [named(ring, 'address', address, region)]),
    ...(business === undefined ? [] : [named(ring, 'business', business, region)]),
  ]
  const wrong = all.find(({ trouble }) => trouble !== undefined)
  if (wrong !== undefined)
    throw new Trouble('bad-option', 'usage', `--${wrong.what}: ${wrong.trouble}`)
  return all
}
