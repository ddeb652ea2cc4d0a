// The peer as its documentation shows it: every page fetched, every field read, listings in memory.
import { CheerioCrawler, Configuration, HttpCrawler, LogLevel, log } from 'crawlee'

const [kind, base, count] = process.argv.slice(2)
log.setLevel(LogLevel.ERROR)
const config = new Configuration({ persistStorage: false, purgeOnStart: true })
const listings = []
const options = { minConcurrency: 16, maxConcurrency: 16, maxRequestRetries: 0 }

const cheerio = () =>
  new CheerioCrawler(
    {
      ...options,
      requestHandler: ({ $ }) => {
        $('article.businessCapsule').each((_, card) => {
          const text = (selector) => $(card).find(selector).first().text().trim()
          listings.push({
            ref: $(card).attr('data-natid'),
            name: text('[itemprop=name]'),
            phone: text('[itemprop=telephone]'),
            street: text('[itemprop=streetAddress]'),
            town: text('[itemprop=addressLocality]'),
            postcode: text('[itemprop=postalCode]'),
            rating: text('.starRating--average'),
            website: $(card).find('a.businessCapsule--ctaItem').attr('href'),
          })
        })
      },
    },
    config,
  )

const http = () =>
  new HttpCrawler(
    {
      ...options,
      requestHandler: ({ body }) => {
        const block = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(String(body))
        for (const { item } of JSON.parse(block[1]).itemListElement)
          listings.push({
            ref: item['@id'],
            name: item.name,
            phone: item.telephone,
            street: item.address.streetAddress,
            town: item.address.addressLocality,
            postcode: item.address.postalCode,
            rating: item.aggregateRating.ratingValue,
            website: item.url,
          })
      },
    },
    config,
  )

const crawler = kind === 'http' ? http() : cheerio()
const path = kind === 'http' ? 'jsonld' : 'cards'
const began = performance.now()
await crawler.run(Array.from({ length: Number(count) }, (_, i) => `${base}/${path}/${i}`))
const seconds = ((performance.now() - began) / 1000).toFixed(3)
const megabytes = (process.resourceUsage().maxRSS / 1000).toFixed(0)
console.log(`${listings.length} listings in ${seconds} s, ${megabytes} MB`)
