import { defineProbe } from '../../probe.ts'

/** Below this a page is a stub, a frame or a redirect, and nobody reads it on a phone anyway. */
const LEAST_WORDS = 200

export default defineProbe({
  about: 'the home page does not fit a phone: it has no mobile viewport',
  severity: 'high',
  sayable: true,
  says: [],
  look: ({ pages }) => {
    const home = pages.find((page) => page.role === 'home')
    if (home === undefined || home.view.text.length < LEAST_WORDS) return []
    if (home.view.meta('viewport') !== undefined || /viewport/i.test(home.body)) return []
    return [{ page: home.id, data: {} }]
  },
})
