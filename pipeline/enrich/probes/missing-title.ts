import { defineProbe } from '../../probe.ts'

export default defineProbe({
  about: 'the home page has no title',
  severity: 'middle',
  sayable: true,
  says: [],
  look: ({ pages }) => {
    const home = pages.find((page) => page.role === 'home')
    // A page that scripts build may be given its title by them.
    if (home === undefined || home.view.text.length < 100) return []
    if ((home.view.title ?? '') !== '' || /document\.title|og:title/.test(home.body)) return []
    return [{ page: home.id, data: {} }]
  },
})
