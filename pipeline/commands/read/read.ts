import { resolve } from 'node:path'
import type { Context } from '../../command.ts'
import { readSaved, type SavedPage } from '../../fetch/saved.ts'
import { readPage } from '../../harvest/read.ts'
import { loadSources, type Sources } from '../../harvest/sources.ts'
import { EXIT, type ExitCode } from '../../model/exit.ts'
import type { Page, PageVerdict } from '../../model/page.ts'
import { Trouble } from '../../model/trouble.ts'
import { hostOf } from '../../platforms/address.ts'
import { structuredSearch } from '../../platforms/directory.ts'
import { recognise, serves } from '../../platforms/recognise.ts'
import type { Reading } from '../../source.ts'
import type { ReadOptions } from '../read.ts'

/** How a page came to be read: by which source's reader, or by none. */
interface Read {
  readonly source: string | null
  readonly kind: string | null
  readonly reading: Reading
}

/** Prints every page of a file; the exit code is the worst that a page of it turned out to be. */
export const read = async (
  context: Context,
  options: ReadOptions,
  file: string,
): Promise<ExitCode> => {
  const sources = await chosen(options)
  const verdicts: (PageVerdict | 'unreadable')[] = []
  for await (const saved of readSaved([resolve(context.cwd, file)])) {
    if (saved.kind === 'set-aside') {
      context.out.json({ type: 'page', file: saved.from, verdict: 'unreadable', why: saved.why })
      context.out.say(`${saved.from}: ${saved.why}`)
      verdicts.push('unreadable')
    } else verdicts.push(print(context, saved.page, readAs(saved.page, sources, options)))
  }
  return exitOf(verdicts)
}

/** The sources a page may be of; Trouble names an unknown id or kind. */
const chosen = async ({ source: id, kind }: ReadOptions): Promise<Sources> => {
  const all = await loadSources()
  const asked = id === undefined ? all : new Map([...all].filter(([known]) => known === id))
  if (asked.size === 0)
    throw new Trouble(
      'unknown-source',
      'usage',
      `there is no source '${id}'; there are ${[...all.keys()].join(', ')}`,
    )
  const kinds = [...new Set([...asked.values()].flatMap((source) => Object.keys(source.read)))]
  if (kind !== undefined && !kinds.includes(kind))
    throw new Trouble('bad-option', 'usage', `--kind takes ${kinds.join(', ')}, not '${kind}'`)
  return asked
}

const readAs = (saved: SavedPage, sources: Sources, options: ReadOptions): Read => {
  const url = options.url ?? saved.url ?? ''
  const page = {
    url,
    kind: '',
    status: saved.status,
    contentType: saved.contentType,
    body: saved.body,
    fetchedAt: saved.savedAt,
  }
  const told = recognise(sources, page)
  const only = sources.size === 1 ? [...sources][0] : undefined
  const id = told?.id ?? only?.[0]
  const kind = options.kind ?? told?.kind
  const source = [...sources].find(([known]) => known === id)?.[1]
  if (source !== undefined && id !== undefined && kind !== undefined)
    return {
      source: id,
      kind,
      reading: readPage(source, { ...page, kind, url: url || source.home }, saved.headers),
    }
  return tried(page, sources, saved) ?? unclaimed(page, saved)
}

/** A page that no source recognises, yet comes from a source's host or is said to be of it: its readers are tried. */
const tried = (page: Page, sources: Sources, saved: SavedPage): Read | undefined => {
  const host = hostOf(page.url)
  const likely = [...sources].filter(([, source]) => sources.size === 1 || serves(source, host))
  const attempts = likely.flatMap(([id, source]) =>
    Object.keys(source.read).map(
      (kind): Read => ({
        source: id,
        kind,
        reading: readPage(source, { ...page, kind, url: page.url || source.home }, saved.headers),
      }),
    ),
  )
  return attempts.find(({ reading }) => reading.verdict !== 'unknown') ?? attempts[0]
}

/** A page of no source: its walls are told all the same, and its structured data is read. */
const unclaimed = (page: Page, saved: SavedPage): Read => {
  const home = page.url === '' ? 'https://page.invalid/' : page.url
  const card = { read: { structured: structuredSearch({ home, host: '' }) } }
  const reading = readPage(card, { ...page, kind: 'structured' }, saved.headers)
  return { source: null, kind: reading.verdict === 'ok' ? 'structured' : null, reading }
}

const print = (
  { out }: Context,
  saved: SavedPage,
  { source, kind, reading }: Read,
): PageVerdict => {
  const { verdict, listings, links, unread, ...counts } = reading
  out.json({
    type: 'page',
    file: saved.from,
    ...(saved.url === undefined ? {} : { url: saved.url }),
    source,
    kind,
    verdict,
    charset: saved.charset,
    listings: listings.length,
    links: links.length,
    ...counts,
  })
  for (const listing of listings) out.json({ type: 'listing', ...listing })
  for (const link of links) out.json({ type: 'link', ...link })
  for (const one of unread) out.json({ type: 'unread', ...one })
  if (verdict === 'unknown' || verdict === 'blocked' || verdict === 'consent')
    out.say(`${saved.from}: ${verdict}${unread[0] === undefined ? '' : `, ${unread[0].why}`}`)
  return verdict
}

const exitOf = (verdicts: readonly string[]): ExitCode => {
  if (verdicts.some((one) => one === 'blocked' || one === 'consent')) return EXIT.blocked
  if (verdicts.length === 0 || verdicts.some((one) => one === 'unreadable' || one === 'unknown'))
    return EXIT.failed
  return verdicts.every((one) => one === 'empty') ? EXIT.nothing : EXIT.done
}
