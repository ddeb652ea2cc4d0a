import { type ChildNode, type Element, isTag, isText } from 'domhandler'
import { parseDocument } from 'htmlparser2'
import { inlineStyles, type Look, sheetStyles } from './css.ts'

/** A run of text between two block boundaries. `cuts` are the offsets at which another text node begins. */
export interface TextBlock {
  readonly text: string
  readonly cuts: readonly number[]
}

/** A link as the page writes it (`href`), where it leads (`url`, absolute), and the words on it. */
export interface PageLink {
  readonly href: string
  readonly url: string | undefined
  readonly text: string
}

/** A page parsed once: what a visitor can read, and the elements that readers ask for. */
export interface PageView {
  readonly url: string
  /** Every element in document order, scripts and hidden ones too. */
  readonly elements: readonly Element[]
  /** Visible words by block, in document order; text that a style sheet turns round is turned back. */
  readonly blocks: readonly TextBlock[]
  /** Visible words, a line a block. */
  readonly text: string
  readonly links: readonly PageLink[]
  readonly title: string | undefined
  /** Content of `<meta name|property|http-equiv=…>`. */
  readonly meta: (name: string) => string | undefined
  /** Source of inline scripts, data blocks (JSON) apart. */
  readonly scripts: readonly string[]
  /** Every object of the page's JSON-LD, `@graph` and lists unrolled, nested objects left in place. */
  readonly data: readonly Readonly<Record<string, unknown>>[]
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '))
const UNSEEN = words('script style template noscript svg head iframe object select textarea')
const BLOCK = words(
  'address article aside blockquote body br button center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html img input label legend li main nav ol option p pre section summary table tbody td tfoot th thead tr ul',
)
/** Only inline decoys are dropped when hidden: hidden blocks are tabs and menus that a visitor can open. */
const INLINE = words('span b i em strong small u font a')

/** Parses a page. Never throws; a broken page gives what can be read of it. */
export const viewOf = (body: string, url: string): PageView => {
  const root = parseDocument(shallow(body), { decodeEntities: true })
  const elements = collect(root.children)
  const sheet = sheetStyles(elements.filter((e) => e.name === 'style').map(sourceOf))
  const blocks = blocksOf(root.children, (element) =>
    inlineStyles(element.attribs, element.name, sheet),
  )
  const base = baseOf(elements, url)
  const metas = metasOf(elements)
  const titles = elements.find((e) => e.name === 'title' && !insideSvg(e))
  const scripts = elements.filter((e) => e.name === 'script')
  return {
    url,
    elements,
    blocks,
    text: blocks.map((block) => block.text).join('\n'),
    links: elements
      .filter((e) => (e.name === 'a' || e.name === 'area') && e.attribs.href !== undefined)
      .map((e) => linkOf(e, base)),
    title: titles === undefined ? undefined : fold(sourceOf(titles)),
    meta: (name) => metas.get(name.toLowerCase()),
    scripts: scripts.filter((e) => !isData(e) && e.attribs.src === undefined).map(sourceOf),
    data: scripts.filter((e) => isLinkedData(e)).flatMap((e) => objectsIn(sourceOf(e))),
  }
}

/** Elements open at one time beyond which a page was made to hurt: the parser's work grows with their square. */
const DEEPEST = 10_000
const VOID = words('area base br col embed hr img input link meta param source track wbr')

/** A page up to where more elements stand open than any honest page leaves. */
const shallow = (body: string): string => {
  if (body.length < DEEPEST * 3) return body
  let open = 0
  for (const tag of body.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (VOID.has((tag[2] ?? '').toLowerCase())) continue
    open = Math.max(0, open + (tag[1] === '/' ? -1 : 1))
    if (open > DEEPEST) return body.slice(0, tag.index)
  }
  return body
}

/** A block's words with a space wherever two elements touch and a letter meets a digit (`KvK` `33445566`). */
export const spaced = ({ text, cuts }: TextBlock): string =>
  [...cuts].reverse().reduce((line, cut) => {
    const edge = line.slice(cut - 1, cut + 1)
    return /\p{L}\d|\d\p{L}/u.test(edge) ? `${line.slice(0, cut)} ${line.slice(cut)}` : line
  }, text)

/** The visible words inside one element, in one line. */
export const textIn = (element: Element): string =>
  fold(
    blocksOf(element.children, () => NO_LOOK)
      .map((block) => block.text)
      .join(' '),
  )

/** Resolves a link against a page; undefined where it is no web address. */
export const absolute = (href: string, base: string): string | undefined => {
  try {
    const url = new URL(href.trim(), base)
    return /^https?:$/.test(url.protocol) ? url.href : undefined
  } catch {
    return undefined
  }
}

const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/g
const fold = (text: string): string => text.replace(INVISIBLE, '').replace(/\s+/g, ' ').trim()

const NO_LOOK: Look = { hidden: false, reversed: false }

const collect = (nodes: readonly ChildNode[]): readonly Element[] => {
  const found: Element[] = []
  const stack = [...nodes].reverse()
  for (let node = stack.pop(); node !== undefined; node = stack.pop())
    if (isTag(node)) {
      found.push(node)
      for (let i = node.children.length - 1; i >= 0; i--) stack.push(node.children[i] as ChildNode)
    }
  return found
}

type Step = { readonly node: ChildNode; readonly reversed: boolean } | 'edge'

const blocksOf = (
  nodes: readonly ChildNode[],
  look: (element: Element) => Look,
): readonly TextBlock[] => {
  const blocks: TextBlock[] = []
  let text = ''
  let cuts: number[] = []
  const close = () => {
    if (text.trim() !== '') blocks.push({ text: text.trimEnd(), cuts })
    text = ''
    cuts = []
  }
  const add = (raw: string, reversed: boolean) => {
    let part = raw.replace(INVISIBLE, '').replace(/\s+/g, ' ')
    if (reversed) part = [...part].reverse().join('')
    if (text === '' || text.endsWith(' ')) part = part.trimStart()
    if (part === '') return
    if (text !== '') cuts.push(text.length)
    text += part
  }
  const push = (children: readonly ChildNode[], reversed: boolean) => {
    // An element whose words are turned round shows its children last to first.
    const order = reversed ? children : [...children].reverse()
    for (const node of order) stack.push({ node, reversed })
  }
  const stack: Step[] = []
  push(nodes, false)
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    if (step === 'edge') close()
    else if (isText(step.node)) add(step.node.data, step.reversed)
    else if (isTag(step.node) && isSign(step.node)) add('@', false)
    else if (isTag(step.node) && !UNSEEN.has(step.node.name)) {
      const { hidden, reversed } = look(step.node)
      if (hidden && INLINE.has(step.node.name)) continue
      if (BLOCK.has(step.node.name)) {
        close()
        stack.push('edge')
      }
      push(step.node.children, step.reversed !== reversed)
    }
  }
  close()
  return blocks
}

