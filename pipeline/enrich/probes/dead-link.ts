import { defineProbe } from '../../probe.ts'

export default defineProbe({
  about: "a link of the site's own menu leads to a page that is not there",
  severity: 'high',
  sayable: true,
  says: ['text', 'url', 'status'],
  look: ({ pages, events }) =>
    events.flatMap(({ url, what, link, from, page }) => {
      const status = /^http (404|410)$/.exec(what)?.[1]
      const source = pages.find((one) => one.url === from)
      if (status === undefined || !link || source === undefined) return []
      return [
        {
          url,
          excerpt: `${link} → ${url}: ${what}`,
          data: { text: link, url, status },
          ...(page === undefined ? {} : { page }),
        },
      ]
    }),
})
