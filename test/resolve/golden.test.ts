import { expect, it } from 'vitest'
import { goldenOf } from '../../pipeline/resolve/golden.ts'
import type { GoldenListing } from '../../pipeline/store/member.ts'

const listing = (id: number, parts: Partial<GoldenListing>): GoldenListing => ({
  id,
  source: 'uk/yell',
  ref: `r${id}`,
  region: 'uk',
  name: 'Alder Bakery',
  phones: [],
  emails: [],
  address: {},
  registers: {},
  noMarketing: false,
  status: 'open',
  origin: { '*': id * 10 },
  digest: '',
  lastSeen: '2026-03-01T00:00:00.000Z',
  ...parts,
})

it('believes what more listings say, keeps who agrees and who differs, and names the page', () => {
  const golden = goldenOf([
    listing(1, { phones: ['+441632960101'], origin: { '*': 10, phones: 11 } }),
    listing(2, { phones: ['+441632960101'], source: 'any/osm' }),
    listing(3, { phones: ['+441632960199'] }),
  ])
  expect(golden.phone?.value).toBe('+441632960101')
  expect(golden.phone?.agree).toHaveLength(1)
  expect(golden.phone?.differ).toEqual([
    {
      value: '+441632960199',
      from: { listing: 3, source: 'uk/yell', page: 30, at: '2026-03-01T00:00:00.000Z' },
    },
  ])
  const from = golden.phone?.from.listing === 1 ? golden.phone.from : golden.phone?.agree[0]
  expect(from?.page).toBe(11)
})

it('trusts a register with register numbers, and a map with the place', () => {
  const golden = goldenOf([
    listing(1, {
      source: 'uk/companies-house',
      registers: { company: '01234567' },
      address: { street: 'Quay Road', number: '1' },
    }),
    listing(2, { source: 'any/osm', address: { street: 'Mill Lane', number: '12' } }),
    listing(3, { registers: { company: '07654321' } }),
  ])
  expect(golden.registers?.value.company).toBe('01234567')
  expect(golden.address?.value.street).toBe('Mill Lane')
})

it('prefers what is fresh to what its source no longer shows', () => {
  const golden = goldenOf([
    listing(1, {
      website: 'https://old.example',
      vanishedAt: '2025-06-01T00:00:00.000Z',
      lastSeen: '2024-01-01T00:00:00.000Z',
    }),
    listing(2, { website: 'https://new.example' }),
  ])
  expect(golden.website?.value).toBe('https://new.example')
})

it('does not depend on the order of the listings', () => {
  const all = [1, 2, 3, 4].map((id) =>
    listing(id, { name: id % 2 === 0 ? 'Alder' : 'Alder Bakery' }),
  )
  expect(goldenOf([...all].reverse())).toEqual(goldenOf(all))
})
