import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { Command, Context } from '../../pipeline/command.ts'
import { type ConfigInput, readConfig } from '../../pipeline/config.ts'
import { openOut } from '../../pipeline/out.ts'
import { saveDraft } from '../../pipeline/store/draft.ts'
import { openStore, type Store } from '../../pipeline/store/open.ts'

export const AT = '2026-11-23T10:00:00.000Z'

/** Adds a prospect with an e-mail address; invented. */
export const addProspect = (
  store: Store,
  options: { name?: string; email?: string | null; region?: string; town?: string } = {},
): number =>
  Number(
    store.raw
      .prepare(
        `insert into prospect (region, language, golden, name, email, town, created_at, changed_at)
         values (?, 'en', '{}', ?, ?, ?, ?, ?)`,
      )
      .run(
        options.region ?? 'uk',
        options.name ?? 'Alder & Sons Plumbing Ltd',
        options.email === undefined ? 'info@alder.example' : options.email,
        options.town ?? 'Leeds',
        AT,
        AT,
      ).lastInsertRowid,
  )

/** Adds an e-mail draft for a prospect. */
export const addDraft = (
  store: Store,
  prospect: number,
  more: { campaign?: string; step?: number; subject?: string; text?: string; html?: string } = {},
): number =>
  saveDraft(store, {
    prospect,
    campaign: more.campaign ?? 'directory-invite',
    set: 'directory-invite',
    step: more.step ?? 0,
    channel: 'email',
    language: 'en',
    variant: 'a',
    subject: more.subject ?? 'Your listing in Leeds',
    text: more.text ?? 'Hello,\n\nyour listing shows 01632 960001. Is that right?\n',
    ...(more.html === undefined ? {} : { html: more.html }),
    statements: [],
    createdAt: AT,
  })

/** A folder with a database, and a way to run commands in it as the command line would. */
export const openHouse = () => {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-'))
  const db = join(folder, 'pipeline.db')
  const abort = new AbortController()
  const run = async <O, A extends readonly unknown[]>(
    command: Command<O, A>,
    options: O,
    more: { env?: Record<string, string>; config?: ConfigInput; args?: A; now?: string } = {},
  ) => {
    const out: string[] = []
    const said: string[] = []
    const sink = (lines: string[]) =>
      new Writable({
        write: (chunk, _encoding, done) => {
          lines.push(String(chunk))
          done()
        },
      })
    const context: Context = {
      out: openOut(
        { stdin: process.stdin, stdout: sink(out), stderr: sink(said) },
        { NO_COLOR: '1' },
      ),
      db,
      config: async () => ({ ...(await readConfig(undefined, folder)), ...more.config }) as never,
      signal: abort.signal,
      now: () => more.now ?? AT,
      env: more.env ?? {},
      cwd: folder,
      outDir: join(folder, 'out'),
    }
    const code = await command.run(context, options, ...((more.args ?? []) as unknown as A))
    return { code, out: out.join(''), said: said.join('') }
  }
  return {
    folder,
    db,
    run,
    open: () => openStore(db),
    close: () => rmSync(folder, { recursive: true, force: true }),
  }
}
