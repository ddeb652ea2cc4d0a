import type { Region } from '../model/region.ts'
import type { Place, Query } from '../source.ts'
import { tradeById, tradeByWord } from '../text/trades.ts'

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

/** Filters that an element must all fit: `["craft"="plumber"]` as it is, `shop=beauty+beauty=nails` as two. */
const filterOf = (tags: string): string =>
  tags.startsWith('[')
    ? tags
    : tags
        .split('+')
        .map((tag) => {
          const [key = '', value = '*'] = tag.split('=', 2).map((part) => part.trim())
          return value === '*' ? `[${quoted(key)}]` : `[${quoted(key)}=${quoted(value)}]`
        })
        .join('')

/** A word that no trade has: whatever has it as its value. */
const filterOfWord = (word: string): string => {
  const value = escaped(word.toLowerCase().replace(/\s+/g, '_').replace(/s$/, ''))
  return `[~"^(${TRADE_KEYS.join('|')})$"~${quoted(`^${value}s?$`)},i]`
}

const filtersOf = ({ what, trade }: Query): readonly string[] => {
  const asked = what.trim()
  if (trade === undefined && (asked === '' || asked === '*')) return BUSINESSES
  if (trade === undefined && /^\[|=/.test(asked))
    return asked.split(/;(?![^[]*\])/).map((tags) => filterOf(tags.trim()))
  const known = (trade === undefined ? undefined : tradeById(trade)) ?? tradeByWord(asked)
  return known === undefined ? [filterOfWord(asked)] : known.osm.map(filterOf)
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
 * the country's languages. `what` is a trade's name in
 * any of three languages, tag filters (`craft=plumber;shop=hairdresser`), or `*` for all trades.
 */
export const overpassQuery = (query: Query): string => {
  const { region, where } = query
  const area = areaOf(where, region)
  const lines = filtersOf(query).map((filter) => `  nwr["name"]${filter}${area.in};\n`)
  return `[out:json][timeout:180][maxsize:536870912];\n${area.first}(\n${lines.join('')});\nout center tags;`
}
