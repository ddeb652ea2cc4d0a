import { defineRegion } from '../region.ts'
import { postcode } from '../text/postcodes.ts'
import { law } from './nl/law.ts'

export default defineRegion({
  iso: 'NL',
  name: { en: 'Netherlands', nl: 'Nederland', fr: 'Pays-Bas' },
  languages: ['nl'],
  languagesOf: () => ['nl'],
  dialling: '31',
  postcode: (text) => postcode(text, 'nl'),
  timeZone: 'Europe/Amsterdam',
  currency: 'EUR',
  law,
})
