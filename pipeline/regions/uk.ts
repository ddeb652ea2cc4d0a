import { defineRegion } from '../region.ts'
import { postcode } from '../text/postcodes.ts'

import { law } from './uk/law.ts'

import { postal } from './uk/postal.ts'

export default defineRegion({
  iso: 'GB',
  name: { en: 'United Kingdom', nl: 'Verenigd Koninkrijk', fr: 'Royaume-Uni' },
  languages: ['en'],
  languagesOf: () => ['en'],
  dialling: '44',
  postcode: (text) => postcode(text, 'uk'),
  postal,
  timeZone: 'Europe/London',
  currency: 'GBP',
  law,
})
