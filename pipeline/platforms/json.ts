/** Any JSON value. */
type Json = null | boolean | number | string | readonly Json[] | JsonObject
/** A JSON object whose fields nobody has vouched for. */
export type JsonObject = { readonly [key: string]: Json | undefined }

/** Whether a value is an object, and no list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The value at a path of keys and indices; undefined where the path breaks off. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown => {
  let here: unknown = value
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined
    here = (here as Record<string | number, unknown>)[step]
  }
  return here
}

/** Parses JSON; undefined when it is none. */
export const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * Parses what pages print as JSON: CDATA and comment wrappers, trailing commas, comments, raw line breaks in
 * strings, HTML-escaped quotes, a closing semicolon. Undefined when even that does not make it JSON.
 */
export const parseLoosely = (raw: string): unknown => {
  const strict = parseJson(raw)
  if (strict !== undefined) return strict
  const bare = raw
    .replace(/^\s*(?:\/\/\s*)?(?:<!\[CDATA\[|<!--)/, '')
    .replace(/(?:\/\/\s*)?(?:\]\]>|-->)\s*$/, '')
    .replace(/;\s*$/, '')
  const mended = parseJson(mend(bare))
  if (mended !== undefined || !/&(?:quot|#0?34|#x22);/i.test(bare)) return mended
  return parseJson(mend(bare.replace(/&(?:quot|#0?34|#x22);/gi, '"').replace(/&amp;/g, '&')))
}

const ESCAPED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

const TOKEN =
  /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*[\]}])/g

/** Strings get their control characters and bad escapes escaped; comments and commas before a bracket go. */
const mend = (raw: string): string =>
  raw.replace(TOKEN, (token) =>
    token.startsWith('"')
      ? token
          // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what JSON forbids
          .replace(/[\u0000-\u001f]/g, (c) => ESCAPED[c] ?? ' ')
          .replace(/\\(?:[^"\\/bfnrtu]|u(?![\da-f]{4}))/gi, (pair) => pair.slice(1))
      : ' ',
  )