/** A picture or an icon that stands for the sign: `info<img alt="@">firm.nl`, `info<i class="fa fa-at"></i>firm.nl`. */
const isSign = ({ name, attribs }: Element): boolean =>
  name === 'img'
    ? /^[\s[({]*(?:@|at|apenstaartje|arobase)[\s\])}]*$/i.test(attribs.alt ?? '')
    : name === 'i' && /(?:^|\s)(?:fa-at|icon-at|bi-at)(?:\s|$)/.test(attribs.class ?? '')

const sourceOf = (element: Element): string =>
  element.children.map((node) => (isText(node) ? node.data : '')).join('')

const insideSvg = (element: Element): boolean => {
  let up = element.parent
  while (up !== null) {
    if (isTag(up) && up.name === 'svg') return true
    up = up.parent
  }
  return false
}

const baseOf = (elements: readonly Element[], url: string): string => {
  const href = elements.find((e) => e.name === 'base' && e.attribs.href !== undefined)?.attribs.href
  return href === undefined ? url : (absolute(href, url) ?? url)
}

const linkOf = (element: Element, base: string): PageLink => {
  const href = element.attribs.href ?? ''
  const label = element.attribs['aria-label'] ?? element.attribs.title ?? ''
  return { href, url: absolute(href, base), text: textIn(element) || fold(label) }
}

const metasOf = (elements: readonly Element[]): ReadonlyMap<string, string> => {
  const metas = new Map<string, string>()
  for (const { name, attribs } of elements) {
    const key = attribs.name ?? attribs.property ?? attribs['http-equiv']
    if (name === 'meta' && key !== undefined && !metas.has(key.toLowerCase()))
      metas.set(key.toLowerCase(), fold(attribs.content ?? ''))
  }
  return metas
}

const isData = (script: Element): boolean => /json/i.test(script.attribs.type ?? '')
const isLinkedData = (script: Element): boolean => /ld\+json/i.test(script.attribs.type ?? '')

const objectsIn = (source: string): readonly Readonly<Record<string, unknown>>[] => {
  try {
    return unroll(JSON.parse(source.replace(/^\s*(?:<!--|\/\*.*?\*\/)|-->\s*$/g, '')), 0)
  } catch {
    return []
  }
}

const unroll = (value: unknown, depth: number): readonly Readonly<Record<string, unknown>>[] => {
  if (depth > 5 || typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((item) => unroll(item, depth + 1))
  const { '@graph': graph, ...own } = value as Record<string, unknown>
  const rest = graph === undefined ? [] : unroll(graph, depth + 1)
  return '@type' in own ? [own, ...rest] : rest
}
