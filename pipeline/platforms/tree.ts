import { compile, selectAll, selectOne } from 'css-select'
import { type AnyNode, type Document, DomHandler, type Element, isTag, isText } from 'domhandler'
import { Parser } from 'htmlparser2'

/** A parsed page, or an element of it. */
export type Node = Document | Element

/** Whether a reader asks for an element, by its tag and attributes. */
export type Wanted = (tag: string, attributes: Readonly<Record<string, string>>) => boolean

/** A depth that no real page has. */
const DEEPEST = 5000

/**
 * Parses a page once, cheaply; broken markup gives a tree too, never an error. With `wanted` only those elements are
 * built, with all that they hold, side by side in the tree: a page is mostly menus and scripts, and building nodes
 * costs twice as much as reading tags. Of a page whose tags lie absurdly deep in one another only the part before the
 * deepest is parsed: the parser's time grows with the square of the depth.
 */
export const parse = (html: string, wanted?: Wanted): Document => {
  const handler = new DomHandler()
  let depth = 0
  /** Depth of the wanted element that is being built; 0 between two of them. */
  let within = wanted === undefined ? Number.POSITIVE_INFINITY : 0
  const parser = new Parser({
    onparserinit: (its) => handler.onparserinit(its),
    onopentag: (tag, attributes) => {
      depth += 1
      if (depth > DEEPEST) parser.pause()
      else if (within === 0 && wanted?.(tag, attributes) === true) within = depth
      if (within > 0 && depth <= DEEPEST) handler.onopentag(tag, attributes)
    },
    onclosetag: () => {
      if (within > 0 && depth <= DEEPEST) handler.onclosetag()
      if (within === depth) within = 0
      depth -= 1
    },
    ontext: (data) => {
      if (within > 0) handler.ontext(data)
    },
    onend: () => handler.onend(),
  })
  parser.end(html)
  return handler.root
}

const inside = (before: string, open: string, close: string): boolean =>
  before.lastIndexOf(open) > before.lastIndexOf(close)

/**
 * The part of a page from the first element of a tag to the end of the last: menus and footers round it need not be
 * read at all. The whole page where that part is not plain to see: none of the tag, the first one said in a comment or
 * a script, the last one without an end.
 */
export const stretchOf = (html: string, tag: string): string => {
  const start = html.indexOf(`<${tag} `)
  const end = html.lastIndexOf(`</${tag}>`)
  if (start < 0 || end < start || html.indexOf(`<${tag} `, end) > 0) return html
  const before = html.slice(0, start)
  if (inside(before, '<!--', '-->') || inside(before, '<script', '</script')) return html
  return html.slice(start, end + tag.length + 3)
}

/** Characters of a tag that are looked at for its beginning and its end. */
const LONGEST_TAG = 2000

/** The first link of a page that says `next` in its tag and fits a selector; only such tags are parsed. */
export const nextTag = (html: string, selector: string): Element | undefined => {
  for (const { index } of html.matchAll(/next/gi)) {
    const near = html.slice(Math.max(0, index - LONGEST_TAG), index + LONGEST_TAG)
    const tag = near.slice(near.lastIndexOf('<', Math.min(index, LONGEST_TAG)))
    const whole = /^<(?:a|link)\s[^<>]*>/i.exec(tag)?.[0]
    const found = whole === undefined ? undefined : one(parse(whole), selector)
    if (found !== undefined) return found
  }
  return undefined
}

const compiled = new Map<string, (node: AnyNode) => boolean>()

/** Selectors are literals of the readers, so the table of compiled ones stays as small as they are. */
const query = (selector: string) => {
  const known = compiled.get(selector)
  if (known !== undefined) return known
  const made = compile<AnyNode, Element>(selector)
  compiled.set(selector, made)
  return made
}

/** Every element below `within` that the selector finds, in page order. */
export const all = (within: Node, selector: string): readonly Element[] =>
  selectAll<AnyNode, Element>(query(selector), within)

/**
 * The cards that a page lists, in page order. A card that lies in another, as it does behind a tag that nothing
 * closes, is moved out of it: no card holds what the next one says.
 */
export const cardsIn = (within: Node, selector: string): readonly Element[] => {
  const cards = all(within, selector)
  const known = new Set<AnyNode>(cards)
  for (const card of cards) {
    const outer = ancestorIn(known, card)
    if (outer !== undefined) moveBehind(outer, card)
  }
  return cards
}

const ancestorIn = (known: ReadonlySet<AnyNode>, card: Element): AnyNode | undefined => {
  let here = card.parent
  while (here !== null && !known.has(here)) here = here.parent
  return here ?? undefined
}

