import { defineProbe } from '../../probe.ts'

const WORDS =
  /(?:site|website|page|pagina|webshop)?\s*(?:is\s+)?(?:currently\s+)?(?:under construction|coming soon|launching soon|opening soon online|in aanbouw|in opbouw|under maintenance|binnenkort online|binnenkort beschikbaar|komt binnenkort|wordt aan gewerkt|en construction|en travaux|bient[ôo]t (?:en ligne|disponible)|en cours de construction|prochainement en ligne)/i

/** A site under construction says little else. */
const MOST = 700

export default defineProbe({
  about: 'the home page says that the site is still being made',
  severity: 'high',
  sayable: true,
  says: ['words'],
  look: ({ pages }) => {
    const home = pages.find((page) => page.role === 'home')
    if (home === undefined || home.view.text.length > MOST) return []
    const line = home.view.blocks.find(({ text }) => WORDS.test(text))?.text
    const words = WORDS.exec(line ?? '')?.[0].trim()
    return line === undefined || words === undefined
      ? []
      : [{ page: home.id, excerpt: line, data: { words } }]
  },
})
