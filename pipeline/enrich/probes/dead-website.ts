import { directories } from '../../platforms/statements.ts'
import { defineProbe } from '../../probe.ts'

export default defineProbe({
  about: 'a directory sends people to a website whose name no longer exists',
  severity: 'high',
  sayable: true,
  says: ['host', 'a'],
  look: (site) => {
    const entries = site.events.filter(({ link }) => link === undefined)
    const gone = entries.filter(({ what }) => what.startsWith('no-such-host'))
    const [first] = gone
    // Every way in must be gone: with and without www.
    if (first === undefined || site.pages.length > 0 || gone.length < entries.length) return []
    const host = new URL(first.url).hostname.replace(/^www\./, '')
    return directories(site).flatMap(({ who, listing }) => {
      const stated = listing.website === undefined ? undefined : new URL(listing.website).hostname
      return stated?.replace(/^www\./, '') === host
        ? [
            {
              url: first.url,
              excerpt: first.what,
              data: { host, a: who, listing: String(listing.id) },
            },
          ]
        : []
    })
  },
})
