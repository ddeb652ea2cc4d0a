import { defineRegion } from '../region.ts'
import { postcode } from '../text/postcodes.ts'

import { law } from './nl/law.ts'

import { postal } from './nl/postal.ts'

export default defineRegion({
  iso: 'NL',
  name: { en: 'Netherlands', nl: 'Nederland', fr: 'Pays-Bas' },
  languages: ['nl'],
  languagesOf: () => ['nl'],
  dialling: '31',
  postcode: (text) => postcode(text, 'nl'),
  postal,
  timeZone: 'Europe/Amsterdam',
  currency: 'EUR',
  law,
})
