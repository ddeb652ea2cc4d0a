import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { seeded } from './bench.ts'

const TRADES = ['plumber', 'roofer', 'electrician', 'painter', 'joiner', 'glazier', 'locksmith']
const STREETS = ['High Street', 'Mill Lane', 'Station Road', 'Church Walk', 'Park Avenue']

/** A result page of 25 listings and about 100 kB, the same for a number every time. */
export const resultPage = (number: number): string => {
  const random = seeded(number + 1)
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? ''
  const cards = Array.from({ length: 25 }, (_, i) => {
    const id = number * 25 + i
    const filler = Array.from(
      { length: 60 },
      () =>
        `<span class="o-${Math.floor(random() * 9999)}">open ${Math.floor(random() * 24)}:00</span>`,
    ).join('')
    return `<article class="card" data-id="${id}"><h2>Firm ${id} ${pick(TRADES)}</h2><p class="street">${1 + Math.floor(random() * 200)} ${pick(STREETS)}</p><a href="tel:01632960${String(Math.floor(random() * 1000)).padStart(3, '0')}">call</a><a class="site" href="https://firm-${id}.example.com/">website</a><div class="hours">${filler}</div></article>`
  })
  return `<!doctype html><html><head><meta charset="utf-8"><title>Page ${number}</title></head><body>${cards.join('\n')}</body></html>`
}

if (process.send !== undefined) {
  const made = new Map<string, Buffer>()
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    if (path === '/robots.txt') {
      response.writeHead(404).end()
      return
    }
    const page = made.get(path) ?? Buffer.from(resultPage(Number(path.slice(1))))
    made.set(path, page)
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': page.length })
      .end(page)
  })
  server.listen(0, '127.0.0.1', () => {
    process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
}
