"""The peer as its documentation shows it: every page fetched, every field read, listings in memory."""
import resource
import sys
import time

import scrapy
from scrapy.crawler import CrawlerProcess

BASE, COUNT = sys.argv[1], int(sys.argv[2])
listings = []


class Cards(scrapy.Spider):
    name = "cards"
    start_urls = [f"{BASE}/cards/{i}" for i in range(COUNT)]

    def parse(self, response):
        for card in response.css("article.businessCapsule"):
            listings.append({
                "ref": card.attrib["data-natid"],
                "name": card.css("[itemprop=name]::text").get(),
                "phone": card.css("[itemprop=telephone]::text").get(),
                "street": card.css("[itemprop=streetAddress]::text").get(),
                "town": card.css("[itemprop=addressLocality]::text").get(),
                "postcode": card.css("[itemprop=postalCode]::text").get(),
                "rating": card.css(".starRating--average::text").get(),
                "website": card.css("a.businessCapsule--ctaItem::attr(href)").get(),
            })


process = CrawlerProcess(settings={
    "LOG_LEVEL": "ERROR",
    "ROBOTSTXT_OBEY": False,
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "DOWNLOAD_DELAY": 0,
    "TELNETCONSOLE_ENABLED": False,
})
process.crawl(Cards)
began = time.perf_counter()
process.start()
seconds = time.perf_counter() - began
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
print(f"{len(listings)} listings in {seconds:.3f} s, {megabytes:.0f} MB")
