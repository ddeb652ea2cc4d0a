import type { Census } from './census.ts'
import type { Facts } from './facts.ts'
import { frontOf, jaccard, likeness, longestRun } from './letters.ts'
import { stated } from './places.ts'

/** Phone numbers: neighbours of one switchboard begin alike, the same line with another prefix ends alike. */
export const phoneFeatures = (x: Facts, y: Facts, census: Census) => {
  const both = x.phone !== '' && y.phone !== ''
  return {
    phoneSame: both ? agreement(x.phone, y.phone) : 0,
    phoneFront: both ? frontOf(x.phone, y.phone) : -1,
    phoneBack: both ? frontOf(reversed(x.phone), reversed(y.phone)) : -1,
    phoneLikeness: likeness(x.phone, y.phone),
    phoneCount: Math.max(census.phone(x.phone), census.phone(y.phone)),
    phoneStated: stated(x.phone) + stated(y.phone),
  }
}

/** Websites: a chain gives each branch a page below one domain, often with the branch's number. */
export const siteFeatures = (x: Facts, y: Facts, census: Census) => {
  const both = x.page.length > 0 && y.page.length > 0
  const named = [longestRun(x.label, y.joined), longestRun(y.label, x.joined)] as const
  return {
    domainSame: x.domain === '' || y.domain === '' ? 0 : agreement(x.domain, y.domain),
    hostSame: both ? agreement(x.host, y.host) : 0,
    labelRun: longestRun(x.label, y.label),
    labelNameLess: Math.min(...named),
    labelNameMore: Math.max(...named),
    pageShared: jaccard(x.page, y.page),
    pageNumbers: jaccard(x.pageNumbers, y.pageNumbers),
    pageDepthLess: Math.min(x.depth, y.depth),
    pageDepthMore: Math.max(x.depth, y.depth),
    locators: isLocator(x) + isLocator(y),
    domainCount: Math.max(census.domain(x.domain), census.domain(y.domain)),
    siteStated: stated(x.page) + stated(y.page),
  }
}

const agreement = (x: string, y: string): number => (x === y ? 1 : -1)

const reversed = (text: string): string => [...text].reverse().join('')

/** Steps of a path below which a firm lists its branches. */
const LOCATOR =
  /^(?:locations?|stores?|branch(?:es)?|find|locator|storelocator|filialen?|vestigingen|agences?|standorte?|shops?|sucursal|dealers?|offices?|near|restaurants?|providers?|doctors?)$/

const isLocator = ({ page }: Facts): number => (page.some((word) => LOCATOR.test(word)) ? 1 : 0)
