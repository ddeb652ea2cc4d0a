import type { Statement } from '../model/draft.ts'

// Private-use characters that `clean` takes out of every scraped value, so that no value can hold one.
const VALUE = '\ue000'
const BLOCK = '\ue002'
const CLOSE = '\ue001'
const FIRST = 0xe100
const MOST = 0x1700

/**
 * Evidence that travels with the words: each fact is marked before a template prints it, and what the
 * finished text says about the business is read back from the marks. So no template can state a fact
 * without its evidence, and no author has to write evidence down.
 */
export interface Marks {
  /** A value (a name, a number) that carries what proves it; a sentence never ends inside it. */
  readonly value: (text: string, evidence: readonly string[]) => string
  /** Whole sentences that carry what proves them. */
  readonly block: (text: string, evidence: readonly string[]) => string
  /** The text without marks, tidied line by line, and its sentences that rest on evidence. */
  readonly read: (marked: string) => { readonly text: string; readonly statements: Statement[] }
}

interface Span {
  readonly from: number
  to: number
  readonly atomic: boolean
  readonly evidence: readonly string[]
}

/** Marks for one message. */
export const openMarks = (): Marks => {
  const known: (readonly string[])[] = []
  const mark = (open: string, text: string, evidence: readonly string[]) => {
    if (known.length === MOST) throw new Error('more facts than a message can hold')
    known.push(evidence)
    return `${open}${String.fromCharCode(FIRST + known.length - 1)}${text}${CLOSE}`
  }
  return {
    value: (text, evidence) => mark(VALUE, text, evidence),
    block: (text, evidence) => mark(BLOCK, text, evidence),
    read: (marked) => {
      const { text, spans } = unmark(marked, known)
      return { text, statements: statementsOf(text, spans) }
    },
  }
}

/** The text without marks. */
export const plain = (marked: string): string =>
  /[\ue000-\ue002]/.test(marked) ? marked.replace(/[\ue000\ue002].|\ue001/gs, '') : marked

/** Marks `text` with the evidence of a marked value: what stands under a condition rests on it. */
export const underCondition = (value: string, text: string): string =>
  value.startsWith(VALUE) || value.startsWith(BLOCK) ? `${BLOCK}${value[1]}${text}${CLOSE}` : text

const unmark = (marked: string, known: readonly (readonly string[])[]) => {
  const lines = openLines()
  let from = 0
  const spans: Span[] = []
  const open: Span[] = []
  for (let at = nextMark(marked, 0); at < marked.length; at = nextMark(marked, from)) {
    lines.add(marked.slice(from, at))
    const sign = marked[at]
    from = at + 1
    if (sign === CLOSE) {
      const span = open.pop()
      if (span !== undefined) span.to = lines.length()
    } else {
      const evidence = known[marked.charCodeAt(from) - FIRST] ?? []
      from += 1
      const start = lines.length()
      const span = { from: start, to: start, atomic: sign === VALUE, evidence }
      open.push(span)
      spans.push(span)
    }
  }
  lines.add(marked.slice(from))
  return { text: lines.text().trimEnd(), spans }
}

const MARK = /[\ue000-\ue002]/g

/** Where the next mark stands; the length where there is none. */
const nextMark = (text: string, from: number): number => {
  MARK.lastIndex = from
  return MARK.test(text) ? MARK.lastIndex - 1 : text.length
}

const UNTIDY = /[ \t]\n|\n\n\n/

/**
 * Text that grows piece by piece and is tidy at any moment: no space before a line's end (but for the `-- ` above a
 * signature), at most one empty line, none at the start. Its end is held apart, for reading it back costs a copy.
 */
const openLines = () => {
  let parts: string[] = []
  let length = 0
  let end = ''
  const put = (piece: string) => {
    parts.push(piece)
    length += piece.length
    end = piece.length < 3 ? (end + piece).slice(-3) : piece.slice(-3)
  }
  return {
    length: () => length,
    text: () => parts.join(''),
    add: (piece: string) => {
      if (piece === '') return
      if (!piece.includes('\n') || (length > 0 && !UNTIDY.test(end + piece))) return put(piece)
      const text = parts.join('') + piece
      const from = Math.max(0, length - 3)
      const tidy = text
        .slice(from)
        .replace(/(?<!(?:^|\n)--)[ \t]+\n/g, '\n')
        .replace(/\n{3,}/g, '\n\n')
      parts = []
      length = 0
      end = ''
      put(from === 0 ? tidy.replace(/^\n+/, '') : text.slice(0, from) + tidy)
    },
  }
}

const END = /[.!?…]["'”’»)]*\s+(?=\S)|\n+/g

/** The sentences that overlap a span, each with the evidence of its spans. Spans come in the order of their starts. */
const statementsOf = (text: string, spans: readonly Span[]): Statement[] => {
  const statements: Statement[] = []
  if (spans.length === 0) return statements
  let from = 0
  for (const to of endsOf(text, spans)) {
    let evidence: readonly string[] | undefined
    for (const span of spans) {
      if (span.from >= to) break
      if (span.to > from) evidence = joined(evidence, span.evidence)
    }
    if (evidence !== undefined) {
      const sentence = text.slice(from, to).trim()
      if (sentence !== '') statements.push({ sentence, evidence })
    }
    from = to
  }
  return statements
}

/** Where sentences end; never inside a value. */
const endsOf = (text: string, spans: readonly Span[]): readonly number[] => {
  const ends: number[] = []
  END.lastIndex = 0
  for (let end = END.exec(text); end !== null; end = END.exec(text)) {
    const at = END.lastIndex
    if (!spans.some((span) => span.atomic && span.from < at && at < span.to)) ends.push(at)
  }
  ends.push(text.length)
  return ends
}

/** Evidence without repeats; most sentences rest on one span, whose list is then used as it is. */
const joined = (
  before: readonly string[] | undefined,
  more: readonly string[],
): readonly string[] => {
  if (before === undefined || before === more) return more
  const added = more.filter((proof) => !before.includes(proof))
  return added.length === 0 ? before : [...before, ...added]
}
