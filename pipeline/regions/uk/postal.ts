import type { AddressParts } from '../../model/listing.ts'
import type { Postal, PostalAddress, PostalTrouble } from '../../model/postal.ts'
import { capitals, foreign, naturalSort, tidyLine } from '../../text/postal.ts'
import { postcode } from '../../text/postcodes.ts'

const ABODE = /\bn\.?f\.?a\.?\b|no fixed (?:abode|address)/i
/** A number with a letter or a range; everything else before a street is a name and has its own line. */
const NUMBER = /^\d+[a-z]?(?:\s*[-–/]\s*\d+[a-z]?)?$/i

/**
 * Royal Mail: unit and building, number and street, town in capitals, postcode in capitals on a line of its own;
 * three to seven lines with the name.
 */
const layout = (address: AddressParts): PostalAddress | PostalTrouble => {
  const town = tidyLine(address.town)
  const road = tidyLine(address.street)
  const number = tidyLine(address.number)
  const unit = tidyLine(address.unit)
  const building = tidyLine(address.building)
  if (
    foreign(address.country, [
      'gb',
      'uk',
      'united kingdom',
      'great britain',
      'england',
      'scotland',
      'wales',
      'northern ireland',
    ])
  )
    return 'other-country'
  if (ABODE.test(`${unit} ${building} ${road}`)) return 'no-fixed-abode'
  if (address.postcode === undefined) return 'no-postcode'
  const code = postcode(address.postcode, 'uk')
  if (code === undefined) return 'bad-postcode'
  if (town === '') return 'no-town'
  if (road === '' && building === '') return 'no-street'
  if (number === '' && unit === '' && building === '' && !/^\d|^p\.?\s?o\.? box/i.test(road))
    return 'no-premise'
  const street = streetLines({ unit, building, number, road })
  return {
    lines: [...street, capitals(town), code],
    street,
    town: capitals(town),
    postcode: code,
    number,
    box: unit,
    road,
    key: `uk ${code} ${number || /^\d+[a-z]?/i.exec(road)?.[0] || building} ${unit}`
      .toLowerCase()
      .replace(/[^a-z0-9 ]/g, '')
      .trim(),
    sort: naturalSort(`${code} ${number}`),
  }
}

const streetLines = (part: { unit: string; building: string; number: string; road: string }) => {
  const { unit, building, number, road } = part
  const named = number !== '' && !NUMBER.test(number)
  const premises = [unit, building].filter(Boolean).join(', ')
  if (road === '') return [premises || number].filter(Boolean)
  return [
    premises,
    named ? number : '',
    named || number === '' ? road : `${number} ${road}`,
  ].filter(Boolean)
}

export const postal: Postal = {
  layout,
  most: { lines: 7, characters: 45 },
  country: 'UNITED KINGDOM',
}
