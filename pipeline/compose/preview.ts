import type { Statement } from '../model/draft.ts'
import type { Proof } from '../store/evidence.ts'

/** A draft's text with its evidence in the margin, as lines of a terminal. */
export interface Margin {
  readonly lines: readonly string[]
  /** Statements whose evidence could not be found: a fault. */
  readonly unproved: readonly string[]
}

const WIDTH = 72

/**
 * Sets a text with a margin: each sentence that states something bears a number, and the number's evidence stands
 * below the text with what it says, where and when it was read.
 */
export const withMargin = (
  text: string,
  statements: readonly Statement[],
  proof: (evidence: string) => Proof | undefined,
): Margin => {
  const numbers = new Map<string, number>()
  const numberOf = (evidence: string) => {
    const known = numbers.get(evidence) ?? numbers.size + 1
    numbers.set(evidence, known)
    return known
  }
  const lines = text.split('\n').flatMap((line) => {
    const rests = statements.filter(({ sentence }) => line.includes(sentence))
    const marks = [...new Set(rests.flatMap(({ evidence }) => evidence.map(numberOf)))]
    const margin = marks.length === 0 ? '' : `│ ${marks.map((n) => `[${n}]`).join(' ')}`
    const [first = '', ...rest] = wrap(line)
    return [`${first.padEnd(WIDTH)} ${margin}`.trimEnd(), ...rest]
  })
  const unproved: string[] = []
  const notes = [...numbers].map(([evidence, number]) => {
    const found = proof(evidence)
    if (found === undefined) {
      unproved.push(evidence)
      return `[${number}] ${evidence}: not found`
    }
    const where = found.url === undefined ? '' : `, ${found.url}`
    return `[${number}] ${evidence}: ${found.says} (${found.by}, ${found.at.slice(0, 10)}${where})`
  })
  return { lines: [...lines, '', ...notes], unproved }
}

const wrap = (line: string): readonly string[] => {
  const lines: string[] = []
  let now = ''
  for (const word of line.split(' ')) {
    if (now !== '' && now.length + word.length + 1 > WIDTH) {
      lines.push(now)
      now = word
    } else now = now === '' ? word : `${now} ${word}`
  }
  return [...lines, now]
}

const SIGNS: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}
const html = (text: string): string => text.replace(/[&<>"]/g, (sign) => SIGNS[sign] ?? sign)

/** The same as a page for a browser: the message on the left, the evidence of each line beside it. */
export const previewPage = (
  title: string,
  subject: string | undefined,
  text: string,
  statements: readonly Statement[],
  proof: (evidence: string) => Proof | undefined,
): string => {
  const note = (evidence: string): string => {
    const found = proof(evidence)
    if (found === undefined) return `<li class="lost">${html(evidence)}: not found</li>`
    const link = found.url?.startsWith('http')
      ? ` <a href="${html(found.url)}" rel="noreferrer">page</a>`
      : ''
    return `<li>${html(found.says)} <small>${html(found.by)}, ${found.at.slice(0, 10)}</small>${link}</li>`
  }
  const rows = [...(subject === undefined ? [] : [`Subject: ${subject}`]), ...text.split('\n')]
    .map((line) => {
      const rests = statements.filter(({ sentence }) => line.includes(sentence))
      const notes = [...new Set(rests.flatMap(({ evidence }) => evidence))].map(note).join('')
      return `<tr><td>${html(line) || '&nbsp;'}</td><td>${notes === '' ? '' : `<ul>${notes}</ul>`}</td></tr>`
    })
    .join('')
  return `<!doctype html><html><head><meta charset="utf-8"><title>${html(title)}</title><style>
body{font:16px/1.5 Georgia,serif;max-width:70rem;margin:2rem auto;padding:0 1rem}
td{vertical-align:top;padding:0 1rem .1rem 0}td:first-child{width:58%}ul{margin:0;padding-left:1rem;color:#555;font:13px/1.4 sans-serif}
.lost{color:#a00}</style></head><body><table>${rows}</table></body></html>`
}
