import { hostKind } from '../text/hosts.ts'

/** An absolute http(s) address, resolved against the page (or the source's home for a page without one); else undefined. */
export const absolute = (
  href: string | undefined,
  page: string,
  home?: string,
): string | undefined => {
  if (href === undefined) return undefined
  const base = [page, home].find((one) => one !== undefined && /^https?:/i.test(one))
  try {
    const url = new URL(href, base)
    return /^https?:$/.test(url.protocol) && url.hostname !== '' ? url.href : undefined
  } catch {
    return undefined
  }
}

/** A website as a page gives it: only http(s) counts, `www.` without a scheme is understood, the rest is no website. */
export const website = (href: string | undefined): string | undefined => {
  const given = href?.trim()
  if (given === undefined || given === '') return undefined
  if (/^https?:\/\/[^\s/]+\.[^\s]+$/i.test(given)) return given
  return /^[\p{L}\d-]+(\.[\p{L}\d-]+)+(\/\S*)?$/u.test(given) ? `http://${given}` : undefined
}

/** Host of an address without `www.`, lower case; empty when there is none. */
export const hostOf = (url: string): string => {
  try {
    return new URL(url).hostname.toLowerCase().replace(/^www\./, '')
  } catch {
    return ''
  }
}

/** Removes `utm_*` parameters, which a directory adds to the addresses it links to. */
export const withoutCampaign = (url: string): string => {
  if (!/[?&]utm_/i.test(url)) return url
  const [front = '', hash] = url.split('#', 2)
  const [path = '', search = ''] = front.split('?', 2)
  const kept = search.split('&').filter((pair) => pair !== '' && !/^utm_/i.test(pair))
  return `${path}${kept.length > 0 ? `?${kept.join('&')}` : ''}${hash === undefined ? '' : `#${hash}`}`
}

/** The target of a Google redirect; an advert's click (`/aclk`) hides its target and is no address of the business. */
export const unwrapped = (url: string | undefined): string | undefined => {
  const whole = absolute(url, 'https://www.google.com')
  if (whole === undefined || !/(^|\.)google(adservices)?\.[a-z.]+$/.test(hostOf(whole)))
    return whole && url
  const { pathname, searchParams } = new URL(whole)
  if (pathname === '/url') return searchParams.get('q') ?? searchParams.get('url') ?? undefined
  return /^\/(aclk|pagead|maps|search)\b/.test(pathname) ? undefined : whole
}

/** Whether an address is a page on a social network. */
const isSocial = (url: string): boolean => hostKind(url) === 'social'

/** An e-mail address out of a `mailto:` link or plain text; undefined when it is none. */
export const email = (raw: string | undefined): string | undefined => {
  const given = raw
    ?.trim()
    .replace(/^mailto:/i, '')
    .split('?')[0]
    ?.trim()
  return given !== undefined && /^[^\s@,;<>"]+@[^\s@,;<>"]+\.[^\s@,;<>".]+$/.test(given)
    ? given
    : undefined
}

/** Each value once, in order; blanks dropped. */
export const distinct = (values: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(values.filter((value): value is string => value !== undefined && value !== '')),
]

/** The addresses of a business told apart: its own website (the first) and its pages on social networks. */
export const sites = (
  found: readonly (string | undefined)[],
): { readonly website: string | undefined; readonly socials: readonly string[] } => {
  const given = distinct(found.map(website))
  return { website: given.find((url) => !isSocial(url)), socials: given.filter(isSocial) }
}
