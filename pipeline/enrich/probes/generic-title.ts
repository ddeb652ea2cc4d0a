import { defineProbe } from '../../probe.ts'

/** Titles that name nobody, in English, Dutch and French, and the ones that builders put there. */
const GENERIC = new Set([
  ...[
    'home',
    'homepage',
    'home page',
    'index',
    'welcome',
    'untitled',
    'untitled document',
    'website',
  ],
  ...['my site', 'mysite', 'my website', 'new site', 'new page', 'default', 'start', 'page 1'],
  ...[
    'welkom',
    'startpagina',
    'hoofdpagina',
    'thuis',
    'onze website',
    'mijn website',
    'nieuwe pagina',
  ],
  ...[
    'accueil',
    'bienvenue',
    "page d'accueil",
    'page d’accueil',
    'mon site',
    'site web',
    'nouvelle page',
  ],
  ...[
    'just another wordpress site',
    'my blog',
    'mijn blog',
    'mon blog',
    'wordpress',
    'joomla',
    'wix',
  ],
])

export default defineProbe({
  about: 'the title of the home page names no business (Home, Welkom, Accueil)',
  severity: 'middle',
  sayable: true,
  says: ['title'],
  look: ({ pages }) => {
    const home = pages.find((page) => page.role === 'home')
    const title = home?.view.title
    if (home === undefined || title === undefined || /document\.title/.test(home.body)) return []
    const parts = title
      .toLowerCase()
      .split(/\s*[|–—·:-]\s+|\s+[|–—·:-]\s*/)
      .map((part) => part.replace(/[.!…]+$/, '').trim())
      .filter((part) => part !== '')
    if (parts.length === 0 || !parts.every((part) => GENERIC.has(part))) return []
    return [{ page: home.id, excerpt: title, data: { title } }]
  },
})
