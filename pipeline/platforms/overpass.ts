import type { Region } from '../model/region.ts'
import type { Place, Query } from '../source.ts'

const COUNTRY: Readonly<Record<Region, string>> = { uk: 'GB', nl: 'NL', be: 'BE' }

/** Keys whose value makes a named element a business, most telling first. */
export const TRADE_KEYS = [
  'craft',
  'shop',
  'office',
  'healthcare',
  'amenity',
  'tourism',
  'leisure',
  'club',
  'industrial',
] as const

/** What is asked when no trade is given: the values of shared keys that are businesses, not benches and parks. */
const BUSINESSES = [
  '["shop"]',
  '["craft"]',
  '["office"]',
  '["healthcare"]',
  '["amenity"~"^(restaurant|cafe|pub|bar|fast_food|dentist|doctors|clinic|pharmacy|veterinary|car_rental|car_wash|driving_school|language_school|childcare|cinema|nightclub|studio|internet_cafe)$"]',
  '["tourism"~"^(hotel|guest_house|hostel|motel|camp_site|apartment)$"]',
  '["leisure"~"^(fitness_centre|dance|sauna|bowling_alley|escape_game|tanning_salon)$"]',
] as const

/** Metres round a centre that came without a radius: a small town. */
const SMALL_TOWN = 5000

/** An Overpass string literal; names come from the command line and may hold quotes. */
const quoted = (raw: string): string =>
  `"${raw.replace(/[\\"]/g, '\\$&').replace(/[\r\n]+/g, ' ')}"`

const escaped = (raw: string): string => raw.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** One tag filter from what a trade list may say: `["craft"="plumber"]`, `craft=plumber`, or a bare word. */
const filterOf = (what: string): string => {
  if (what.startsWith('[')) return what
  const [key = '', value] = what.split('=', 2).map((part) => part.trim())
  if (value === undefined) {
    const word = escaped(key.toLowerCase().replace(/\s+/g, '_').replace(/s$/, ''))
    return `[~"^(${TRADE_KEYS.join('|')})$"~${quoted(`^${word}s?$`)},i]`
  }
  return value === '*' ? `[${quoted(key)}]` : `[${quoted(key)}=${quoted(value)}]`
}

const filtersOf = (what: string): readonly string[] => {
  const asked = what
    .split(/[;,](?![^[]*\])/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '*')
  return asked.length === 0 ? BUSINESSES : asked.map(filterOf)
}

const areaOf = (where: Place, region: Region): { readonly first: string; readonly in: string } => {
  if (where.box !== undefined) return { first: '', in: `(${where.box.join(',')})` }
  if (where.lat !== undefined && where.lon !== undefined)
    return { first: '', in: `(around:${where.radius ?? SMALL_TOWN},${where.lat},${where.lon})` }
  const country = `area["ISO3166-1"="${COUNTRY[region]}"]["admin_level"="2"]->.country;\n`
  const place =
    where.postcode === undefined
      ? `area[~"^name(:nl|:fr|:en)?$"~${quoted(`^${escaped(where.name)}$`)}]["boundary"="administrative"](area.country)->.place;\n`
      : `area["postal_code"=${quoted(where.postcode)}](area.country)->.place;\n`
  return { first: country + place, in: '(area.place)' }
}

/**
 * The Overpass QL for named businesses of a trade in a place: a box, a circle, or a town by its name in any of
 * the country's languages. `what` holds tag filters (`craft=plumber;shop=hairdresser`); `*` asks for all trades.
 */
export const overpassQuery = ({ region, what, where }: Query): string => {
  const area = areaOf(where, region)
  const lines = filtersOf(what).map((filter) => `  nwr["name"]${filter}${area.in};\n`)
  return `[out:json][timeout:180][maxsize:536870912];\n${area.first}(\n${lines.join('')});\nout center tags;`
}
