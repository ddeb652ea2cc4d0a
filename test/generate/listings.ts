import type { Region } from '../../pipeline/model/region.ts'
import { type Chance, chance } from './chance.ts'
import { VOCABULARY, type Vocabulary } from './words.ts'

/** An invented listing, in the columns of a CSV; `truth` is the business it stands for. */
export interface Invented {
  readonly id: number
  readonly truth: number
  readonly source: string
  readonly name: string
  readonly address: string
  readonly city: string
  readonly postcode: string
  readonly country: string
  readonly phone: string
  readonly website: string
  readonly category: string
  readonly lat: string
  readonly lon: string
}

interface Business {
  readonly region: Region
  readonly name: string
  readonly trade: readonly [inName: string, category: string]
  readonly door: Door
  readonly phone: string
  readonly domain: string
}

interface Door {
  readonly street: string
  readonly kind: readonly [long: string, short: string]
  readonly number: number
  readonly town: string
  readonly postcode: string
  readonly lat: number
  readonly lon: number
}

const COUNTRY: Readonly<Record<Region, string>> = { uk: 'GB', nl: 'NL', be: 'BE' }
const LETTERS = 'ABDEFGHJLNPQRSTUWXYZ'

const newDoor = (c: Chance, region: Region, v: Vocabulary): Door => {
  const [town, code, lat, lon] = c.pick(v.towns)
  const letters = () => c.pick([...LETTERS]) + c.pick([...LETTERS])
  const postcode = {
    uk: () => `${code}${1 + c.below(29)} ${c.below(10)}${letters()}`,
    nl: () => `${code}${10 + c.below(90)} ${letters()}`,
    be: () => `${code}${c.below(8)}0`,
  }[region]()
  return {
    street: c.pick(v.streets),
    kind: c.pick(v.kinds),
    number: 1 + c.below(180),
    town,
    postcode,
    lat: lat + (c.next() - 0.5) * 0.1,
    lon: lon + (c.next() - 0.5) * 0.16,
  }
}

const newPhone = (c: Chance, v: Vocabulary): string =>
  `${v.dial}${{ '44': '1632', '31': '85', '32': '9' }[v.dial]}${String(c.below(1e7)).padStart(7, '0')}`.slice(
    0,
    12,
  )

const newName = (c: Chance, v: Vocabulary, trade: string): string => {
  const who = c.when(0.7) ? c.pick(v.surnames) : `${c.pick(v.fancy)} ${c.pick(v.surnames)}`
  if (v.dial === '44')
    return c.when(0.2) ? `${who} & ${c.pick(v.surnames)} ${trade}` : `${who} ${trade}`
  return c.when(0.7) ? `${trade} ${who}` : `${who} ${trade}`
}

const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 24)

const newBusiness = (c: Chance, region: Region): Business => {
  const v = VOCABULARY[region]
  const trade = c.pick(v.trades)
  const name = newName(c, v, trade[0])
  return {
    region,
    name,
    trade,
    door: newDoor(c, region, v),
    phone: newPhone(c, v),
    domain: `${slug(name)}${c.when(0.5) ? c.below(99) : ''}.${{ uk: 'co.uk', nl: 'nl', be: 'be' }[region]}`,
  }
}

/** The next business: usually a new one; else a branch, a tenant, a sister firm or a successor of the one before. */
const nextBusiness = (c: Chance, before: Business | undefined): Business => {
  const region: Region = c.when(0.5) ? 'uk' : c.when(0.56) ? 'nl' : 'be'
  const fresh = newBusiness(c, region)
  if (before === undefined || !c.when(0.25)) return fresh
  const v = VOCABULARY[before.region]
  const like = newBusiness(c, before.region)
  const roll = c.next()
  // a branch of a chain: another door, the chain's name and site, often its national number
  if (roll < 0.5)
    return { ...before, door: like.door, phone: c.when(0.3) ? before.phone : like.phone }
  // a tenant of the same building
  if (roll < 0.8) return { ...like, door: before.door }
  // a sister firm: the owner's other trade at the same door
  if (roll < 0.92) {
    const owner = before.name.split(' ').find((word) => v.surnames.includes(word))
    return {
      ...like,
      name: `${owner ?? like.name} ${like.trade[0]}`,
      door: before.door,
      phone: before.phone,
    }
  }
  // a successor in the same trade
  return { ...like, trade: before.trade, name: newName(c, v, before.trade[0]), door: before.door }
}

