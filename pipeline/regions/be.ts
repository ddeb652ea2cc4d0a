import { defineRegion } from '../region.ts'
import { belgianLanguages } from '../text/belgium.ts'
import { postcode } from '../text/postcodes.ts'

import { law } from './be/law.ts'

import { postal } from './be/postal.ts'

export default defineRegion({
  iso: 'BE',
  name: { en: 'Belgium', nl: 'België', fr: 'Belgique' },
  languages: ['nl', 'fr'],
  languagesOf: belgianLanguages,
  dialling: '32',
  postcode: (text) => postcode(text, 'be'),
  postal,
  timeZone: 'Europe/Brussels',
  currency: 'EUR',
  law,
})
