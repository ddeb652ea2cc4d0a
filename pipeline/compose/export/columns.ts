import { printPhone } from '../../text/phones.ts'
import type { Postable } from './mailing.ts'
import type { Row } from './table.ts'

/** The layout of one mailing house or program: its columns, in its order, and how a row fills them. */
export interface Preset {
  readonly about: string
  readonly columns: readonly string[]
  readonly separator?: ',' | ';'
  readonly row: (postable: Postable, more: Extras) => Row
}

/** What a letter carries beside the address. */
export interface Extras {
  /** Running number of the piece in the order of printing, `000001`. */
  readonly piece: string
  readonly link: string
  readonly country: string
}

const phoneOf = ({ input, region }: Postable): string =>
  input.golden.phone === undefined ? '' : printPhone(input.golden.phone.value, region)

/** Four lines above the town: the business, then its street; what does not fit is joined to the third. */
const addressLines = ({ name, address }: Postable): readonly string[] => {
  const [first = '', second = '', ...rest] = address.street
  return [name, first, second, rest.join(', ')]
}

/**
 * The fixed layout that British mailing houses read. A business has no title and no surname: its name is the first
 * address line, as Royal Mail orders it. DPS is left to the mailing house's own address file.
 */
const mailingHouse: Preset = {
  about: 'fixed columns of mailing houses: ID, Title … DPS, Country',
  columns: [
    'ID',
    'Title',
    'First Name',
    'Last Name',
    'Address Line 1',
    'Address Line 2',
    'Address Line 3',
    'Address Line 4',
    'Town',
    'Postcode',
    'DPS',
    'Country',
    'Piece',
    'Phone',
    'Link',
  ],
  row: (postable, more) => {
    const [one = '', two = '', three = '', four = ''] = addressLines(postable)
    return {
      ID: String(postable.id),
      'Address Line 1': one,
      'Address Line 2': two,
      'Address Line 3': three,
      'Address Line 4': four,
      Town: postable.address.town,
      Postcode: postable.address.postcode,
      Country: more.country,
      Piece: more.piece,
      Phone: phoneOf(postable),
      Link: more.link,
    }
  },
}

/** Layouts by name; the first is the default. */
export const PRESETS: Readonly<Record<string, Preset>> = {
  'mailing-house': mailingHouse,
}