const misspell = (c: Chance, text: string): string => {
  if (text.length < 4) return text
  const at = 1 + c.below(text.length - 2)
  const roll = c.below(3)
  if (roll === 0) return text.slice(0, at) + text.slice(at + 1)
  if (roll === 1) return text.slice(0, at) + text[at + 1] + text[at] + text.slice(at + 2)
  return text.slice(0, at) + String.fromCharCode(97 + c.below(26)) + text.slice(at + 1)
}

const writtenName = (c: Chance, { name, door, region }: Business): string => {
  let text = name
  if (c.when(0.06)) text = misspell(c, text)
  if (c.when(0.3)) text = `${text} ${c.pick(VOCABULARY[region].forms)}`
  if (c.when(0.06)) text = `${text} ${door.town}`
  if (c.when(0.05)) text = text.toUpperCase()
  return text.replace(' & ', c.when(0.3) ? ' and ' : ' & ')
}

const writtenDoor = (c: Chance, { door, region }: Business): string => {
  if (c.when(0.08)) return ''
  const [long, short] = door.kind
  const kind = c.when(0.3) ? short : long
  const street = region === 'uk' ? `${door.street} ${kind}` : `${door.street}${kind}`
  const said = c.when(0.03) ? misspell(c, street) : street
  return region === 'uk' ? `${door.number} ${said}` : `${said} ${door.number}`
}

const writtenPhone = (c: Chance, { phone, region }: Business): string => {
  if (c.when(0.35)) return ''
  const national = phone.slice(VOCABULARY[region].dial.length)
  return c.pick([
    `+${phone}`,
    `0${national}`,
    `0${national.slice(0, 3)} ${national.slice(3)}`,
    `+${VOCABULARY[region].dial} (0)${national.slice(0, 4)}-${national.slice(4)}`,
  ])
}

const listingOf = (c: Chance, id: number, truth: number, source: string, b: Business): Invented => {
  const moved = c.when(0.015) ? { ...b, door: newDoor(c, b.region, VOCABULARY[b.region]) } : b
  const { door } = moved
  const point = c.when(0.7)
  const jitter = () => (c.next() - 0.5) * 0.0012
  return {
    id,
    truth,
    source,
    name: writtenName(c, b),
    address: writtenDoor(c, moved),
    city: c.when(0.06) ? '' : door.town,
    postcode: c.when(0.1) ? '' : c.when(0.1) ? door.postcode.replace(' ', '') : door.postcode,
    country: c.when(0.05) ? '' : COUNTRY[b.region],
    phone: writtenPhone(c, c.when(0.04) ? { ...b, phone: newPhone(c, VOCABULARY[b.region]) } : b),
    website: c.when(0.45)
      ? ''
      : c.pick([`https://www.${b.domain}/`, `http://${b.domain}`, b.domain]),
    category: c.when(0.2) ? '' : c.when(0.03) ? c.pick(VOCABULARY[b.region].trades)[1] : b.trade[1],
    lat: point ? (door.lat + jitter()).toFixed(6) : '',
    lon: point ? (door.lon + jitter()).toFixed(6) : '',
  }
}

/** Invents listings of about half as many businesses, one to four a business, from a seed; one in memory at a time. */
export function* inventListings(count: number, seed: number): Generator<Invented> {
  const c = chance(seed)
  let before: Business | undefined
  let id = 0
  for (let truth = 0; id < count; truth++) {
    const business = nextBusiness(c, before)
    before = business
    const { sources } = VOCABULARY[business.region]
    const start = c.below(sources.length)
    const times = c.when(0.4) ? 1 : c.when(0.5) ? 2 : c.when(0.65) ? 3 : 4
    for (let k = 0; k < times && id < count; k++)
      yield listingOf(c, id++, truth, sources[(start + k) % sources.length] as string, business)
  }
}

/** Column names of `inventedLine`. */
export const HEADER = 'id,source,name,address,city,postcode,country,phone,website,category,lat,lon'

/** A listing as a line of CSV. */
export const inventedLine = (l: Invented): string =>
  [
    l.id,
    l.source,
    l.name,
    l.address,
    l.city,
    l.postcode,
    l.country,
    l.phone,
    l.website,
    l.category,
    l.lat,
    l.lon,
  ]
    .map((cell) => (/[",]/.test(String(cell)) ? `"${String(cell).replace(/"/g, '""')}"` : cell))
    .join(',')
