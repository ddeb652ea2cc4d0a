import { compile } from 'css-select'
import { type AnyNode, type Element, isTag } from 'domhandler'
import { type Node, text } from './tree.ts'

/** An element looked through once, for cards of which many questions are asked. */
export interface Look {
  /** Every element the selector finds, in page order for one alternative, else alternative by alternative. */
  readonly all: (selector: string) => readonly Element[]
  /** The first element of the first alternative that finds one. */
  readonly one: (selector: string) => Element | undefined
  /** What that element says. */
  readonly text: (selector: string) => string | undefined
  /** What each element found says, blanks left out. */
  readonly texts: (selector: string) => readonly string[]
}

/** Attributes by whose value elements can be asked for, beside their class. */
const ATTRIBUTES = ['itemprop', 'data-test', 'data-yext', 'data-js-event'] as const

interface Step {
  readonly key: string
  readonly fits: (node: AnyNode) => boolean
}

const plans = new Map<string, readonly Step[]>()
const wanted = new Set<string>()

/**
 * Looks through an element. Selectors are alternatives without combinators, each with a class or one of the known
 * attributes (`a.cta[href^="http"]`, `[itemprop="name"]`); anything else is a fault of the reader and throws.
 */
export const lookAt = (element: Node): Look => {
  let seen = wanted.size
  let index = indexOf(element)
  const found = ({ key, fits }: Step): readonly Element[] => {
    if (seen !== wanted.size) {
      seen = wanted.size
      index = indexOf(element)
    }
    return index.get(key)?.filter(fits) ?? []
  }
  const all = (selector: string) => [...new Set(planOf(selector).flatMap(found))]
  const one = (selector: string) => {
    for (const step of planOf(selector)) {
      const [first] = found(step)
      if (first !== undefined) return first
    }
    return undefined
  }
  return {
    all,
    one,
    text: (selector) => text(one(selector)),
    texts: (selector) => all(selector).flatMap((each) => text(each) ?? []),
  }
}

const planOf = (selector: string): readonly Step[] => {
  const known = plans.get(selector)
  if (known !== undefined) return known
  const steps = selector.split(',').map((alternative): Step => {
    const key = keyOf(alternative.trim())
    wanted.add(key)
    return { key, fits: compile<AnyNode, Element>(alternative) }
  })
  plans.set(selector, steps)
  return steps
}

const keyOf = (alternative: string): string => {
  const outside = alternative.replace(/\[[^\]]*\]/g, '')
  const word = /\.([\w-]+)/.exec(outside)?.[1]
  const [, name = '', value = ''] = /\[([\w-]+)="([^"]+)"\]/.exec(alternative) ?? []
  if (/[\s>+~:]/.test(outside)) throw new Error(`'${alternative}' has a combinator`)
  if (word !== undefined) return word
  if (ATTRIBUTES.some((known) => known === name)) return `${name}=${value}`
  throw new Error(`'${alternative}' has no class and none of ${ATTRIBUTES.join(', ')}`)
}

const indexOf = (element: Node): ReadonlyMap<string, Element[]> => {
  const index = new Map<string, Element[]>()
  walk(element, index)
  return index
}

/** Pages repeat few class attributes many times: which words of one are asked for is found out once. */
const MOST_KNOWN = 5000
let askedFor = 0
const classes = new Map<string, readonly string[]>()

const wordsOf = (attribute: string): readonly string[] => {
  if (askedFor !== wanted.size || classes.size > MOST_KNOWN) {
    classes.clear()
    askedFor = wanted.size
  }
  const known = classes.get(attribute)
  if (known !== undefined) return known
  const words = attribute.split(/\s+/).filter((word) => wanted.has(word))
  classes.set(attribute, words)
  return words
}

const walk = (element: Node, index: Map<string, Element[]>): void => {
  for (const child of element.children) {
    if (!isTag(child)) continue
    const { attribs } = child
    if (attribs.class !== undefined)
      for (const word of wordsOf(attribs.class)) add(index, word, child)
    for (const name of ATTRIBUTES) {
      const value = attribs[name]
      if (value === undefined) continue
      const key = `${name}=${value}`
      if (wanted.has(key)) add(index, key, child)
    }
    walk(child, index)
  }
}

const add = (index: Map<string, Element[]>, key: string, element: Element): void => {
  const list = index.get(key)
  if (list === undefined) index.set(key, [element])
  else if (list.at(-1) !== element) list.push(element)
}
