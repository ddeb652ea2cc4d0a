import { judgeBlock } from '../fetch/blocks.ts'
import type { Page } from '../model/page.ts'
import type { Reading, Source } from '../source.ts'

const nothing = { listings: [], links: [], unread: [] } as const

/**
 * Reads one page with its source's reader. A block or consent page is recognised before any reader
 * sees it; a reader that fails anyway makes the page `unknown`, with the reason among `unread`.
 */
export const readPage = (
  source: Pick<Source, 'read'>,
  page: Page,
  headers: Readonly<Record<string, string>> = {},
): Reading => {
  const block = judgeBlock({ status: page.status, headers, body: page.body, url: page.url })
  if (block !== undefined)
    return { ...nothing, verdict: block.kind, unread: [{ what: 'page', why: block.why }] }
  const read = source.read[page.kind]
  if (read === undefined)
    return {
      ...nothing,
      verdict: 'unknown',
      unread: [{ what: 'page', why: `no reader for '${page.kind}'` }],
    }
  try {
    return read(page)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return {
      ...nothing,
      verdict: 'unknown',
      unread: [{ what: 'page', why: `the reader failed: ${why}` }],
    }
  }
}
