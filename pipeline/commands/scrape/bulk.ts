import { statSync } from 'node:fs'
import type { Context } from '../../command.ts'
import type { Archive } from '../../fetch/archive.ts'
import { openFetcher } from '../../fetch/fetch.ts'
import { type BulkSource, type BulkWanted, bulkPieces, isAddress } from '../../harvest/bulk.ts'
import type { Found } from '../../harvest/saved.ts'
import { contactFor } from '../../harvest/setup.ts'
import { spotsOf } from '../../regions/grid/grid.ts'
import type { ScrapeOptions } from '../scrape.ts'

/** Places that a bulk file is narrowed to; saved pages are read whole. */
const wantedOf = async ({ region, where }: ScrapeOptions): Promise<BulkWanted> => {
  if (where === undefined) return { region }
  const spots = await spotsOf({ region, where })
  return { region, places: spots.map((spot) => spot.place(spot.languages[0])) }
}

/** The fetcher for a bulk file at an address; a file on the disk needs none. */
const webFor = async (context: Context, path: string) => {
  if (!isAddress(path)) return undefined
  const { now, signal } = context
  const config = await context.config()
  const contact = await contactFor(config, context.out, context.cwd)
  return openFetcher({ config: config.fetch, contact, now, signal })
}

/** Pieces of a bulk file, each put into the archive like a page. */
export async function* bulkPages(
  context: Context,
  options: ScrapeOptions,
  {
    path,
    source,
    archive,
  }: { readonly path: string; readonly source: BulkSource; readonly archive: Archive },
): AsyncGenerator<Found> {
  const at = isAddress(path) ? context.now() : statSync(path).mtime.toISOString()
  const web = await webFor(context, path)
  try {
    const wanted = await wantedOf(options)
    for await (const piece of bulkPieces(path, source, wanted, web?.fetch)) {
      if (!('body' in piece)) {
        yield piece
        continue
      }
      const { url, from, contentType, body } = piece
      const headers = { 'content-type': contentType }
      const bytes = Buffer.from(body)
      yield {
        page: { status: 200, headers, contentType, body, bytes },
        url,
        at,
        from,
        keep: (kept) => archive.keep({ url: kept, at, status: 200, headers, bytes }),
      }
    }
  } finally {
    await web?.close()
  }
}
