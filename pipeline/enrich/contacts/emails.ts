import { domainToASCII } from 'node:url'
import { type ChildNode, type Element, isTag } from 'domhandler'
import { type PageView, type TextBlock, textIn } from '../../text/html.ts'
import { hasKnownSuffix } from './domains.ts'
import { attributeEmails } from './hidden.ts'
import { joinedTexts, openedScript } from './script.ts'
import { spelledEmails } from './spelled.ts'

/** How an address stands on a page, the surest first. */
type How = 'mailto' | 'data' | 'text' | 'protected' | 'spelled' | 'maybe' | 'script' | 'meta'

/** An address as a page writes it, before anybody judged whose it is. */
export interface EmailCandidate {
  /** Lower case, the domain in ASCII (punycode). */
  readonly email: string
  readonly how: How
  /** The words around it, at most 200 characters. */
  readonly around: string
}

const LETTER = String.raw`\p{L}\p{N}`
const EMAIL = new RegExp(
  String.raw`(?<![${LETTER}._%+@/=-])[${LETTER}](?:[${LETTER}._%+&'-]{0,62}[${LETTER}_-])?@(?:[${LETTER}](?:[${LETTER}-]{0,61}[${LETTER}])?\.)+\p{L}[${LETTER}-]{1,61}`,
  'gu',
)

/** Every address that a page holds in any of the ways firms write or hide one. Nothing is refused yet but what is no address. */
export const emailCandidates = (page: PageView): readonly EmailCandidate[] => {
  const known = memo.get(page)
  if (known !== undefined) return known
  const found = [
    ...page.elements.flatMap((element) => fromElement(element)),
    ...fromData(page),
    ...page.blocks.flatMap(fromBlock),
    ...fromScripts(page),
  ]
  memo.set(page, found)
  return found
}

/** A page is read while its site is visited and once more when the visit is over. */
const memo = new WeakMap<PageView, readonly EmailCandidate[]>()

const candidate = (raw: string, how: How, around: string): readonly EmailCandidate[] => {
  const email = normal(raw)
  return email === undefined ? [] : [{ email, how, around: around.slice(0, 200) }]
}

/** Lower case with an ASCII domain; undefined where it cannot be an address. */
const normal = (raw: string): string | undefined => {
  const at = raw.lastIndexOf('@')
  const local = raw.slice(0, at).toLowerCase()
  const domain = domainToASCII(cutGlue(raw.slice(at + 1)).toLowerCase())
  if (at < 1 || domain === '' || !domain.includes('.')) return undefined
  return /\.\.|^\.|\.$/.test(local) ? undefined : `${local}@${domain}`
}

/** `firm.nlTel` and `firm.be03` are `firm.nl` and `firm.be` with the next word glued on. */
const cutGlue = (domain: string): string => {
  if (hasKnownSuffix(domain.toLowerCase())) return domain
  const last = domain.lastIndexOf('.')
  for (const { index } of domain.slice(last).matchAll(/[\p{Lu}\d-]/gu)) {
    const cut = domain.slice(0, last + index)
    if (index > 2 && hasKnownSuffix(cut.toLowerCase())) return cut
  }
  return domain
}

const fromElement = (element: Element): readonly EmailCandidate[] => {
  const href = element.attribs.href
  const found = attributeEmails(element).flatMap((email) =>
    candidate(email, 'protected', surroundings(element)),
  )
  const content = element.attribs.content
  if (content?.includes('@') && content.length < 200) {
    const visible = element.attribs.itemprop === 'email'
    found.push(
      ...find(content).flatMap((one) => candidate(one, visible ? 'data' : 'meta', content)),
    )
  }
  if (href === undefined || !/^\s*(?:mailto|e-?mail)\s*:/i.test(href)) return found
  return [
    ...found,
    ...mailtos(href).flatMap((one) => candidate(one, 'mailto', surroundings(element))),
  ]
}

/** Addresses of a `mailto:` link (RFC 6068), its subject and body left out; copies (`cc`) are not asked for. */
const mailtos = (href: string): readonly string[] => {
  const bare = href.replace(/^\s*(?:mailto|e-?mail)\s*:(?:\/\/|mailto:)?/i, '').split('?')[0] ?? ''
  const text = unquoted(bare).replace(/[\u200b-\u200f\u00ad\ufeff]/g, '')
  const whole = find(text)
  if (whole.length > 0) return whole
  const spaced = find(text.replace(/\s+/g, ''))
  return spaced.length > 0 ? spaced : spelledEmails(text).map((spelled) => spelled.email)
}

