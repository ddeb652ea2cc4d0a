import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '../../pipeline/model/page.ts'
import { root } from '../../pipeline/root.ts'
import type { Source } from '../../pipeline/source.ts'

/** A page that the project keeps, with the file that says what its reader gives. */
export interface KeptPage {
  readonly file: string
  readonly expected: string
  readonly page: Page
}

const SAVED = /<!-- saved from url=\(\d+\)(\S+) -->/

/** The kept pages of a source; the kind is the beginning of the file's name. */
export const keptPages = (id: string, source: Source): readonly KeptPage[] => {
  const folder = join(root, 'test', 'pages', id)
  const kinds = Object.keys(source.read).sort((a, b) => b.length - a.length)
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((file) => /\.(html|json|xml|csv|txt)$/.test(file) && !file.endsWith('.expected.json'))
    .sort()
    .map((file) => {
      const path = join(folder, file)
      const body = readFileSync(path, 'utf8')
      const kind = kinds.find((one) => file.startsWith(`${one}-`)) ?? ''
      const url = SAVED.exec(body.slice(0, 500))?.[1] ?? ''
      return {
        file,
        expected: path.replace(/\.\w+$/, '.expected.json'),
        page: {
          url,
          kind,
          status: 200,
          contentType: typeOf(file),
          body,
          fetchedAt: '2026-11-23T00:00:00.000Z',
        },
      }
    })
}

const typeOf = (file: string) => (file.endsWith('.json') ? 'application/json' : 'text/html')
