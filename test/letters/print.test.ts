import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faultsOf, type PdfPage, wordsOf } from '../../pipeline/compose/letters/check.ts'
import { startChromium } from '../../pipeline/compose/letters/chromium.ts'
import { printLetters } from '../../pipeline/compose/letters/print.ts'
import { DEFAULT_PROFILE, PROFILES } from '../../pipeline/compose/letters/profiles.ts'
import { type Letter, qrText } from '../../pipeline/compose/letters/sheet.ts'
import { tryTemplates } from '../../pipeline/compose/lint/lint.ts'
import { sourceNames } from '../../pipeline/compose/sources.ts'
import { loadRegions } from '../../pipeline/region.ts'
import { configured } from '../compose/street.ts'
import { cannotPrint, cannotScan, letter } from './letters.ts'

const AT = '2026-11-23T09:00:00.000Z'
const words = (page: PdfPage | undefined) => page?.words.map((word) => word.text).join(' ')

const ADDRESSES: readonly (readonly string[])[] = [
  ['Kapsalon Ï', '1 A', 'B1 1AA'],
  ['Oakfield Plumbing & Heating', 'Unit 3, Canal Mills', '12 High Street', 'LEEDS', 'LS6 2AB'],
  [
    'The Old Bakehouse Café',
    'First Floor',
    'Wharf Buildings',
    'Rose Cottage',
    '4–6 Long Row',
    'YORK',
    'YO1 6AA',
  ],
  [
    'Koninklijke Maatschappij voor Schilderwerken',
    'Burgemeester van der Kelenlaan 123-A',
    '1234 AB  AMSTERDAM',
  ],
]

