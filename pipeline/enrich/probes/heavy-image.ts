import { defineProbe } from '../../probe.ts'

/** A photo that fills a phone's screen needs a tenth of this. */
const HEAVY = 2_000_000

export default defineProbe({
  about: 'the first photo of the home page is larger than 2 MB',
  severity: 'middle',
  sayable: true,
  says: ['megabytes'],
  look: ({ pages, events }) =>
    events.flatMap(({ url, what, from }) => {
      const bytes = Number(/^image (\d+) bytes$/.exec(what)?.[1] ?? 0)
      const home = pages.find((page) => page.url === from)
      if (bytes < HEAVY || home === undefined) return []
      const megabytes = (bytes / 1_000_000).toFixed(1)
      return [{ page: home.id, url, excerpt: what, data: { megabytes } }]
    }),
})
