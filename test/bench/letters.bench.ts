import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from '../../pipeline/chromium.ts'
import { startChromium } from '../../pipeline/compose/letters/chromium.ts'
import { printLetters } from '../../pipeline/compose/letters/print.ts'
import { sheets } from '../../pipeline/compose/letters/sheet.ts'
import { letter } from '../letters/letters.ts'
import { defineBench } from './bench.ts'

const LETTERS = 500
const ONE_BY_ONE = 25
const AT = '2026-11-23T09:00:00.000Z'

export default defineBench({
  about: 'letters printed to PDF, each with its own address, text and code',
  unit: 'letters',
  rounds: 2,
  setup: async () => {
    if ((await findChromium(process.env)) === undefined)
      return { rows: [], missing: ['Chromium is not here (apt-get install chromium)'] }
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-letters-'))
    const browser = await startChromium(process.env)
    const missing =
      spawnSync('soffice', ['--version']).error === undefined
        ? ['LibreOffice mail merge needs a registered data source and is not driven from here']
        : ['LibreOffice is not here (apt-get install libreoffice-writer)']
    const letters = Array.from({ length: LETTERS }, (_, i) =>
      letter(i, { address: [`Shop ${i}`, `${i} High Street`, 'LEEDS', 'LS6 2AB'] }),
    )
    return {
      missing,
      rows: [
        {
          name: 'Chromium, the same letter pages one by one',
          role: 'peer',
          run: async () => {
            const page = await browser.newPage()
            for (const [i, one] of letters.slice(0, ONE_BY_ONE).entries()) {
              await page.setContent(sheets([one]))
              await page.pdf({
                path: join(folder, `${i}.pdf`),
                preferCSSPageSize: true,
                printBackground: true,
              })
            }
            await page.close()
            return ONE_BY_ONE
          },
        },
        {
          name: 'one file of all letters: set, checked for fit, numbered, joined',
          role: 'ours',
          run: async () => {
            const file = join(folder, 'letters.pdf')
            const { printed } = await printLetters(letters, {
              target: { file },
              at: AT,
              env: process.env,
              browser,
            })
            return printed.length
          },
        },
      ],
      close: async () => {
        await browser.close()
        rmSync(folder, { recursive: true })
      },
    }
  },
})
