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

const SOCIAL =
  /(^|\.)(facebook\.com|fb\.com|fb\.me|instagram\.com|twitter\.com|x\.com|linkedin\.com|youtube\.com|youtu\.be|tiktok\.com|pinterest\.[a-z.]+|threads\.net|vimeo\.com|wa\.me|whatsapp\.com|t\.me|snapchat\.com|bsky\.app)$/

/** Whether an address is a page on a social network. */
export const isSocial = (url: string): boolean => SOCIAL.test(hostOf(url))

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
