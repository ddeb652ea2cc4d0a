import { decodeHTML } from 'entities'

const TOKEN =
  /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\$]|\\.)*)`|([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)|(\+=|[-+=*/%<>!&|^~?:;,.(){}[\]])|\/\/[^\n]*|\/\*[\s\S]*?\*\//g

/** Longest script that is read, in characters: what puts an address together is short. */
const LONGEST = 300_000

const opened = (text: string): string =>
  text
    .replace(/\\u\{?([\da-f]{4})\}?|\\x([\da-f]{2})/gi, (_all, wide, narrow) =>
      String.fromCharCode(Number.parseInt(wide ?? narrow, 16)),
    )
    .replace(/\\(.)/g, '$1')

/** Rewrites the three other usual ways to hide a text as the plain text in quotes. */
const plain = (source: string): string =>
  source
    .replace(/String\.fromCharCode\(\s*([\d\s,]{1,2000})\)/g, (_all, codes: string) =>
      JSON.stringify(String.fromCharCode(...codes.split(',').map(Number))),
    )
    .replace(
      /\[\s*((?:'[^'\n]*'|"[^"\n]*")(?:\s*,\s*(?:'[^'\n]*'|"[^"\n]*"))*)\s*\]\s*\.join\(\s*(?:'([^']*)'|"([^"]*)")\s*\)/g,
      (_all, parts: string, one?: string, two?: string) =>
        JSON.stringify(
          [...parts.matchAll(/'([^']*)'|"([^"]*)"/g)]
            .map((part) => part[1] ?? part[2] ?? '')
            .join(one ?? two ?? ''),
        ),
    )
    .replace(
      /(?:'([^'\n]*)'|"([^"\n]*)")\s*\.split\(\s*(?:''|"")\s*\)\s*\.reverse\(\)\s*\.join\(\s*(?:''|"")\s*\)/g,
      (_all, one?: string, two?: string) =>
        JSON.stringify([...(one ?? two ?? '')].reverse().join('')),
    )

/**
 * Texts that a script puts together from quoted parts and names that it gave such parts before
 * (`a = 'info' + '&#64;'; a = a + 'firm.nl'`), entities opened. Nothing is run; anything cleverer is left.
 */
export const joinedTexts = (source: string): readonly string[] => {
  if (source.length > LONGEST) return []
  const known = new Map<string, string>()
  const texts: string[] = []
  let parts: (string | undefined)[] = []
  let target: string | undefined
  let name: string | undefined
  let joining = false
  const close = () => {
    if (parts.length > 0 && parts.every((part) => part !== undefined)) {
      const text = parts.join('')
      if (text.length < 2000) {
        if (target !== undefined) known.set(target, text)
        if (parts.length > 1 || text.includes('@')) texts.push(decodeHTML(text))
      }
    }
    parts = []
    target = undefined
    joining = false
  }
  for (const token of plain(source).matchAll(TOKEN)) {
    const [, single, double, ticked, word, sign] = token
    const quoted = single ?? double ?? ticked
    if (quoted !== undefined) {
      if (parts.length > 0 && !joining) close()
      parts.push(opened(quoted))
      joining = false
    } else if (word !== undefined) {
      if (parts.length > 0 && !joining) close()
      name = word
      parts.push(known.get(word))
      joining = false
    } else if (sign === '+') joining = true
    else if (sign === '=' && name !== undefined) {
      close()
      target = name
    } else if (sign === '+=' && name !== undefined) {
      const before = known.get(name)
      close()
      target = name
      parts = [before]
      joining = true
    } else if (sign !== undefined) close()
  }
  close()
  return texts
}

/** A script's text with its escapes opened, in which an address may stand whole (`"email":"info\u0040firm.nl"`). */
export const openedScript = (source: string): string =>
  source.length > LONGEST * 10
    ? ''
    : source
        .replace(/\\+u00([\da-f]{2})|\\x([\da-f]{2})/gi, (_all, wide, narrow) =>
          String.fromCharCode(Number.parseInt(wide ?? narrow, 16)),
        )
        .replace(/&#0?64;|%40|&commat;/gi, '@')
        .replace(/&#0?46;|&period;/gi, '.')
