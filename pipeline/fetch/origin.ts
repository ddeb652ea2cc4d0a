import type { Instant } from '../model/region.ts'

/** Where a saved page says that it came from. */
export interface Origin {
  readonly url?: string
  readonly at?: Instant
}

/** How tools that save pages write the address, most trusted first. */
const SAVED: readonly RegExp[] = [
  // SingleFile
  /<!--\s*Page saved with SingleFile\s+url:\s*(\S+)/i,
  // Internet Explorer, Chrome and Firefox ("save as")
  /<!--\s*saved from url=\(\d+\)(\S+?)\s*-->/i,
  // Save Page WE
  /<meta name="?savepage-url"? content="([^"]+)"/i,
  // HTTrack
  /<!--\s*Mirrored from (\S+) by HTTrack/i,
]

/** What a page says of itself: tags by their mark, and the attribute that holds the address. */
const OWN: readonly (readonly [mark: RegExp, address: RegExp])[] = [
  [/\srel=["']?canonical\b/i, /\shref=["']?([^"'\s>]+)/i],
  [/\sproperty=["']?og:url\b/i, /\scontent=["']?([^"'\s>]+)/i],
]
const TAG = /<(?:link|meta)\b[^<>]{0,2000}>/gi

const TIME: readonly RegExp[] = [
  /<!--\s*Page saved with SingleFile[\s\S]{0,2500}?saved date:\s*([^\n(]+)/i,
  /<meta name="?savepage-date"? content="([^"(]+)/i,
]

/** How far into a page the marks are looked for. */
const HEAD = 100_000

/** Reads the address and the time that the saving tool, or else the page itself, wrote into a page. */
export const savedFrom = (body: string): Origin => {
  const head = body.slice(0, HEAD)
  const url = firstOf(SAVED, head, addressOf) ?? ownAddress(head)
  const at = firstOf(TIME, head, (text) => {
    const time = Date.parse(text.trim())
    return Number.isNaN(time) ? undefined : new Date(time).toISOString()
  })
  return { ...(url === undefined ? {} : { url }), ...(at === undefined ? {} : { at }) }
}

const ownAddress = (head: string): string | undefined => {
  const tags = head.match(TAG) ?? []
  for (const [mark, address] of OWN) {
    const tag = tags.find((one) => mark.test(one))
    const found = tag && address.exec(tag)?.[1]
    const url = found && addressOf(found)
    if (url) return url
  }
  return undefined
}

const firstOf = (
  shapes: readonly RegExp[],
  text: string,
  read: (found: string) => string | undefined,
): string | undefined => {
  for (const shape of shapes) {
    const found = shape.exec(text)?.[1]
    const value = found === undefined ? undefined : read(found)
    if (value !== undefined) return value
  }
  return undefined
}

const addressOf = (text: string): string | undefined => {
  const plain = text.replaceAll('&amp;', '&')
  const whole = /^[\w.-]+\.[a-z]{2,}\//i.test(plain) ? `http://${plain}` : plain
  if (!/^https?:\/\//i.test(whole) || !URL.canParse(whole)) return undefined
  return new URL(whole).href
}
