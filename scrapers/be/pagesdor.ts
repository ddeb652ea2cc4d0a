import { gids } from '../../pipeline/platforms/gids.ts'
import { defineSource } from '../../pipeline/source.ts'

export default defineSource({
  ...gids({ home: 'https://www.pagesdor.be', search: '/recherche/', register: 'kbo' }),
  name: "Pages d'Or",
  about: 'Pages d’Or, the Belgian yellow pages in French',
  regions: ['be'],
  terms: {
    automated: 'unclear',
    says: 'robots.txt and terms were not at hand; an Imperva wall answers clients without a browser session with 403',
    read: '2026-08',
  },
  evidence: 'reported',
  pace: { perMinute: 6 },
})
