import { decodeHTML } from 'entities'

const UNREAD: ReadonlySet<string> = new Set(['style', 'script', 'head', 'title', '!--'])
const ENDS_A_LINE = /^(?:br|hr|\/(?:p|div|tr|li|table|blockquote|h\d))$/i
const TAG = /^(?:!--|\/?[a-z][a-z0-9]*)/i
/** An address that somebody forgot to escape. */
const ADDRESS = /^[^\s<>]+@[^\s<>]+>/

/** What a person reads of a mail's HTML, a line a block. Takes time in proportion to its length, however broken it is. */
export const htmlWords = (html: string): string => {
  const [first = '', ...parts] = html.split('<')
  const words = [first]
  let unread: string | undefined
  for (const part of parts) {
    const tag = TAG.exec(part)?.[0].toLowerCase()
    if (unread !== undefined) {
      const end = unread === '!--' ? part.indexOf('-->') + 2 : part.indexOf('>')
      if (unread === '!--' ? end < 2 : tag !== `/${unread}` || end < 0) continue
      unread = undefined
      words.push(' ', part.slice(end + 1))
    } else if (tag === undefined ? !part.startsWith('!') : ADDRESS.test(part)) {
      words.push('<', part)
    } else if (tag !== undefined && UNREAD.has(tag) && !(tag === '!--' && part.includes('-->'))) {
      unread = tag
    } else {
      const end = part.indexOf('>')
      words.push(ENDS_A_LINE.test(tag ?? '') ? '\n' : ' ', end < 0 ? '' : part.slice(end + 1))
    }
  }
  return decodeHTML(words.join('')).replace(/[ \t\u00a0]+/g, ' ')
}
