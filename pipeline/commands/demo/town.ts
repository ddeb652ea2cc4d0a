/** One invented firm, as two directories know it. Names, streets and numbers are made up (Ofcom's drama range, reserved domains). */
export interface Firm {
  readonly id: number
  readonly name: string
  readonly street: string
  readonly postcode: string
  readonly phone: string
  readonly website?: string
  readonly email?: string
  /** In OpenStreetMap too, there perhaps with another number. */
  readonly osm?: { readonly phone?: string; readonly name?: string }
}

const NAMES = [
  'Aire Valley Plumbing Ltd',
  'Ashdown & Sons Plumbers',
  'Beckside Heating Limited',
  'Brightwater Bathrooms Ltd',
  'Calder Pipe Works LLP',
  'Copper & Brass Plumbing Ltd',
  'Dales Drain Care Ltd',
  'Eastgate Emergency Plumbers Ltd',
  'Fairweather Heating Services Limited',
  'Fletcher Gas & Plumbing',
  'Granary Wharf Heating Ltd',
  'Hallgarth Boilers Ltd',
  'Headrow Plumbing Company Limited',
  'Hob & Hearth Heating Ltd',
  'Ivy Lane Plumbers',
  'Jubilee Bathrooms (Leeds) Ltd',
  'Kirkgate Pipe & Boiler Ltd',
  'Larkfield Plumbing Services Ltd',
  "Mallory's Heating Ltd",
  'Merrion Water Works Ltd',
  'Nidd Plumbing Cooperative Limited',
  'Oakwell Heating & Drainage Ltd',
  'Park Row Plumbers LLP',
  'Quarry Hill Bathrooms Ltd',
  'Roundhay Road Heating',
  'St Alban Plumbing Ltd',
  'Tannery Plumbing & Tiling Ltd',
  'Underbank Boilers Limited',
  'Vicar Lane Pipes Ltd',
  'Whinmoor Water Services Ltd',
] as const

const STREETS = [
  'Tallow Street',
  'Fuller Row',
  'Weir Lane',
  'Old Malt Yard',
  'Lantern Road',
  'Saddler Court',
] as const

const two = (n: number) => String(n).padStart(2, '0')

const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/ (?:ltd|limited|llp)$/, '')
    .replace(/[^a-z0-9]+/g, '')

/** Thirty plumbers of an invented quarter of Leeds. Every second one is in OpenStreetMap, some there with an older number. */
export const town: readonly Firm[] = NAMES.map((name, i) => {
  const site = `${slug(name)}.example`
  return {
    id: 900_001 + i * 7,
    name,
    street: `${4 + i * 3} ${STREETS[i % STREETS.length]}`,
    postcode: `LS${1 + (i % 9)} ${i % 10}ZZ`,
    phone: `0113 496 0${100 + i}`,
    ...(i % 5 === 4 ? {} : { website: `https://www.${site}/` }),
    ...(i % 3 === 2 ? {} : { email: `info@${site}` }),
    ...(i % 2 === 0 ? { osm: i % 8 === 0 ? { phone: `0113 496 08${two(i)}` } : {} } : {}),
  }
})
