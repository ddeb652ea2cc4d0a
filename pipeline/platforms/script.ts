import { parseJson, parseLoosely } from './json.ts'

/**
 * The value that a page's script assigns to a name: `window.clientData = "…"` or `window.__CONFIG__ = {…}`.
 * Percent-encoded JSON in a string is decoded. Undefined when the page does not assign it or it is no JSON.
 */
export const assigned = (html: string, name: string): unknown => {
  const sign = new RegExp(`${name.replace(/[.$]/g, '\\$&')}\\s*=\\s*(?=["'{[])`, 'g')
  let tries = 0
  for (const match of html.matchAll(sign)) {
    tries += 1
    if (tries > MOST_TRIES) break
    const start = match.index + match[0].length
    const value = valueAt(html, start)
    if (value !== undefined) return value
  }
  return undefined
}

/** A page assigns a name once or twice; one that seems to do so a thousand times is not searched to its end each time. */
const MOST_TRIES = 10

const valueAt = (html: string, start: number): unknown => {
  const first = html[start]
  const end = first === '"' || first === "'" ? stringEnd(html, start) : bracketEnd(html, start)
  if (end === undefined) return undefined
  const raw = html.slice(start, end)
  if (first === '{' || first === '[') return parseLoosely(raw)
  const inner = raw.slice(1, -1)
  const text = parseJson(`"${inner}"`)
  return parseJson(decoded(typeof text === 'string' ? text : inner))
}

/** Percent-encoded text; what is not well encoded stays as it is. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Index behind the closing quote of a string that begins at `start`. */
const stringEnd = (text: string, start: number): number | undefined => {
  const quote = text[start]
  for (let i = start + 1; i < text.length; i += 1) {
    if (text[i] === '\\') i += 1
    else if (text[i] === quote) return i + 1
  }
  return undefined
}

/** Index behind the bracket that closes the one at `start`, strings skipped. */
const bracketEnd = (text: string, start: number): number | undefined => {
  let depth = 0
  for (let i = start; i < text.length; i += 1) {
    const char = text[i]
    if (char === '"') i = (stringEnd(text, i) ?? text.length) - 1
    else if (char === '{' || char === '[') depth += 1
    else if (char === '}' || char === ']') {
      depth -= 1
      if (depth === 0) return i + 1
    }
  }
  return undefined
}

/** The JSON of the `<script>` with an id, such as Next.js's `__NEXT_DATA__`. */
export const scriptJson = (html: string, id: string): unknown => {
  const open = new RegExp(`<script\\b[^<>]{0,2000}?\\bid=["']?${id}["']?[^<>]{0,2000}>`, 'i').exec(
    html,
  )
  if (open === null) return undefined
  const start = open.index + open[0].length
  const end = html.indexOf('</script', start)
  return end < 0 ? undefined : parseLoosely(html.slice(start, end))
}
