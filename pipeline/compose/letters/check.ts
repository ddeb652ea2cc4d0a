import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Box, Profile } from './profiles.ts'

const run = promisify(execFile)

/** A word on a page, in millimetres from its top left corner. */
interface Word {
  readonly text: string
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export interface PdfPage {
  readonly width: number
  readonly height: number
  readonly words: readonly Word[]
}

/** What is wrong with a page; the names are those of GOV.UK Notify where it has one. */
export type PageFault =
  | 'letter-not-a4-portrait-oriented'
  | 'content-outside-printable-area'
  | 'address-outside-window'
  | 'content-in-window'
  | 'content-in-clear-zone'
  | 'address-is-empty'

const POINT = 25.4 / 72
const PAGE = /<page width="([\d.]+)" height="([\d.]+)">([\s\S]*?)<\/page>/g
const WORD =
  /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g

/** Every word of a PDF with its box, as poppler's `pdftotext -bbox` sees the finished bytes. */
export const wordsOf = async (file: string): Promise<readonly PdfPage[]> => {
  const { stdout } = await run('pdftotext', ['-bbox', file, '-'], { maxBuffer: 1 << 30 })
  return [...stdout.matchAll(PAGE)].map(([, width, height, inner]) => ({
    width: Number(width) * POINT,
    height: Number(height) * POINT,
    words: [...(inner ?? '').matchAll(WORD)].map(([, left, top, right, bottom, text]) => ({
      text: decode(text ?? ''),
      left: Number(left) * POINT,
      top: Number(top) * POINT,
      right: Number(right) * POINT,
      bottom: Number(bottom) * POINT,
    })),
  }))
}

const decode = (text: string): string =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')

/**
 * Checks a printed page against its profile at both ends of the sheet's slip: every word of the address stays in the
 * window, no other word comes into it, the page is A4 upright, and nothing stands outside the printable area.
 */
export const faultsOf = (
  page: PdfPage,
  profile: Profile,
  address: readonly string[],
): readonly PageFault[] => {
  const { window, slip, print, clear } = profile
  const upright = Math.abs(page.width - 210) < 1 && Math.abs(page.height - 297) < 1
  const always = grown(window, -slip)
  const ever = grown(window, slip)
  const expected = address.flatMap((line) => line.split(/\s+/)).filter(Boolean)
  const within = page.words.filter((word) => touches(word, ever))
  const paper: Box = {
    left: print.side,
    top: print.top,
    width: 210 - 2 * print.side,
    height: 297 - print.top - print.bottom,
  }
  const faults: readonly (readonly [boolean, PageFault])[] = [
    [!upright, 'letter-not-a4-portrait-oriented'],
    [expected.length === 0 || within.length === 0, 'address-is-empty'],
    [
      !sameWords(within, expected),
      within.length < expected.length ? 'address-outside-window' : 'content-in-window',
    ],
    [within.some((word) => !inside(word, always)), 'address-outside-window'],
    [page.words.some((word) => !inside(word, paper)), 'content-outside-printable-area'],
    [page.words.some((word) => clear.some((box) => touches(word, box))), 'content-in-clear-zone'],
  ]
  return [...new Set(faults.flatMap(([wrong, fault]) => (wrong ? [fault] : [])))]
}

const sameWords = (words: readonly Word[], expected: readonly string[]): boolean =>
  [...words.map((word) => word.text)].sort().join('\n') === [...expected].sort().join('\n')

const grown = (box: Box, by: number): Box => ({
  left: box.left - by,
  top: box.top - by,
  width: box.width + 2 * by,
  height: box.height + 2 * by,
})

const inside = (word: Word, box: Box): boolean =>
  word.left >= box.left - 0.05 &&
  word.right <= box.left + box.width + 0.05 &&
  word.top >= box.top - 0.05 &&
  word.bottom <= box.top + box.height + 0.05

const touches = (word: Word, box: Box): boolean =>
  word.right > box.left &&
  word.left < box.left + box.width &&
  word.bottom > box.top &&
  word.top < box.top + box.height
