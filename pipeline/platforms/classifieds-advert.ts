import type { Listing } from '../model/listing.ts'
import type { Page } from '../model/page.ts'
import type { Reading } from '../source.ts'
import { absolute, distinct, email, sites } from './address.ts'
import { goneOr } from './gone.ts'
import { at, isObject } from './json.ts'
import { type Card, facts, type Loose, listing, readCards, reading } from './reading.ts'
import { assigned } from './script.ts'
import { type Strict, strict } from './strict.ts'
import { parse } from './tree.ts'

/** A paid advert (`a…`), its trait, or a shown website make a business; anyone else may be a private person. */
export const advert = (ad: Strict, labels: ReadonlyMap<string, string>, home: string): Card => {
  const seller = ad.within('sellerInformation')
  const traits = ad.texts('traits')
  const ref = ad.text('itemId')
  const path = ad.text('vipUrl')
  const category = ad.text('categoryId')
  const fields = {
    ref,
    name: seller.text('sellerName'),
    url: path === undefined ? undefined : withoutTrace(absolute(path, home)),
    categories: distinct([
      labels.get(category ?? '') ?? /\/v\/[^/]+\/([^/]+)/.exec(path ?? '')?.[1],
    ]),
    ...place(ad.within('location')),
    description: ad.text('description'),
    noMarketing: traits.includes('NO_MARKETING') ? true : undefined,
    seller: 'business' as const,
    sponsored: ref?.startsWith('a') ? true : undefined,
    extra: facts({ title: ad.text('title'), sellerId: seller.text('sellerId') }),
  }
  if (/^knn$/i.test(ad.text('searchType') ?? '')) return { left: 'near match' }
  const business =
    ref?.startsWith('a') ||
    traits.includes('ADMARKT_CONSOLE') ||
    seller.raw('showWebsiteUrl') === true
  return business ? listing(fields, () => fields.extra.title) : { left: 'private' }
}

/** Addresses with `?c=` or a correlation id are forbidden by robots.txt; the plain ones are not. */
export const withoutTrace = (url: string | undefined): string | undefined =>
  url?.replace(/[?#].*$/, '')

const place = (location: Strict): Loose<Listing> => {
  const [lat, lon] = [location.number('latitude'), location.number('longitude')]
  const known = lat !== undefined && lon !== undefined && (lat !== 0 || lon !== 0)
  return {
    town: location.text('cityName'),
    country: location.text('countryAbbreviation'),
    lat: known ? lat : undefined,
    lon: known ? lon : undefined,
  }
}

/** An advert's own page: `window.__CONFIG__` names its seller and says whether that is a trader. */
export const advertPage = (page: Page, home: string): Reading => {
  const found = at(assigned(page.body, 'window.__CONFIG__'), 'listing')
  if (!isObject(found)) return goneOr('no advert in window.__CONFIG__', parse(page.body), page)
  const ad = strict(found)
  const seller = ad.within('seller')
  const account = [ad.raw('customDimensions')]
    .flat()
    .find((one) => at(one, 'name') === 'SellerAccountType')
  const ref = ad.text('itemId') ?? /\/([am]\d+)-/.exec(page.url)?.[1]
  const trader =
    seller.text('sellerType') === 'TRADER' ||
    ref?.startsWith('a') === true ||
    /pro|business|bedrijf/i.test(String(at(account, 'value') ?? ''))
  if (!trader) return reading('ok', { cards: 1, left: { private: 1 } })
  const category = ad.within('category')
  const traits = [...ad.texts('traits'), ...seller.texts('traits')]
  return reading('ok', {
    ...readCards([ad], () =>
      listing({
        ref,
        name: seller.text('name') ?? seller.text('sellerName') ?? seller.text('displayName'),
        url: withoutTrace(
          absolute(ad.text('vipUrl') ?? (page.url.includes('/v/') ? page.url : undefined), home),
        ),
        categories: distinct([
          category.text('fullName') ?? category.text('name') ?? category.text('l2Name'),
        ]),
        ...place(
          at(found, 'seller', 'location', 'cityName') === undefined
            ? ad.within('location')
            : seller.within('location'),
        ),
        phones: distinct([seller.text('phoneNumber')]),
        emails: distinct([email(seller.text('email'))]),
        ...sites([seller.text('websiteUrl')].filter((url) => !/admarkt\./.test(url ?? ''))),
        description: ad
          .text('description')
          ?.replace(/<[^<>]{1,40}>/g, ' ')
          .replace(/ +/g, ' '),
        registers: registers(seller),
        noMarketing: traits.includes('NO_MARKETING') ? true : undefined,
        seller: 'business',
        sponsored: ref?.startsWith('a') ? true : undefined,
        extra: facts({
          title: ad.text('title'),
          sellerId: seller.text('id') ?? seller.text('sellerId'),
        }),
      }),
    ),
  })
}

const registers = (seller: Strict): Listing['registers'] => {
  const kvk = /^\d{8}$/.exec(seller.text('kvkNumber') ?? '')?.[0]
  const vat = seller.text('vatNumber')
  return { ...(kvk === undefined ? {} : { kvk }), ...(vat === undefined ? {} : { vat }) }
}
