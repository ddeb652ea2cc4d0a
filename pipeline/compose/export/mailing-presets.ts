import { printPhone } from '../../text/phones.ts'
import type { Postable } from './mailing.ts'
import type { Row } from './table.ts'
import type { Layout } from './write.ts'

/** The layout of one mailing house: its columns, in its order, and how a row fills them. */
export interface MailingPreset extends Layout {
  readonly about: string
  readonly row: (postable: Postable, more: Extras) => Row
}

/** What a letter carries beside the address. */
interface Extras {
  /** Running number of the piece in the order of printing, `000001`. */
  readonly piece: string
  readonly link: string
  readonly country: string
}

const phoneOf = ({ input, region }: Postable): string =>
  input.golden.phone === undefined ? '' : printPhone(input.golden.phone.value, region)

/**
 * The fixed layout that British mailing houses read. A business has no title and no surname: its name is the first
 * address line, as Royal Mail orders it. DPS is left to the mailing house's own address file.
 */
const mailingHouse: MailingPreset = {
  about: 'fixed columns of British mailing houses: ID, Title … DPS, Country',
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
  row: (postable, { piece, link, country }) => {
    const { id, name, address } = postable
    // What does not fit into the four lines is joined to the last of them.
    const [first = '', second = '', ...rest] = address.street
    return {
      ID: String(id),
      'Address Line 1': name,
      'Address Line 2': first,
      'Address Line 3': second,
      'Address Line 4': rest.join(', '),
      Town: address.town,
      Postcode: address.postcode,
      Country: country,
      Piece: piece,
      Phone: phoneOf(postable),
      Link: link,
    }
  },
}

/** GOV.UK Notify reads these headers, and the services that copied it. */
const notify: MailingPreset = {
  about: 'address line 1 … 6 and postcode, as GOV.UK Notify reads them',
  columns: [...[1, 2, 3, 4, 5, 6].map((n) => `address line ${n}`), 'postcode', 'reference', 'link'],
  row: ({ name, address }, { piece, link }) => ({
    ...Object.fromEntries(
      [name, ...address.street, address.town].map((line, i) => [`address line ${i + 1}`, line]),
    ),
    postcode: address.postcode,
    reference: piece,
    link,
  }),
}

const continental = (
  about: string,
  [id, name, extra, street, number, box, postcode, town, country, phone, link]: readonly string[],
): MailingPreset => ({
  about,
  columns: [id, name, extra, street, number, box, postcode, town, country, phone, link].map(
    (column) => column ?? '',
  ),
  separator: ';',
  row: (postable, more) => {
    const { address } = postable
    const above = address.street.slice(0, -1).join(', ')
    return {
      [id ?? '']: more.piece,
      [name ?? '']: postable.name,
      [extra ?? '']: above,
      [street ?? '']: address.road,
      [number ?? '']: address.number,
      [box ?? '']: address.box,
      [postcode ?? '']: address.postcode,
      [town ?? '']: address.town,
      [country ?? '']: more.country,
      [phone ?? '']: phoneOf(postable),
      [link ?? '']: more.link,
    }
  },
})

/** Layouts by name; the first is the default. */
export const MAILING_PRESETS: Readonly<Record<string, MailingPreset>> = {
  'mailing-house': mailingHouse,
  'uk-notify': notify,
  nl: continental('Dutch mailing houses: straat, huisnummer, toevoeging, postcode, plaats', [
    'volgnummer',
    'bedrijfsnaam',
    'locatie',
    'straat',
    'huisnummer',
    'toevoeging',
    'postcode',
    'plaats',
    'land',
    'telefoon',
    'link',
  ]),
  'be-nl': continental('Belgian mailing houses in Dutch: straat, nummer, bus, postcode, gemeente', [
    'volgnummer',
    'naam',
    'gebouw',
    'straat',
    'nummer',
    'bus',
    'postcode',
    'gemeente',
    'land',
    'telefoon',
    'link',
  ]),
  'be-fr': continental(
    'Belgian mailing houses in French: rue, numéro, boîte, code postal, localité',
    [
      'numéro de pièce',
      'nom',
      'bâtiment',
      'rue',
      'numéro',
      'boîte',
      'code postal',
      'localité',
      'pays',
      'téléphone',
      'lien',
    ],
  ),
}
