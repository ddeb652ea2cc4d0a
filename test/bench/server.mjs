// Serves the bench's pages from memory, in a process of its own so that it does not share the scraper's thread.
import { createServer } from 'node:http'

const { cardPage, jsonLdPage } = await import('../../dist/test/bench/pages.js')
const PAGES = Number(process.argv[2] ?? 2000)
const bodies = { cards: [], jsonld: [] }
for (let i = 0; i < PAGES; i += 1) {
  bodies.cards.push(Buffer.from(cardPage(i)))
  bodies.jsonld.push(Buffer.from(jsonLdPage(i)))
}
const server = createServer((request, response) => {
  const [, kind, number] = (request.url ?? '').split('/')
  const body = bodies[kind]?.[Number(number)]
  if (body === undefined) {
    response.writeHead(404, { 'content-length': 0 }).end()
    return
  }
  response
    .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-length': body.length })
    .end(body)
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () => process.send?.(server.address().port))
process.on('disconnect', () => process.exit(0))
