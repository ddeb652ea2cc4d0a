import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Browser, Page } from 'playwright'
import type { Instant } from '../../model/region.ts'
import { startChromium } from './chromium.ts'
import { fitScript } from './fit.ts'
import { openPdf, readPdf } from './pdf.ts'
import { type Letter, sheets } from './sheet.ts'

/** Where letters go: all into one file, or one file each. */
export type Target = { readonly file: string } | { readonly each: string }

export interface Printing {
  readonly target: Target
  readonly at: Instant
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal?: AbortSignal
  readonly onProgress?: (printed: number) => void
  /** A Chromium that is running already; else one is started, and ended again. */
  readonly browser?: Browser
  /** Letters set at once; more is faster and takes more memory. */
  readonly chunk?: number
}

/** A letter that was printed, with its running number. */
interface Printed {
  readonly id: number
  readonly piece: string
}

/** A letter that does not fit its page: nothing is cut, and it is not printed. */
interface Unprinted {
  readonly id: number
  readonly why: 'address-does-not-fit' | 'letter-too-long'
}

export interface PrintReport {
  readonly printed: readonly Printed[]
  readonly unprinted: readonly Unprinted[]
  readonly pages: number
}

const CHUNK = 250

/** The running number of a piece: `000001`. */
export const pieceNumber = (place: number): string => String(place).padStart(6, '0')

/**
 * Prints letters in their order, one page each, and numbers those that fit. A file appears whole or not at all.
 * While Chromium prints one chunk the next is set; memory holds these two, however many letters come.
 */
export const printLetters = async (
  letters: Iterable<Letter>,
  printing: Printing,
): Promise<PrintReport> => {
  const browser = printing.browser ?? (await startChromium(printing.env))
  const printed: Printed[] = []
  const unprinted: Unprinted[] = []
  const sink = openSink(printing)
  const keep = async (chunk: SetChunk) => {
    const part = readPdf(await chunk.pdf)
    if (part.pages.length !== chunk.kept.length)
      throw new Error(`${chunk.kept.length} letters became ${part.pages.length} pages`)
    sink.take(part, chunk.kept)
    printed.push(...chunk.kept)
    printing.onProgress?.(printed.length)
  }
  let last: SetChunk | undefined
  let placed = 0
  try {
    for (const chunk of inChunks(letters, printing.chunk ?? CHUNK)) {
      if (printing.signal?.aborted) break
      const next = await setChunk(browser, chunk, placed)
      unprinted.push(...next.left)
      if (last !== undefined) await keep(last)
      last = next.kept.length === 0 ? undefined : next
      placed += next.kept.length
    }
    if (last !== undefined) await keep(last)
    return { printed, unprinted, pages: sink.end() }
  } catch (cause) {
    sink.drop()
    throw cause
  } finally {
    if (printing.browser === undefined) await browser.close()
  }
}

/** Letters that stand on a page, and the PDF that Chromium is making of them. */
interface SetChunk {
  readonly kept: readonly Printed[]
  readonly left: readonly Unprinted[]
  readonly pdf: Promise<Buffer>
}

/**
 * Sets a chunk on a page of its own (a page keeps some of what it once held), takes out what does not fit, numbers
 * the rest, and begins to print them.
 */
const setChunk = async (
  browser: Browser,
  chunk: readonly Letter[],
  before: number,
): Promise<SetChunk> => {
  const page = await browser.newPage()
  await page.setContent(sheets(chunk))
  const verdicts = await page.evaluate<readonly ('fits' | Unprinted['why'])[]>(fitScript(before))
  const kept: Printed[] = []
  const left: Unprinted[] = []
  chunk.forEach(({ id }, i) => {
    const why = verdicts[i]
    if (why === 'fits') kept.push({ id, piece: pieceNumber(before + kept.length + 1) })
    else left.push({ id, why: why ?? 'letter-too-long' })
  })
  const pdf = kept.length === 0 ? Promise.resolve(Buffer.alloc(0)) : pdfOf(page)
  const closed = pdf.finally(() => page.close())
  // A failure is met where the chunk is kept; until then it must not count as unheard.
  closed.catch(() => undefined)
  return { kept, left, pdf: closed }
}

const pdfOf = (page: Page): Promise<Buffer> =>
  page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: false })

function* inChunks<T>(items: Iterable<T>, size: number): Iterable<readonly T[]> {
  let chunk: T[] = []
  for (const item of items)
    if (chunk.push(item) === size) {
      yield chunk
      chunk = []
    }
  if (chunk.length > 0) yield chunk
}

type Part = ReturnType<typeof readPdf>

const openSink = ({ target, at }: Printing) => {
  const file = 'file' in target ? target.file : undefined
  if (file === undefined && 'each' in target) {
    mkdirSync(target.each, { recursive: true })
    return {
      take: (part: Part, kept: readonly Printed[]) => {
        kept.forEach((letter, i) => {
          const one = openPdf(
            join(target.each, `${letter.piece}.pdf`),
            `Letter ${letter.piece}`,
            at,
          )
          one.add(part, [i])
          one.end()
        })
      },
      end: () => 0,
      drop: () => undefined,
    }
  }
  const path = file ?? ''
  mkdirSync(dirname(path), { recursive: true })
  const half = `${path}.part`
  const all = openPdf(half, 'Letters', at)
  return {
    take: (part: Part) => all.add(part),
    end: () => {
      const pages = all.end()
      if (pages === 0) rmSync(half)
      else renameSync(half, path)
      return pages
    },
    drop: () => rmSync(half, { force: true }),
  }
}

/** Prints an HTML document as it stands, on its own page size, to a PDF file. */
export const printPages = async (html: string, printing: Printing): Promise<void> => {
  if (!('file' in printing.target)) throw new Error('a document is one file')
  const browser = printing.browser ?? (await startChromium(printing.env))
  try {
    const page = await browser.newPage()
    await page.setContent(html)
    mkdirSync(dirname(printing.target.file), { recursive: true })
    await page.pdf({ path: printing.target.file, preferCSSPageSize: true, printBackground: true })
  } finally {
    if (printing.browser === undefined) await browser.close()
  }
}
