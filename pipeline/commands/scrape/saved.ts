import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Context } from '../../command.ts'
import { type Archive, openArchive } from '../../fetch/archive.ts'
import { walkArchive } from '../../fetch/kept.ts'
import { readSaved } from '../../fetch/saved.ts'
import { bulkSourceOf, isAddress } from '../../harvest/bulk.ts'
import { type Found, harvestDisk } from '../../harvest/saved.ts'
import { loadSources, sourcesFor } from '../../harvest/sources.ts'
import { EXIT, type ExitCode } from '../../model/exit.ts'
import { Trouble } from '../../model/trouble.ts'
import { openStore } from '../../store/open.ts'
import type { ScrapeOptions } from '../scrape.ts'
import { bulkPages } from './bulk.ts'
import { memoryOf } from './memory.ts'
import { archiveOf, conclude } from './scrape.ts'

/** `pipeline scrape --from PATH` and `--replay`: the same readers over pages on the disk. No network object is made, but for an address of a bulk file. */
export const scrapeSaved = async (context: Context, options: ScrapeOptions): Promise<ExitCode> => {
  const all = await loadSources()
  const sources = sourcesFor(all, options.region, options.source)
  const folder = archiveOf(context)
  const archive =
    options.from === undefined ? undefined : await openArchive({ folder, now: context.now })
  const store = openStore(context.db)
  try {
    const { run, report } = await harvestDisk(
      {
        store,
        sources,
        others: [...all],
        region: options.region,
        how: archive === undefined ? 'replay' : 'saved',
        limit: options.limit,
        forgotten: memoryOf(context, store, folder),
        now: context.now,
        signal: context.signal,
        progress: (tally) => {
          const { pages, listings } = tally.sum()
          context.out.progress(`${pages} pages · ${listings} listings`)
        },
      },
      archive === undefined ? kept(folder) : given(context, options, archive),
      options,
    )
    return conclude(context, options, run, report)
  } finally {
    store.close()
    await archive?.close()
  }
}

/** Says what would be read of the disk, and reads none of it. */
export const showFiles = async (context: Context, options: ScrapeOptions): Promise<ExitCode> => {
  const { out, cwd } = context
  if (options.from === undefined) out.line(`${archiveOf(context)}: the kept pages, read again`)
  for (const path of options.from ?? []) {
    if (!isAddress(path) && !existsSync(resolve(cwd, path)))
      throw new Trouble('bad-file', 'usage', `${path} is not there or cannot be opened`)
    out.line(`${path}: ${(await bulkSourceOf(path)) ?? 'saved pages, told by what is in them'}`)
  }
  return EXIT.done
}

/** What a person brought, told apart by what it is: a bulk file of an open register or map, or saved pages. */
async function* given(
  context: Context,
  options: ScrapeOptions,
  archive: Archive,
): AsyncGenerator<Found> {
  for (const path of options.from ?? []) {
    const source = await bulkSourceOf(path)
    if (source !== undefined) yield* bulkPages(context, options, { path, source, archive })
    else if (isAddress(path))
      throw new Trouble(
        'bad-option',
        'usage',
        `--from ${path}: of addresses, only Parquet files (https://… .parquet, s3://bucket/prefix) are read`,
      )
    else yield* saved([path], archive)
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
