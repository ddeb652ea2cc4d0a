import { jsonLd } from '../../platforms/structured.ts'
import { defineProbe } from '../../probe.ts'

export default defineProbe({
  about: 'the site describes its business to search engines nowhere (no schema.org LocalBusiness)',
  severity: 'low',
  sayable: true,
  says: [],
  look: ({ pages, reading }) => {
    const home = pages.find((page) => page.role === 'home')
    if (home === undefined || reading.businesses.length > 0) return []
    // Data that we cannot read, or of a type that we do not know, may be what we look for.
    const unsure = pages.some(
      ({ body }) =>
        jsonLd(body).unread.length > 0 ||
        /LocalBusiness|vocab=["']https?:\/\/schema\.org/i.test(body),
    )
    return unsure || home.view.text.length < 200 ? [] : [{ page: home.id, data: {} }]
  },
})
