import type { Unread } from '../model/page.ts'
import { isObject, parseLoosely } from './json.ts'
import { unread } from './reading.ts'
import { all, attribute, type Node, oneLine, text } from './tree.ts'

/** A thing of schema.org as a page states it, in JSON-LD or microdata: property → value or values. */
export type Thing = Readonly<Record<string, unknown>>

/** What structured data a page holds, and the blocks that could not be read. */
export interface Structured {
  readonly things: readonly Thing[]
  readonly unread: readonly Unread[]
}

const OPEN = /<script\b[^<>]{0,2000}?\btype\s*=\s*["']?application\/ld\+json["']?[^<>]{0,2000}>/gi
const CLOSE = /<\/script\s*>/gi

/** The texts of the JSON-LD blocks, in one pass: after a block that nothing closes there is no other. */
const blocksIn = (html: string): readonly string[] => {
  const blocks: string[] = []
  const [open, close] = [new RegExp(OPEN), new RegExp(CLOSE)]
  for (let tag = open.exec(html); tag !== null; tag = open.exec(html)) {
    close.lastIndex = open.lastIndex
    const end = close.exec(html)
    if (end === null) break
    blocks.push(html.slice(open.lastIndex, end.index))
    open.lastIndex = close.lastIndex
  }
  return blocks
}

/** Properties through which a page names what it is about; a publisher, a parent or a review's author is not. */
const LEADS_ON = new Set([
  '@graph',
  '@list',
  '@set',
  'about',
  'hasPart',
  'item',
  'itemListElement',
  'mainEntity',
  'mainEntityOfPage',
])

/** Every JSON-LD thing that a page is about, in page order; no tree is built. */
export const jsonLd = (html: string): Structured => {
  const issues: Unread[] = []
  const blocks = blocksIn(html).flatMap((raw) => {
    if (raw.trim() === '') return []
    const value = parseLoosely(raw)
    if (value === undefined) issues.push(unread('JSON-LD', 'is no JSON', raw.trim()))
    return value === undefined ? [] : [value]
  })
  const things = blocks.flatMap((block) => flatten(block))
  const named = new Map(things.map((thing) => [thing['@id'], thing]))
  return { things: things.map((thing) => resolved(thing, named)), unread: issues }
}

/** How deep things may lie in one another; deeper is an accident or an attack. */
const DEEPEST = 12

const flatten = (value: unknown, depth = 0): readonly Thing[] => {
  if (depth > DEEPEST) return []
  if (Array.isArray(value)) return value.flatMap((one) => flatten(one, depth + 1))
  if (!isObject(value)) return []
  const inner = Object.entries(value).flatMap(([key, one]) =>
    LEADS_ON.has(key) ? flatten(one, depth + 1) : [],
  )
  return typesOf(value).length > 0 ? [value, ...inner] : inner
}

/** Puts the thing itself where another only names it: `{"@id": "#address"}`. */
const resolved = (thing: Thing, named: ReadonlyMap<unknown, Thing>): Thing =>
  Object.fromEntries(
    Object.entries(thing).map(([key, value]) => {
      const reference =
        isObject(value) && Object.keys(value).length === 1 ? value['@id'] : undefined
      return [key, (reference === undefined ? undefined : named.get(reference)) ?? value]
    }),
  )

/** A thing's types without the address of their vocabulary. */
export const typesOf = (thing: Thing): readonly string[] =>
  [thing['@type']]
    .flat()
    .flatMap((type) => (typeof type === 'string' ? (type.split(/[/#:]/).at(-1) ?? []) : []))

/** Every microdata item that a page is about, in page order, as things. */
export const microdata = (tree: Node): readonly Thing[] =>
  all(tree, '[itemscope][itemtype]')
    .filter(
      (item) =>
        attribute(item, 'itemprop')
          ?.split(' ')
          .every((name) => LEADS_ON.has(name)) ?? true,
    )
    .map((item) => itemOf(item, 0))

const itemOf = (item: Node, depth: number): Thing => {
  const found: Record<string, unknown[]> = {}
  const visit = (node: Node) => {
    for (const child of node.children) {
      if (!('attribs' in child)) continue
      const names = attribute(child, 'itemprop')?.split(' ') ?? []
      const scoped = child.attribs.itemscope !== undefined
      if (names.length > 0 && depth < DEEPEST) {
        const value = scoped ? itemOf(child, depth + 1) : carriedBy(child)
        for (const name of value === undefined ? [] : names)
          found[name] = [...(found[name] ?? []), value]
      }
      if (!scoped) visit(child)
    }
  }
  visit(item)
  const attribs = 'attribs' in item ? item.attribs : {}
  const types = oneLine(attribs.itemtype)?.split(' ')
  return {
    ...(types === undefined ? {} : { '@type': types }),
    ...(attribs.itemid === undefined ? {} : { '@id': attribs.itemid }),
    ...found,
  }
}

/** HTML standard, microdata: where an element's property value stands. */
const carriedBy = (element: Node & { readonly name?: string }): string | undefined => {
  if (!('attribs' in element)) return undefined
  const carried = ['content', 'datetime', 'href', 'src', 'data', 'value'].find(
    (name) => element.attribs[name] !== undefined && CARRIES[name]?.has(element.name),
  )
  return carried === undefined ? text(element) : attribute(element, carried)
}

const CARRIES: Readonly<Record<string, { readonly has: (tag: string) => boolean }>> = {
  content: { has: () => true },
  datetime: new Set(['time']),
  href: new Set(['a', 'area', 'link']),
  src: new Set(['audio', 'embed', 'iframe', 'img', 'source', 'track', 'video']),
  data: new Set(['object']),
  value: new Set(['data', 'meter']),
}

const CANONICAL = /<link\b(?=[^<>]*\brel=["']?canonical\b)[^<>]*\bhref=["']?([^"'\s>]+)/i

/** The canonical address that a page gives itself; no tree is built. */
export const canonical = (html: string): string | undefined =>
  CANONICAL.exec(html)?.[1]?.replaceAll('&amp;', '&')
