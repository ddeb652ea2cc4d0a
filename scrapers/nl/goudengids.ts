import { gids } from '../../pipeline/platforms/gids.ts'
import { defineSource } from '../../pipeline/source.ts'

export default defineSource({
  ...gids({ home: 'https://www.goudengids.nl', search: '/nl/zoeken/', register: 'kvk' }),
  name: 'Gouden Gids',
  about: 'Gouden Gids, the Dutch yellow pages',
  regions: ['nl'],
  terms: {
    automated: 'unclear',
    says: 'robots.txt and terms were not at hand; result pages are marked noindex,follow; some addresses are answered with 403',
    read: '2026-08',
  },
  evidence: 'captured',
  pace: { perMinute: 6 },
})