const moveBehind = (outer: AnyNode, card: Element): void => {
  const [from, to] = [card.parent, outer.parent]
  if (from === null || to === null) return
  from.children.splice(from.children.indexOf(card), 1)
  to.children.splice(to.children.indexOf(outer) + 1, 0, card)
  card.parent = to
}

/** The first element below `within` that the selector finds. */
export const one = (within: Node, selector: string): Element | undefined =>
  selectOne<AnyNode, Element>(query(selector), within) ?? undefined

/** An attribute's value with white space folded; undefined when absent or blank. */
export const attribute = (element: Element | undefined, name: string): string | undefined =>
  oneLine(element?.attribs[name])

/** What an element says, with white space folded; undefined when it says nothing. */
export const text = (node: AnyNode | undefined): string | undefined =>
  node === undefined ? undefined : oneLine(words(node))

/** What the first element found says. */
export const textAt = (within: Node, selector: string): string | undefined =>
  text(one(within, selector))

/** What each element found says, blanks left out. */
export const textsAt = (within: Node, selector: string): readonly string[] =>
  all(within, selector).flatMap((element) => text(element) ?? [])

/** Folds white space (also no-break and zero-width); undefined when nothing is left. */
export const oneLine = (raw: string | undefined): string | undefined =>
  raw?.replace(/[\s\u00a0\u200b\u200e\u200f\ufeff]+/g, ' ').trim() || undefined

const APART = new Set(
  'address article aside br dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li nav ol option p section table td th tr ul'.split(
    ' ',
  ),
)
const SILENT = new Set(['script', 'style', 'noscript', 'template', 'svg'])

const words = (node: AnyNode): string => {
  if (isText(node)) return node.data
  if (!('children' in node)) return ''
  if (!isTag(node)) return node.children.map(words).join('')
  if (SILENT.has(node.name)) return ''
  const inside = node.children.map(words).join('')
  return APART.has(node.name) ? ` ${inside} ` : inside
}

/** Characters of a label, a link or a row: of a longer one only the beginning is wanted. */
const BRIEF = 1000

/** The beginning of what an element says: enough for a label, a link or a row, however much an unclosed tag put into it. */
export const briefly = (element: AnyNode | undefined): string | undefined => {
  if (element === undefined) return undefined
  const parts: string[] = []
  let length = 0
  const collect = (node: AnyNode): void => {
    if (length > BRIEF) return
    if (isText(node)) {
      parts.push(node.data)
      length += node.data.length
      return
    }
    if (!('children' in node) || (isTag(node) && SILENT.has(node.name))) return
    const apart = isTag(node) && APART.has(node.name)
    if (apart) parts.push(' ')
    for (const child of node.children) collect(child)
    if (apart) parts.push(' ')
  }
  collect(element)
  return oneLine(parts.join('').slice(0, BRIEF))
}

/** The smallest part of the page round an element that holds each of the selectors which the page holds at all. */
export const around = (tree: Node, start: Element, selectors: readonly string[]): Node => {
  const chain: AnyNode[] = []
  for (let up: AnyNode | null = start; up !== null; up = up.parent) chain.push(up)
  const own = new Set(chain)
  const level = new Map<AnyNode, number>(chain.map((node, height) => [node, height]))
  /** How far above the start the part lies that holds a node; each node is asked once. */
  const heightOf = (node: AnyNode): number => {
    const path: AnyNode[] = []
    let here: AnyNode | null = node
    while (here !== null && !level.has(here)) {
      path.push(here)
      here = here.parent
    }
    const height = here === null ? chain.length - 1 : (level.get(here) ?? 0)
    for (const passed of path) level.set(passed, height)
    return height
  }
  const heights = selectors.flatMap((selector) => {
    const found = all(tree, selector).map((one) => heightOf(one) + (own.has(one) ? 1 : 0))
    return found.length === 0 ? [] : [found.reduce((least, height) => Math.min(least, height))]
  })
  const part = chain[Math.min(Math.max(0, ...heights), chain.length - 1)]
  return part !== undefined && 'children' in part ? (part as Node) : tree
}

const quotedOrBare = (name: string, value: string): RegExp =>
  new RegExp(
    `\\b${name}\\s*=\\s*(?:"[^"]*(?<![\\w-])${value}(?![\\w-])|'[^']*(?<![\\w-])${value}(?![\\w-])|${value}(?![\\w-]))`,
  )

const marks = new Map<string, RegExp>()

/** Whether some tag carries a word in an attribute (`class`, `id`, `role`), quoted or bare, without building a tree. */
export const marked = (html: string, name: string, value: string): boolean => {
  const key = `${name}=${value}`
  const known = marks.get(key) ?? quotedOrBare(name, value)
  marks.set(key, known)
  return known.test(html)
}
