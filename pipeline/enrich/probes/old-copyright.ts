import { defineProbe } from '../../probe.ts'

/** Years that a footer may lag behind before it is worth a word. */
const LAG = 3

const MARK =
  /(?:©|\bcopyright\b|\(c\))[^\d\n]{0,40}((?:19|20)\d{2})(?:\s*[-–/]\s*((?:19|20)\d{2}))?/gi

export default defineProbe({
  about: 'the copyright line in the foot of the site ends years ago',
  severity: 'low',
  sayable: true,
  says: ['year'],
  look: ({ pages, now }) => {
    // A year that a script writes is not on the page that we read.
    if (pages.length === 0 || pages.some((page) => /getFullYear/.test(page.body))) return []
    const marks = pages.flatMap((page) => {
      const { blocks } = page.view
      return blocks.slice(Math.floor(blocks.length * 0.7)).flatMap(({ text }) =>
        [...text.matchAll(MARK)].map((match) => ({
          page: page.id,
          year: Number(match[2] ?? match[1]),
          excerpt: text,
        })),
      )
    })
    const [newest] = [...marks].sort((a, b) => b.year - a.year)
    const thisYear = Number(now.slice(0, 4))
    if (newest === undefined || newest.year > thisYear - LAG || newest.year < 1995) return []
    const { page, excerpt, year } = newest
    return [{ page, excerpt, data: { year: String(year) } }]
  },
})
