import type { TidyListing } from '../../../pipeline/model/listing.ts'
import { listing } from '../house.ts'

/** One invented business, as two sources list it; the second has another number, and no address for mail. */
export interface Business {
  readonly kind: 'company' | 'sole'
  readonly country: 'uk' | 'nl' | 'be'
  readonly email: string
  readonly listings: readonly [TidyListing, TidyListing]
}

const business = (
  n: number,
  kind: Business['kind'],
  country: Business['country'],
  place: TidyListing['address'],
  shared?: string,
): Business => {
  const name = `${['Quillon', 'Brackenridge', 'Wexcombe', 'Oostvogel', 'Dewitteroos'][n]} Trading ${n}`
  const email = `info@${name.split(' ')[0]?.toLowerCase()}.example`
  const first = listing({
    source: country === 'uk' ? 'uk/yell' : `${country}/goudengids`,
    region: country,
    ref: `first-${n}`,
    name,
    phones: [`+44163296010${n}`],
    emails: [email],
    address: place,
  })
  const second = { ...first, source: 'any/osm' as const, ref: `second-${n}`, emails: [] }
  return {
    kind,
    country,
    email,
    listings: [first, { ...second, phones: [shared ?? `+44163296020${n}`] }],
  }
}

/** Two British companies that share a number, a sole trader, a Belgian and a Dutch company. */
export const TOWN: readonly Business[] = [
  business(
    0,
    'company',
    'uk',
    { street: 'Ropewalk', number: '1', postcode: 'AB10 1XG' },
    '+441632960300',
  ),
  business(
    1,
    'company',
    'uk',
    { street: 'Ropewalk', number: '2', postcode: 'AB10 1XG' },
    '+441632960300',
  ),
  business(2, 'sole', 'uk', { street: 'Tannery Row', number: '3', postcode: 'AB11 5QN' }),
  business(3, 'company', 'be', { street: 'Kaai', number: '4', postcode: '9000', town: 'Gent' }),
  business(4, 'company', 'nl', { street: 'Kade', number: '5', postcode: '3011 AA' }),
]

/** What may happen. Numbers choose among what is there at that moment. */
export type Step =
  | { readonly do: 'harvest'; readonly who: number; readonly which: 0 | 1 }
  | { readonly do: 'merge' | 'split'; readonly a: number; readonly b: number }
  | { readonly do: 'no'; readonly who: number; readonly by: 'email' | 'phone' | 'prospect' }
  | { readonly do: 'bounce' | 'consent' | 'decide' | 'approve'; readonly who: number }
  | { readonly do: 'forget'; readonly who: number; readonly by: 'email' | 'prospect' }
  | { readonly do: 'wait'; readonly days: number }
  | { readonly do: 'comply' | 'send' | 'backup' | 'restore' }

/** What a listing makes its business known by. */
export const idsOf = (who: number, which: number): readonly string[] => {
  const { emails, phones, name, address } = TOWN[who]?.listings[which] ?? listing()
  return [
    ...emails.map((email) => `email ${email}`),
    ...phones.map((phone) => `phone ${phone}`),
    `business ${name} ${address.postcode}`,
  ]
}

/** Business and source of a listing written `who/which`. */
export const parts = (listed: string): readonly [number, number] => {
  const [who = 0, which = 0] = listed.split('/').map(Number)
  return [who, which]
}
