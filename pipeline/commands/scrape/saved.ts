import { statSync } from 'node:fs'
import type { Context } from '../../command.ts'
import { type Archive, openArchive } from '../../fetch/archive.ts'
import { walkArchive } from '../../fetch/kept.ts'
import { readSaved } from '../../fetch/saved.ts'
import { type BulkWanted, bulkPieces, bulkSourceOf } from '../../harvest/bulk.ts'
import { type Found, harvestDisk } from '../../harvest/saved.ts'
import { loadSources, sourcesFor } from '../../harvest/sources.ts'
import type { ExitCode } from '../../model/exit.ts'
import { spotsOf } from '../../regions/grid/grid.ts'
import { openStore } from '../../store/open.ts'
import type { ScrapeOptions } from '../scrape.ts'
import { archiveOf, conclude, memoryOf } from './scrape.ts'

/** `pipeline scrape --from PATH` and `--replay`: the same readers over pages on the disk. No network object is made. */
export const scrapeSaved = async (context: Context, options: ScrapeOptions): Promise<ExitCode> => {
  const sources = sourcesFor(await loadSources(), options.region, options.source)
  const folder = archiveOf(context)
  const archive =
    options.from === undefined ? undefined : await openArchive({ folder, now: context.now })
  const store = openStore(context.db)
  try {
    const { run, report } = await harvestDisk(
      {
        store,
        sources,
        region: options.region,
        how: archive === undefined ? 'replay' : 'saved',
        limit: options.limit,
        forgotten: memoryOf(store, context.env),
        now: context.now,
        signal: context.signal,
        progress: (tally) => {
          const { pages, listings } = tally.sum()
          context.out.progress(`${pages} pages · ${listings} listings`)
        },
      },
      archive === undefined
        ? kept(folder)
        : given(options.from ?? [], archive, await wantedOf(options)),
      options,
    )
    return conclude(context, options, run, report)
  } finally {
    store.close()
    await archive?.close()
  }
}

/** Places that a bulk file is narrowed to; saved pages are read whole. */
const wantedOf = async ({ region, where }: ScrapeOptions): Promise<BulkWanted> => {
  if (where === undefined) return { region }
  const spots = await spotsOf({ region, where })
  return { region, places: spots.map((spot) => spot.place(spot.languages[0])) }
}

/** What a person brought, told apart by what it is: a bulk file of an open register or map, or saved pages. */
async function* given(
  paths: readonly string[],
  archive: Archive,
  wanted: BulkWanted,
): AsyncGenerator<Found> {
  for (const path of paths) {
    const source = await bulkSourceOf(path)
    if (source === undefined) yield* saved([path], archive)
    else yield* bulk(path, bulkPieces(path, source, wanted), archive)
  }
}

/** Pieces of a bulk file, each put into the archive like a page. */
async function* bulk(
  path: string,
  pieces: ReturnType<typeof bulkPieces>,
  archive: Archive,
): AsyncGenerator<Found> {
  const at = statSync(path).mtime.toISOString()
  for await (const piece of pieces) {
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
}

/** Pages that a person saved, put into the archive as they are read. */
async function* saved(paths: readonly string[], archive: Archive): AsyncGenerator<Found> {
  for await (const one of readSaved(paths)) {
    if (one.kind === 'set-aside') {
      yield one
      continue
    }
    const { page } = one
    yield {
      page,
      url: page.url,
      at: page.savedAt,
      from: page.from,
      keep: (url) =>
        archive.keep({
          url,
          at: page.savedAt,
          status: page.status,
          headers: page.headers,
          bytes: page.bytes,
        }),
    }
  }
}

/** Pages of the archive itself, in the order in which they were kept. */
async function* kept(folder: string): AsyncGenerator<Found> {
  for await (const one of walkArchive(folder)) {
    if (one.kind !== 'page') {
      yield { from: `${one.file} at ${one.offset}`, why: one.why }
      continue
    }
    const { page } = one
    yield {
      page,
      url: page.url,
      at: page.fetchedAt,
      from: `${page.archived.file} at ${page.archived.offset}`,
      archived: page.archived,
      keep: async () => page.archived,
    }
  }
}
