import { defineProbe } from '../../probe.ts'

/** Answers that mean that nobody speaks TLS there; silence (a timeout) proves nothing. */
const NO_TLS = /^(?:unreachable|reset|bad-http|tls: (?:EPROTO|ERR_SSL))/

export default defineProbe({
  about: 'the website is served without https only',
  severity: 'high',
  sayable: true,
  says: ['host'],
  look: ({ pages, events }) => {
    const home = pages.find((page) => page.role === 'home')
    if (home === undefined || !home.url.startsWith('http:')) return []
    const { hostname } = new URL(home.url)
    const refused = events.find(
      ({ url, what }) =>
        url.startsWith('https:') && new URL(url).hostname === hostname && NO_TLS.test(what),
    )
    if (refused === undefined) return []
    return [{ page: home.id, url: refused.url, excerpt: refused.what, data: { host: hostname } }]
  },
})
