import type { Answerer } from './server.ts'

/** A page that behaves like a map's result list: it fills itself by script, 20 at a time, as it is scrolled. */
export interface MapsSite {
  /** How many places there are. */
  readonly places: number
  /** What the end of the list says; empty for a list that just stops. */
  readonly end: string
  /** Words on the buttons of the consent page that comes first, refusing one last; none without a consent page. */
  readonly consent?: readonly string[]
  /** After so many answers, the next is the wall. */
  readonly wallAfter?: number
}

const card = (number: number) =>
  `<div class="Nv2PK" role="article"><a class="hfpxzc" aria-label="Firm ${number}" href="/maps/place/${number}"></a><span class="MW4etd">4.${number % 10}</span></div>`

const page = (title: string, body: string) =>
  `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`

const SCRIPT = `
const feed = document.querySelector('[role=feed]')
let next = 0, loading = false, done = false
const load = async () => {
  if (loading || done) return
  loading = true
  const answer = await fetch('/search?tbm=map&start=' + next)
  if (answer.url.includes('/sorry/')) { location.href = answer.url; return }
  const text = await answer.text()
  const { cards, more } = JSON.parse(text.slice(text.indexOf('\\n') + 1))
  next += cards.length
  feed.insertAdjacentHTML('beforeend', cards.join(''))
  done = !more
  if (done) feed.insertAdjacentHTML('beforeend', '<p><span class="HlvSq">END</span></p>')
  loading = false
}
feed.addEventListener('scroll', () => {
  if (feed.scrollTop + feed.clientHeight > feed.scrollHeight - 50) setTimeout(load, 30)
})
load()
`

/** The pages of such a site, for \`serve\`. */
export const mapsSite = (site: MapsSite): Readonly<Record<string, Answerer | string>> => {
  let answers = 0
  const refused = (cookie: string | undefined) => /answered=refused/.test(cookie ?? '')
  const html = (response: Parameters<Answerer>[1], body: string, status = 200) =>
    response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(body)
  return {
    '/robots.txt': 'User-agent: *\nDisallow: /search\nDisallow: /maps/\nAllow: /maps/search/\n',
    '/maps/search/plumbers': (request, response) => {
      if (site.consent !== undefined && !refused(request.headers.cookie)) {
        const buttons = site.consent
          .map((words, i) => `<button name="set" value="${i}">${words}</button>`)
          .join('')
        html(
          response,
          page(
            'Before you continue',
            `<form action="/consent/save" method="post">${buttons}</form><p>consent.google.com</p>`,
          ),
        )
      } else
        html(
          response,
          page(
            'plumbers',
            `<div role="feed" style="height:400px;overflow:auto;display:block"></div>
             <style>.Nv2PK{height:60px}</style><script>${SCRIPT.replace('END', site.end)}</script>`,
          ),
        )
    },
    '/consent/save': (request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        const pressed = site.consent?.[Number(/set=(\d+)/.exec(body)?.[1])]
        const last = site.consent?.at(-1)
        response
          .writeHead(303, {
            location: '/maps/search/plumbers',
            'set-cookie': `answered=${pressed === last ? 'refused' : 'accepted'}; Path=/`,
          })
          .end()
      })
    },
    '/search': (request, response) => {
      answers++
      if (site.wallAfter !== undefined && answers > site.wallAfter) {
        response.writeHead(302, { location: '/sorry/index' }).end()
        return
      }
      const start = Number(new URL(request.url ?? '', 'http://x').searchParams.get('start'))
      const count = Math.max(0, Math.min(20, site.places - start))
      const cards = Array.from({ length: count }, (_, i) => card(start + i))
      response
        .writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
        .end(`)]}'\n${JSON.stringify({ cards, more: start + count < site.places })}`)
    },
    '/sorry/index': (_, response) =>
      html(
        response,
        page(
          'Sorry',
          '<form id="captcha-form"></form>Our systems have detected unusual traffic from your network.',
        ),
        429,
      ),
    '/maps/search/only-one': (_, response) =>
      html(
        response,
        page(
          'x',
          `<script>setTimeout(() => { history.pushState({}, '', '/maps/place/Only+One'); document.body.innerHTML = '<h1 class="DUwDvf">Only One</h1>' }, 200)</script>`,
        ),
      ),
    '/maps/search/moved': (_, response) =>
      response.writeHead(302, { location: '/maps/place/secret' }).end(),
    '/maps/search/nothing': (_, response) => html(response, page('x', '<p>No results found</p>')),
  }
}