const unquoted = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text.replace(/%40/gi, '@').replace(/%20/g, ' ')
  }
}

const find = (text: string): readonly string[] => text.match(EMAIL) ?? []

const WIDE = new Set([
  'body',
  'html',
  'main',
  'section',
  'footer',
  'header',
  'ul',
  'table',
  'tbody',
])

/** Words of the nearest elements above that still are one remark and not half the page. */
const surroundings = (element: Element): string => {
  let best = textIn(element)
  let up: ChildNode | null =
    element.parent !== null && isTag(element.parent) ? element.parent : null
  for (let level = 0; level < 3 && up !== null && isTag(up) && !WIDE.has(up.name); level++) {
    const wider = textIn(up)
    if (wider.length > 300) break
    best = wider
    up = up.parent !== null && isTag(up.parent) ? up.parent : null
  }
  return best
}

const fromBlock = (block: TextBlock): readonly EmailCandidate[] => {
  const text = block.text.replace(/[\uff20\ufe6b]/g, '@')
  const marked = text.includes('@') ? text.matchAll(EMAIL) : []
  const plain = [...marked].flatMap((match) =>
    candidate(withoutNeighbour(match[0], match.index, block.cuts), 'text', near(text, match.index)),
  )
  const spelled = spelledEmails(text).flatMap(({ email, sure }) =>
    find(email).flatMap((one) => candidate(one, sure ? 'spelled' : 'maybe', text)),
  )
  return [...plain, ...spelled]
}

const near = (text: string, index: number): string =>
  text.slice(Math.max(0, index - 100), index + 100)

/**
 * Where text of two elements touches (`<b>E-mail</b><span>info@firm.nl</span>`), a part that is a whole address by
 * itself wins over the two run together.
 */
const withoutNeighbour = (match: string, start: number, cuts: readonly number[]): string => {
  const inside = cuts.map((cut) => cut - start).filter((cut) => cut > 0 && cut < match.length)
  if (inside.length === 0) return match
  const edges = [0, ...inside, match.length]
  const parts = edges.slice(1).map((edge, i) => match.slice(edges[i], edge))
  const whole = parts.find((part) => {
    const [only] = find(part)
    return only === part && hasKnownSuffix(part.slice(part.lastIndexOf('@') + 1).toLowerCase())
  })
  if (whole !== undefined) return whole
  const at = match.lastIndexOf('@')
  const end = edges
    .filter((edge) => edge > at + 1)
    .find((edge) => isWhole(match.slice(at + 1, edge)))
  return end === undefined ? match : match.slice(0, end)
}

const isWhole = (domain: string): boolean => hasKnownSuffix(domain.toLowerCase())

const fromData = (page: PageView): readonly EmailCandidate[] => {
  const found: EmailCandidate[] = []
  const stack: unknown[] = [...page.data]
  for (let value = stack.pop(), seen = 0; value !== undefined && seen < 5000; value = stack.pop()) {
    seen++
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'email' && typeof inner === 'string')
        found.push(
          ...find(unquoted(inner)).flatMap((one) => candidate(one, 'data', `email: ${inner}`)),
        )
      else if (typeof inner === 'object') stack.push(inner)
    }
  }
  return found
}

const fromScripts = (page: PageView): readonly EmailCandidate[] => {
  const attributes = page.elements.flatMap(({ attribs }) =>
    ['onclick', 'onmouseover', 'href'].flatMap((name) =>
      /^javascript:|\+/i.test(attribs[name] ?? '') ? (attribs[name] ?? []) : [],
    ),
  )
  return [...page.scripts, ...attributes].flatMap((source) => {
    const whole = source.includes('@') || /\\[ux]|&#|%40/.test(source)
    const joined = /['"`]\s*\+|\+\s*['"`]|fromCharCode|\.join|\+=/.test(source)
      ? joinedTexts(source)
      : []
    return [...joined, ...(whole ? [openedScript(source)] : [])].flatMap((text) =>
      find(text).flatMap((one) => candidate(one, 'script', '')),
    )
  })
}
