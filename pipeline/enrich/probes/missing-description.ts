import { defineProbe } from '../../probe.ts'

export default defineProbe({
  about: 'the home page has no description for search engines',
  severity: 'low',
  sayable: true,
  says: [],
  look: ({ pages }) => {
    const home = pages.find((page) => page.role === 'home')
    if (home === undefined || home.view.text.length < 200) return []
    const said = home.view.meta('description') || home.view.meta('og:description')
    return said ? [] : [{ page: home.id, data: {} }]
  },
})
