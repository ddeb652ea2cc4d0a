import { classifieds } from '../../pipeline/platforms/classifieds.ts'
import { defineSource } from '../../pipeline/source.ts'

export default defineSource({
  ...classifieds({
    home: 'https://www.2ememain.be',
    country: 'BE',
    language: 'fr',
    services: 'services-et-professionnels',
  }),
  about: '2ememain, Belgian classified adverts in French; paid and trade adverts only',
  regions: ['be'],
  terms: {
    automated: 'unclear',
    says: 'robots.txt forbids the search interface and seller profiles, and allows the sitemaps, pages of results and adverts that are read here',
    read: '2026-08',
  },
  evidence: 'reported',
  pace: { perMinute: 6 },
})
