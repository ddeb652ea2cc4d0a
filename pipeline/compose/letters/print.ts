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
export interface Printed {
  readonly id: number
  readonly piece: string
}

/** A letter that does not fit its page: nothing is cut, and it is not printed. */
export interface Unprinted {
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
 * Memory holds one chunk, however many letters come.
 */
export const printLetters = async (
  letters: Iterable<Letter>,
  printing: Printing,
): Promise<PrintReport> => {
  const browser = printing.browser ?? (await startChromium(printing.env))
  const printed: Printed[] = []
  const unprinted: Unprinted[] = []
  const sink = openSink(printing)
  try {
    for (const chunk of inChunks(letters, printing.chunk ?? CHUNK)) {
      if (printing.signal?.aborted) break
      // A page of its own for each chunk: a page keeps some of what it once held.
      const page = await browser.newPage()
      const { kept, left } = await setChunk(page, chunk, printed.length)
      unprinted.push(...left)
      const bytes = kept.length === 0 ? undefined : await pdfOf(page)
      await page.close()
      if (bytes === undefined) continue
      const part = readPdf(bytes)
      if (part.pages.length !== kept.length)
        throw new Error(`${kept.length} letters became ${part.pages.length} pages`)
      sink.take(part, kept)
      printed.push(...kept)
      printing.onProgress?.(printed.length)
    }
    return { printed, unprinted, pages: sink.end() }
  } catch (cause) {
    sink.drop()
    throw cause
  } finally {
    if (printing.browser === undefined) await browser.close()
  }
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

/** Sets a chunk, takes out what does not fit, and numbers the rest. */
const setChunk = async (page: Page, chunk: readonly Letter[], before: number) => {
  await page.setContent(sheets(chunk))
  const verdicts = await page.evaluate<readonly ('fits' | Unprinted['why'])[]>(fitScript(before))
  const kept: Printed[] = []
  const left: Unprinted[] = []
  chunk.forEach(({ id }, i) => {
    const why = verdicts[i]
    if (why === 'fits') kept.push({ id, piece: pieceNumber(before + kept.length + 1) })
    else left.push({ id, why: why ?? 'letter-too-long' })
  })
  return { kept, left }
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
