import { classifieds } from '../../pipeline/platforms/classifieds.ts'
import { defineSource } from '../../pipeline/source.ts'

export default defineSource({
  ...classifieds({
    home: 'https://www.marktplaats.nl',
    country: 'NL',
    language: 'nl',
    services: 'diensten-en-vakmensen',
  }),
  about: 'Marktplaats, Dutch classified adverts; paid and trade adverts only',
  regions: ['nl'],
  terms: {
    automated: 'unclear',
    says: 'robots.txt forbids the search interface and seller profiles, and allows the sitemaps, pages of results and adverts that are read here',
    read: '2026-08',
  },
  evidence: 'captured',
  pace: { perMinute: 6 },
})
