/** What a style does to words: takes them from view, or shows them last letter first. */
export interface Look {
  readonly hidden: boolean
  readonly reversed: boolean
}

/** Looks that a page's own style sheets give to a class or an id (`.x`, `#y`). */
export type Sheet = ReadonlyMap<string, Look>

const HIDDEN = /display\s*:\s*none|visibility\s*:\s*hidden/i
const OVERRIDE = /unicode-bidi\s*:\s*(?:bidi-override|isolate-override)/i
const BACKWARDS = /direction\s*:\s*rtl/i

const PLAIN: Look = { hidden: false, reversed: false }

const lookOf = (rule: string): Look => ({
  hidden: HIDDEN.test(rule),
  reversed: OVERRIDE.test(rule) && BACKWARDS.test(rule),
})

/** Reads the plain rules of style sheets. Rules inside `@media` and the like are left: they hold for some screens only. */
export const sheetStyles = (sources: readonly string[]): Sheet => {
  const sheet = new Map<string, Look>()
  for (const source of sources)
    for (const [selectors, rule] of topRules(source)) {
      const look = lookOf(rule)
      if (!look.hidden && !look.reversed) continue
      for (const selector of selectors.split(',')) {
        const last = /^[a-z0-9]*([.#][\w-]+)$/i.exec(
          selector
            .trim()
            .split(/[\s>+~]+/)
            .at(-1) ?? '',
        )
        if (last?.[1] !== undefined && !/\s/.test(selector.trim())) sheet.set(last[1], look)
      }
    }
  return sheet
}

const topRules = (source: string): readonly (readonly [string, string])[] => {
  const rules: [string, string][] = []
  const css = source.replace(/\/\*[\s\S]*?\*\//g, '')
  let depth = 0
  let from = 0
  let selector = ''
  for (let i = 0; i < css.length; i++) {
    if (css[i] === '{') {
      if (depth === 0) {
        selector = css.slice(from, i).trim()
        from = i + 1
      }
      depth++
    } else if (css[i] === '}') {
      depth = Math.max(0, depth - 1)
      if (depth > 0) continue
      if (!selector.startsWith('@')) rules.push([selector, css.slice(from, i)])
      from = i + 1
    }
  }
  return rules
}

/** How an element's words look, from its attributes and the page's style sheets. */
export const inlineStyles = (
  attribs: Readonly<Record<string, string>>,
  name: string,
  sheet: Sheet,
): Look => {
  const { style, hidden } = attribs
  if (sheet.size === 0 && style === undefined && hidden === undefined && name !== 'bdo')
    return PLAIN
  const keys = [
    ...(attribs.class ?? '').split(/\s+/).map((one) => `.${one}`),
    ...(attribs.id === undefined ? [] : [`#${attribs.id}`]),
  ]
  const looks = sheet.size === 0 ? [] : keys.flatMap((key) => sheet.get(key) ?? [])
  const own = lookOf(attribs.style ?? '')
  const turned = name === 'bdo' && attribs.dir?.toLowerCase() === 'rtl'
  return {
    hidden: own.hidden || attribs.hidden !== undefined || looks.some((look) => look.hidden),
    reversed: own.reversed || turned || looks.some((look) => look.reversed),
  }
}
