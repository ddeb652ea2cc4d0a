import type { AddressParts } from '../../model/listing.ts'
import type { Postal, PostalAddress, PostalTrouble } from '../../model/postal.ts'
import { capitals, foreign, naturalSort, tidyLine } from '../../text/postal.ts'
import { postcode } from '../../text/postcodes.ts'

/** PostNL: street and number with suffix, then `1234 AB` and two spaces before the town in capitals. */
const layout = (address: AddressParts): PostalAddress | PostalTrouble => {
  const town = tidyLine(address.town)
  const road = tidyLine(address.street)
  const number = tidyLine(address.number)
  const unit = tidyLine(address.unit)
  const building = tidyLine(address.building)
  if (foreign(address.country, ['nl', 'nederland', 'netherlands', 'the netherlands']))
    return 'other-country'
  if (address.postcode === undefined) return 'no-postcode'
  const code = postcode(address.postcode, 'nl')
  if (code === undefined) return 'bad-postcode'
  if (town === '') return 'no-town'
  if (road === '') return 'no-street'
  if (number === '') return 'no-premise'
  const street = [building, [road, number, unit].filter(Boolean).join(' ')].filter(Boolean)
  return {
    lines: [...street, `${code}  ${capitals(town)}`],
    street,
    town: capitals(town),
    postcode: code,
    number,
    box: unit,
    road,
    // Postcode, number and suffix are a complete address without the street.
    key: `nl ${code}${number}${unit}`.toLowerCase().replace(/[^a-z0-9]/g, ''),
    sort: naturalSort(`${code} ${number} ${unit}`),
  }
}

export const postal: Postal = {
  layout,
  most: { lines: 6, characters: 45 },
  country: 'NETHERLANDS',
}
