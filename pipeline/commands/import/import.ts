import { basename, extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Context } from '../../command.ts'
import { loadSource } from '../../discover.ts'
import { type Archive, openArchive } from '../../fetch/archive.ts'
import { type BadRow, openTable, type Row, type Table } from '../../fetch/rows.ts'
import { type Found, harvestDisk } from '../../harvest/saved.ts'
import { EXIT, type ExitCode } from '../../model/exit.ts'
import type { Page } from '../../model/page.ts'
import type { Region } from '../../model/region.ts'
import { Trouble } from '../../model/trouble.ts'
import { COLUMNS, type Column, type Columns, columnsOf } from '../../platforms/columns.ts'
import type { Reading, Source } from '../../source.ts'
import { openStore } from '../../store/open.ts'
import type { ImportOptions } from '../import.ts'
import { memoryOf } from '../scrape/memory.ts'
import { archiveOf, conclude } from '../scrape/scrape.ts'

const SOURCE = 'any/list'

/** Rows kept and stored together: one page of the archive, one transaction. */
const ROWS_A_PAGE = 1000

/** Told rows that were set aside, at most; the rest are counted. */
const TOLD = 20

/** A list ready to be read: what it is called, what its columns mean, and its rows. */
interface List {
  readonly file: string
  readonly name: string
  readonly columns: Columns
  readonly rows: Table['rows']
  readonly source: Source
}

/** Runs `pipeline import`. */
export const importList = async (
  context: Context,
  options: ImportOptions,
  file: string,
): Promise<ExitCode> => {
  const { region } = options
  if (region === undefined)
    throw new Trouble('bad-option', 'usage', 'say which region: --region uk, nl or be')
  const path = resolve(context.cwd, file)
  const table = await openTable(path)
  const { columns, unknown } = columnsOf(table.header, mapped(options.map ?? [], table.header))
  if (columns.name === undefined)
    throw new Trouble(
      'bad-file',
      'usage',
      `${file} has no column with the businesses' names; its columns are ${table.header.join(', ')}. Say which: --map name=COLUMN`,
    )
  for (const [meaning, titles] of Object.entries(columns))
    context.out.say(`${meaning}: ${titles.join(', ')}`)
  if (unknown.length > 0) context.out.say(`not taken: ${unknown.join(', ')} (--map takes them)`)
  const list: List = {
    file: path,
    name: options.list ?? basename(path, extname(path)),
    columns,
    rows: table.rows,
    source: await loadSource<Source>(SOURCE),
  }
  return options.dryRun ? preview(context, list) : store(context, options, region, list)
}

/** `name=Naam,phone=Tel 1` as columns by meaning; Trouble names a meaning or a column that is not there. */
const mapped = (pairs: readonly string[], header: readonly string[]): Columns => {
  const said: Partial<Record<Column, readonly string[]>> = {}
  for (const pair of pairs) {
    const [meaning, title] = [
      pair.slice(0, pair.indexOf('=')),
      pair.slice(pair.indexOf('=') + 1).trim(),
    ]
    const column = COLUMNS.find((one) => one.toLowerCase() === meaning.trim().toLowerCase())
    if (column === undefined || !pair.includes('='))
      throw new Trouble(
        'bad-option',
        'usage',
        `--map takes MEANING=COLUMN, with one of ${COLUMNS.join(', ')}; not '${pair}'`,
      )
    if (!header.includes(title))
      throw new Trouble(
        'bad-option',
        'usage',
        `--map ${pair}: there is no column '${title}'; there are ${header.join(', ')}`,
      )
    said[column] = [...(said[column] ?? []), title]
  }
  return said
}

/** Pages of rows as they come, and the rows that cannot be read. */
async function* pages(rows: Table['rows']): AsyncGenerator<readonly Row[] | BadRow> {
  let page: Row[] = []
  for await (const row of rows) {
    if ('why' in row) {
      yield row
      continue
    }
    page.push(row)
    if (page.length === ROWS_A_PAGE) {
      yield page
      page = []
    }
  }
  if (page.length > 0) yield page
}

const bodyOf = ({ name, columns }: List, rows: readonly Row[]): string =>
  JSON.stringify({ doorstep: 'list', list: name, columns, rows })

const read = (list: List, body: string, url: string, at: string): Reading => {
  const page: Page = {
    url,
    kind: 'rows',
    status: 200,
    contentType: 'application/json',
    body,
    fetchedAt: at,
  }
  return (
    list.source.read.rows?.(page) ?? { verdict: 'unknown', listings: [], links: [], unread: [] }
  )
}

const preview = async (context: Context, list: List): Promise<ExitCode> => {
  for await (const page of pages(list.rows)) {
    if ('why' in page) {
      context.out.say(`line ${page.line}: ${page.why}`)
      continue
    }
    const reading = read(list, bodyOf(list, page.slice(0, 5)), list.file, context.now())
    for (const one of reading.listings) context.out.json(one)
    for (const one of reading.unread) context.out.say(`${one.what}: ${one.why}`)
    return EXIT.done
  }
  return EXIT.nothing
}

const store = async (
  context: Context,
  options: ImportOptions,
  region: Region,
  list: List,
): Promise<ExitCode> => {
  const archive = await openArchive({ folder: archiveOf(context), now: context.now })
  const database = openStore(context.db)
  try {
    const { run, report } = await harvestDisk(
      {
        store: database,
        sources: [[SOURCE, list.source]],
        region,
        how: 'saved',
        limit: options.limit,
        forgotten: memoryOf(context, database, archiveOf(context)),
        now: context.now,
        signal: context.signal,
        progress: (tally) => context.out.progress(`${tally.sum().listings} listings`),
      },
      found(context, list, archive),
      options,
    )
    return conclude(context, options, run, report)
  } finally {
    database.close()
    await archive.close()
  }
}

/** The list as pages of the archive, so that a replay reads it again and every fact names its row. */
async function* found(context: Context, list: List, archive: Archive): AsyncGenerator<Found> {
  let aside = 0
  const tell = (what: string, why: string) => {
    aside += 1
    if (aside <= TOLD) context.out.say(`${what} is set aside: ${why}`)
  }
  for await (const page of pages(list.rows)) {
    if ('why' in page) {
      tell(`line ${page.line}`, page.why)
      yield { from: `${list.file} line ${page.line}`, why: page.why }
      continue
    }
    const at = context.now()
    const body = bodyOf(list, page)
    const bytes = Buffer.from(body)
    const url = `${pathToFileURL(list.file).href}#rows-${page[0]?.line}-${page.at(-1)?.line}`
    for (const one of read(list, body, url, at).unread) tell(one.what, one.why)
    const headers = { 'content-type': 'application/json' }
    yield {
      page: { status: 200, headers, contentType: 'application/json', body, bytes },
      url,
      at,
      from: url,
      keep: (kept) => archive.keep({ url: kept, at, status: 200, headers, bytes }),
    }
  }
  if (aside > TOLD) context.out.say(`${aside - TOLD} more rows are set aside`)
}
