import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { printLetters } from '../../pipeline/compose/letters/print.ts'
import { cannotPrint, letter } from './letters.ts'

const LETTERS = 10_000
/** Resident memory of this process and its Chromium, in MB, from /proc. */
const memory = (): { node: number; all: number } => {
  const rss = (pid: string) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1000
  const tree = (pid: string): number => {
    try {
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
      const below = children === '' ? [] : children.split(' ')
      return rss(pid) + below.reduce((sum, child) => sum + tree(child), 0)
    } catch {
      return 0
    }
  }
  return { node: process.memoryUsage.rss() / 1e6, all: tree(String(process.pid)) }
}

describe.skipIf(cannotPrint)(`ten thousand letters ${cannotPrint ?? ''}`, () => {
  it('are one PDF, in flat memory', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-many-'))
    const file = join(folder, 'letters.pdf')
    function* letters() {
      for (let i = 0; i < LETTERS; i++)
        yield letter(i, { address: [`Shop no.${i}`, `${i} High Street`, 'LEEDS', 'LS6 2AB'] })
    }
    const seen: { printed: number; node: number; all: number }[] = []
    const began = Date.now()
    const { pages, unprinted } = await printLetters(letters(), {
      target: { file },
      at: '2026-11-23T09:00:00.000Z',
      env: process.env,
      onProgress: (printed) => seen.push({ printed, ...memory() }),
    })
    const seconds = (Date.now() - began) / 1000
    const early = seen.filter(({ printed }) => printed > 1000 && printed <= 3000)
    const late = seen.filter(({ printed }) => printed > 8000)
    const most = (some: typeof seen, key: 'node' | 'all') =>
      Math.max(...some.map((one) => one[key]))
    console.log(
      `${pages} letters in ${seconds.toFixed(0)} s, ${(statSync(file).size / 1e6).toFixed(0)} MB; node ${most(early, 'node').toFixed(0)} → ${most(late, 'node').toFixed(0)} MB, with Chromium ${most(early, 'all').toFixed(0)} → ${most(late, 'all').toFixed(0)} MB`,
    )
    expect(unprinted).toEqual([])
    expect(pages).toBe(LETTERS)
    expect(most(late, 'node')).toBeLessThan(most(early, 'node') + 100)
    expect(most(late, 'all')).toBeLessThan(most(early, 'all') * 1.3)
    expect(execFileSync('pdfinfo', [file], { encoding: 'utf8' })).toContain(
      `Pages:           ${LETTERS}`,
    )
    const page = execFileSync('pdftotext', ['-f', '9001', '-l', '9001', file, '-'], {
      encoding: 'utf8',
    })
    expect(page).toContain('Shop no.9000')
    expect(page).toContain('009001')
    rmSync(folder, { recursive: true })
  })
})