describe.skipIf(cannotPrint)(`printed letters ${cannotPrint ?? ''}`, () => {
  let folder: string
  let browser: Awaited<ReturnType<typeof startChromium>>
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'doorstep-letters-'))
    browser = await startChromium(process.env)
  })
  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true })
  })
  const print = async (letters: readonly Letter[], file = 'letters.pdf', chunk?: number) => {
    const path = join(folder, file)
    const report = await printLetters(letters, {
      target: { file: path },
      at: AT,
      env: process.env,
      browser,
      ...(chunk === undefined ? {} : { chunk }),
    })
    return { ...report, path, sheets: existsSync(path) ? await wordsOf(path) : [] }
  }

  it('stand in the window of every profile at both ends of the slip, on A4, inside the printable area', async () => {
    const letters = Object.values(PROFILES).flatMap((profile) =>
      ADDRESSES.map((address, i) => letter(i, { profile, address })),
    )
    const { sheets, unprinted, printed } = await print(letters, 'profiles.pdf')
    expect(unprinted).toEqual([])
    expect(sheets).toHaveLength(letters.length)
    expect(printed.at(-1)?.piece).toBe(String(letters.length).padStart(6, '0'))
    const faults = letters.flatMap((one, i) =>
      faultsOf(sheets[i] as PdfPage, one.profile, one.address).map(
        (fault) =>
          `${Object.keys(PROFILES)[Math.floor(i / ADDRESSES.length)]} ${one.address[0]}: ${fault}`,
      ),
    )
    expect(faults).toEqual([])
  })

  it('are caught when an address stands 4 mm too low', async () => {
    const { sheets } = await print([letter(1)], 'low.pdf')
    const profile = PROFILES['gb-notify'] as Letter['profile']
    const shifted = { ...profile, window: { ...profile.window, top: profile.window.top - 4 } }
    expect(faultsOf(sheets[0] as PdfPage, shifted, letter(1).address)).toContain(
      'address-outside-window',
    )
  })

  it('keep order and numbers through chunks, and embed their fonts', async () => {
    const letters = Array.from({ length: 23 }, (_, i) =>
      letter(i, { address: [`Shop no.${i}`, '1 Row', 'X'] }),
    )
    const { sheets, path, pages } = await print(letters, 'chunks.pdf', 10)
    expect(pages).toBe(23)
    expect(
      sheets
        .map((page) => page.words.map((word) => word.text))
        .map((all) => all.filter((w) => w.startsWith('no.'))[0]),
    ).toEqual(letters.map((one) => `no.${one.id}`))
    expect(sheets.map((page) => page.words.at(-1)?.text)).toEqual(
      letters.map((_, i) => String(i + 1).padStart(6, '0')),
    )
    const fonts = execFileSync('pdffonts', [path], { encoding: 'utf8' }).trim().split('\n').slice(2)
    expect(fonts.length).toBeGreaterThan(0)
    for (const font of fonts) expect(font).toMatch(/\s(yes)\s+(yes|no)\s+yes\s+\d+\s+\d+$/)
  })

  it('are one file each where that is asked', async () => {
    const each = join(folder, 'each')
    await printLetters([letter(1), letter(2), letter(3)], {
      target: { each },
      at: AT,
      env: process.env,
      browser,
    })
    expect(readdirSync(each).sort()).toEqual(['000001.pdf', '000002.pdf', '000003.pdf'])
    const [page, ...more] = await wordsOf(join(each, '000002.pdf'))
    expect(more).toEqual([])
    expect(words(page)).toContain(letter(2).link)
  })

  it('set aside what does not fit instead of cutting it', async () => {
    const long = letter(2, { text: `${'This goes on and on. '.repeat(300)}\n\n${letter(2).text}` })
    const wide = letter(3, { address: ['W'.repeat(60), '1 High Street', 'LEEDS', 'LS1 1AA'] })
    const many = letter(4, { address: Array.from({ length: 12 }, (_, i) => `line ${i}`) })
    const { unprinted, printed } = await print(
      [letter(1), long, wide, many, letter(5)],
      'aside.pdf',
    )
    expect(unprinted).toEqual([
      { id: 2, why: 'letter-too-long' },
      { id: 3, why: 'address-does-not-fit' },
      { id: 4, why: 'address-does-not-fit' },
    ])
    expect(printed).toEqual([
      { id: 1, piece: '000001' },
      { id: 5, piece: '000002' },
    ])
  })

  it('have room for every letter of ours in its worst case, long names and long notice', async () => {
    const trials = tryTemplates({
      config: await configured(),
      regions: await loadRegions(),
      named: await sourceNames(),
      at: AT,
    }).filter(({ kind }) => kind === 'letter')
    const letters = trials.map(({ message }, i) =>
      letter(i, {
        profile: PROFILES[DEFAULT_PROFILE[message.region]] as Letter['profile'],
        language: message.language,
        sender: message.sender,
        ...(message.subject === undefined ? {} : { subject: message.subject }),
        text: message.text,
        link: `${message.sender.siteHost}/c/c4d-7hj-2mn`,
      }),
    )
    const { unprinted } = await print(letters, 'worst.pdf')
    expect(unprinted.map(({ id }) => trials[id]?.where)).toEqual([])
  })

  it('show scraped signs as they are, never as markup', async () => {
    const { sheets } = await print(
      [letter(1, { address: ['<b>Bold</b> & "Sons"', '1 Row', 'LEEDS'] })],
      'signs.pdf',
    )
    expect(words(sheets[0])).toContain('<b>Bold</b> & "Sons"')
  })

  it.skipIf(cannotScan)(
    `carry a code that reads back as the link ${cannotScan ?? ''}`,
    async () => {
      const letters = [letter(1), letter(2)]
      const { path } = await print(letters, 'codes.pdf')
      execFileSync('pdftoppm', ['-r', '150', '-png', path, join(folder, 'code')])
      const seen = readdirSync(folder)
        .filter((file) => file.startsWith('code') && file.endsWith('.png'))
        .sort()
        .map((file) =>
          execFileSync('zbarimg', ['-q', '--raw', join(folder, file)], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
          }).trim(),
        )
      expect(seen).toEqual(letters.map((one) => qrText(one.link)))
    },
  )
})
