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

/** A place as the answers hold it: an array read by index, with the fields that a reader looks for. */
const place = (number: number): unknown[] => {
  const made: unknown[] = []
  made[4] = [null, null, null, null, null, null, null, 4 + (number % 10) / 10]
  made[7] = [`https://firm-${number}.example.com/`, `firm-${number}.example.com`]
  made[9] = [null, null, 53.8 + number / 1000, -1.5]
  made[10] = `0x${(number + 4096).toString(16)}:0x${(number + 65_536).toString(16)}`
  made[11] = `Firm ${number}`
  made[13] = ['Plumber']
  made[39] = `${number + 1} High Street, Leeds LS1 4AP`
  made[78] = `ChIJ${String(number).padStart(20, 'x')}`
  made[178] = [[`01632 960${String(number % 1000).padStart(3, '0')}`]]
  return made
}

const page = (title: string, body: string) =>
  `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`

const SCRIPT = `
const feed = document.querySelector('[role=feed]')
let next = 0, loading = false, done = false
const card = (d) => \`<div class="Nv2PK" role="article"><a class="hfpxzc" aria-label="\${d[11]}" href="https://www.google.com/maps/place/x/data=!4m7!3m6!1s\${d[10]}!8m2!3d\${d[9][2]}!4d\${d[9][3]}!19s\${d[78]}"></a><span class="MW4etd">\${d[4][7]}</span><div class="W4Efsd"><div class="W4Efsd"><span>Plumber</span> \u00b7 <span>High Street</span></div></div></div>\`
const load = async () => {
  if (loading || done) return
  loading = true
  const answer = await fetch('/search?tbm=map&start=' + next)
  if (answer.url.includes('/sorry/')) { location.href = answer.url; return }
  const text = await answer.text()
  const [[, [, ...places]], more] = JSON.parse(text.slice(text.indexOf('\\n') + 1))
  next += places.length
  feed.insertAdjacentHTML('beforeend', places.map((one) => card(one[14])).join(''))
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
    '*': (request, response) => {
      if (request.url?.startsWith('/maps/search/plumbers') !== true) {
        response.writeHead(404).end()
        return
      }
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
             <style>.Nv2PK{min-height:60px}</style><script>${SCRIPT.replace('END', site.end)}</script>`,
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
      const places = Array.from({ length: count }, (_, i) => {
        const entry: unknown[] = []
        entry[14] = place(start + i)
        return entry
      })
      response
        .writeHead(200, { 'content-type': 'application/json; charset=utf-8' })
        .end(
          `)]}'\n${JSON.stringify([['plumbers', [null, ...places]], start + count < site.places])}`,
        )
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
