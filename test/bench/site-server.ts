import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { seeded } from './bench.ts'

/** Loopback address of a site by its number: each is a host of its own. */
export const addressOf = (number: number): string =>
  `127.0.${Math.floor(number / 250)}.${(number % 250) + 1}`

const WORDS =
  'we have been at work in this town for thirty years and every job is done with care by people who live round the corner from you'.split(
    ' ',
  )

/** The pages of a small firm's site, about 30 kB each, the same for a number every time; each hides its address in another way. */
export const sitePages = (number: number): Readonly<Record<string, string>> => {
  const random = seeded(number + 1)
  const prose = Array.from(
    { length: 60 },
    () =>
      `<div class="c-${Math.floor(random() * 9999)} row"><p>${Array.from({ length: 60 }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ')}.</p></div>`,
  ).join('\n')
  const email = `info@firm-${number}.example`
  const ways = [
    `<a href="mailto:${email}">mail us</a>`,
    `<p>${email}</p>`,
    `<p>info [at] firm-${number} [dot] example</p>`,
    `<p>${[...email].map((sign) => `&#${sign.charCodeAt(0)};`).join('')}</p>`,
  ]
  const page = (title: string, body: string) =>
    `<!doctype html><html><head><title>${title}</title><meta name="viewport" content="width=device-width"></head><body><nav><a href="/">Home</a><a href="/about">About us</a><a href="/contact">Contact</a></nav>${body}<footer>© 2026 Firm ${number} Ltd</footer></body></html>`
  return {
    '/': page(`Firm ${number}`, prose),
    '/about': page('About us', prose),
    '/contact': page(
      'Contact',
      `${prose}${ways[number % ways.length]}<p>Call 01632 960${String(number % 1000).padStart(3, '0')}</p><p>Monday - Friday 9:00 - 17:00</p><p>Registered in England No. 0${1_000_000 + number}</p>`,
    ),
  }
}

if (process.send !== undefined) {
  const made = new Map<string, Readonly<Record<string, string>>>()
  const server = createServer((request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '')
    const [, , third = 0, fourth = 0] = host.split('.').map(Number)
    const pages = made.get(host) ?? sitePages(third * 250 + fourth - 1)
    made.set(host, pages)
    const body = pages[request.url ?? '/']
    if (body === undefined) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body)
  })
  server.listen(0, '0.0.0.0', () => process.send?.((server.address() as AddressInfo).port))
}
