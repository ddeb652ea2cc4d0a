import { classifieds } from '../../pipeline/platforms/classifieds.ts'
import { defineSource } from '../../pipeline/source.ts'

export default defineSource({
  ...classifieds({
    home: 'https://www.2dehands.be',
    country: 'BE',
    language: 'nl',
    services: 'diensten-en-vakmensen',
  }),
  about: '2dehands, Belgian classified adverts in Dutch; paid and trade adverts only',
  regions: ['be'],
  terms: {
    automated: 'unclear',
    says: 'robots.txt forbids the search interface and seller profiles, and allows the sitemaps, pages of results and adverts that are read here',
    read: '2026-08',
  },
  evidence: 'reported',
  pace: { perMinute: 6 },
})
