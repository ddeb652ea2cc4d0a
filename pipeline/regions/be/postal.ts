import type { AddressParts } from '../../model/listing.ts'
import type { Postal, PostalAddress, PostalTrouble } from '../../model/postal.ts'
import type { Language } from '../../model/region.ts'
import { foreign, naturalSort, tidyLine } from '../../text/postal.ts'
import { postcode } from '../../text/postcodes.ts'

const BOX = /^(?:bus|bte|bo[iî]te|box|b\.?)?\s*[./:]?\s*([0-9a-z][\w.-]*)$/i

/**
 * bpost: street, number and box in the one language of the recipient (`Kerkstraat 5 bus 2`, `Rue Haute 17 bte 1`),
 * then postcode and town; no comma, no slash, no `B-`.
 */
const layout = (address: AddressParts, language: Language): PostalAddress | PostalTrouble => {
  const town = oneTongue(tidyLine(address.town), language)
  const road = oneTongue(tidyLine(address.street), language)
  const number = tidyLine(address.number).replace(/[,/]+/g, ' ').trim()
  const unit = tidyLine(address.unit)
  const building = tidyLine(address.building)
  if (foreign(address.country, ['be', 'belgium', 'belgië', 'belgie', 'belgique']))
    return 'other-country'
  if (address.postcode === undefined) return 'no-postcode'
  const code = postcode(address.postcode, 'be')
  if (code === undefined) return 'bad-postcode'
  if (town === '') return 'no-town'
  if (road === '') return 'no-street'
  if (number === '') return 'no-premise'
  const inner = BOX.exec(unit)?.[1]
  const box = inner === undefined ? '' : `${language === 'fr' ? 'bte' : 'bus'} ${inner}`
  const above = [inner === undefined ? unit : '', building].filter(Boolean)
  const street = [...above, [road, number, box].filter(Boolean).join(' ')]
  return {
    lines: [...street, `${code} ${town}`],
    street,
    town,
    postcode: code,
    number,
    box: inner ?? '',
    road,
    key: `be ${code} ${road} ${number} ${inner ?? unit}`
      .toLowerCase()
      .replace(/[^\p{L}\p{N} ]/gu, '')
      .trim(),
    sort: naturalSort(`${code} ${road} ${number} ${inner ?? ''}`),
  }
}

/** Of a bilingual value (`Rue Haute - Hoogstraat`, `Bruxelles/Brussel`) the half in the recipient's language. */
const oneTongue = (text: string, language: Language): string => {
  const halves = text.split(/\s+[-–]\s+|\s*\/\s*/)
  const [first = '', second] = halves
  if (second === undefined || halves.length !== 2) return text
  const french = (half: string) =>
    /\b(?:rue|avenue|chauss|boulevard|place|quai|bruxelles|ixelles|uccle|elles?)\b|[éèêç]/i.test(
      half,
    )
  const wanted = language === 'fr'
  return [first, second].find((half) => french(half) === wanted) ?? first
}

export const postal: Postal = {
  layout,
  most: { lines: 6, characters: 50 },
  country: 'BELGIUM',
}
