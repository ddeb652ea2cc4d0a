/** A listing as it comes to be matched: a line of a CSV or a row of the store. Empty text means absent. */
export interface Row {
  readonly source: string
  readonly name: string
  /** Street and house number, in one line. */
  readonly address: string
  readonly town: string
  readonly postcode: string
  readonly country: string
  /** One or more numbers, as printed. */
  readonly phone: string
  readonly website: string
  readonly trade: string
  /** Degrees; NaN when absent. */
  readonly lat: number
  readonly lon: number
  /** Numbers in official registers: Companies House, KVK, KBO, and for VAT. */
  readonly company: string
  readonly kvk: string
  readonly kbo: string
  readonly vat: string
}

export const EMPTY_ROW: Row = {
  source: '',
  name: '',
  address: '',
  town: '',
  postcode: '',
  country: '',
  phone: '',
  website: '',
  trade: '',
  lat: Number.NaN,
  lon: Number.NaN,
  company: '',
  kvk: '',
  kbo: '',
  vat: '',
}
