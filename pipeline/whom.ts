import { list, type Option, oneOf } from './command.ts'
import { REGIONS, type Region } from './model/region.ts'

/** Whom a suppress command means, as given on the command line. */
export interface Whom {
  readonly email?: readonly string[]
  readonly phone?: readonly string[]
  readonly domain?: readonly string[]
  readonly address?: string
  readonly business?: string
  readonly region?: Region
}

/** The options by which commands name addresses, numbers and businesses. */
export const WHOM: readonly Option[] = [
  { flags: '--email <addresses>', about: 'e-mail addresses, parted by commas', parse: list },
  { flags: '--phone <numbers>', about: 'telephone numbers, parted by commas', parse: list },
  { flags: '--domain <domains>', about: 'every address and website of a domain', parse: list },
  { flags: '--address <text>', about: 'a letterbox: "12 High Street, Aberdeen, AB10 1XG"' },
  { flags: '--business <text>', about: 'a name and postcode: "Harbour Bakery, AB10 1XG"' },
  {
    flags: '--region <region>',
    about: 'uk, nl or be: how national numbers and addresses are read',
    parse: oneOf(REGIONS),
  },
]
