import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
} from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { comply } from '../../../pipeline/comply/comply.ts'
import { forget } from '../../../pipeline/comply/forget.ts'
import { journalFileOf } from '../../../pipeline/store/journal.ts'
import { openStore } from '../../../pipeline/store/open.ts'
import { job, type Life, listingOf, prospectOf, wrong } from './life.ts'
import { idsOf, parts, TOWN } from './town.ts'

/** Judges everybody who is due, and erases again whoever a restore brought back. */
export const judgeAll = async (life: Life) => {
  const { forgotten } = comply(job(life))
  for (const prospect of forgotten) await erase(life, String(prospect))
}

/** Somebody asks to be erased, by address or because the operator names the prospect. */
export const leave = async (life: Life, who: number, by: 'email' | 'prospect') => {
  const email = TOWN[who]?.email ?? ''
  const prospect = prospectOf(life, `${who}/0`) ?? prospectOf(life, `${who}/1`)
  if (by === 'prospect' && prospect === undefined) return
  await erase(life, by === 'email' ? email : String(prospect))
  if (by === 'email') for (const set of [life.erased, life.nos]) set.add(`email ${email}`)
}

const erase = async (life: Life, word: string) => {
  life.forgotten++
  const report = await forget(job(life), word, {
    archive: join(life.dir, 'archive'),
    outDir: join(life.dir, 'out'),
  })
  if (!report.emptied) wrong(life, 'the log was not emptied')
  const gone = life.memory.clusters.filter((cluster) =>
    cluster.every((listed) => listingOf(life, ...parts(listed)) === undefined),
  )
  life.memory.clusters = life.memory.clusters.filter((cluster) => !gone.includes(cluster))
  const left = new Set(
    life.memory.clusters.flatMap((cluster) => cluster.flatMap((listed) => idsOf(...parts(listed)))),
  )
  const alone = gone
    .flatMap((cluster) => cluster.flatMap((listed) => idsOf(...parts(listed))))
    .filter((id) => !left.has(id))
  for (const id of alone) for (const set of [life.erased, life.nos]) set.add(id)
  searchBytes(life, alone)
}

/** What only the erased were known by stands in no byte of the folder, kept pages unpacked, the backup aside. */
const searchBytes = (life: Life, ids: readonly string[]) => {
  const traces = ids
    .map((id) => id.replace(/^\w+ /, '').replace(/ \S+ ?\S*$/, ''))
    .filter((text) => text.length > 5)
  const names = ids.flatMap((id) => (id.startsWith('business') ? [id.split(' ')[1] ?? ''] : []))
  for (const file of readdirSync(life.dir, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || file.name === 'backup' || file.parentPath.endsWith('kept')) continue
    const bytes = readFileSync(join(file.parentPath, file.name))
    const text = (file.name.endsWith('.gz') && bytes.length > 0 ? gunzipSync(bytes) : bytes)
      .toString('latin1')
      .toLowerCase()
    for (const trace of [...traces, ...names])
      if (text.includes(trace.toLowerCase())) wrong(life, `'${trace}' is left in ${file.name}`)
  }
}

/** Copies the database and the kept pages. */
export const backup = (life: Life) => {
  life.store.raw.pragma('wal_checkpoint(TRUNCATE)')
  copyFileSync(life.path, join(life.dir, 'backup'))
  life.saved = structuredClone(life.memory)
  rmSync(join(life.dir, 'kept'), { recursive: true, force: true })
  if (existsSync(join(life.dir, 'archive')))
    cpSync(join(life.dir, 'archive'), join(life.dir, 'kept'), { recursive: true })
}

/** Puts the last copy back; the key and the journal of opt-outs lie outside it. */
export const restore = (life: Life) => {
  if (life.saved === undefined) return
  life.store.close()
  for (const tail of ['-wal', '-shm']) rmSync(`${life.path}${tail}`, { force: true })
  copyFileSync(join(life.dir, 'backup'), life.path)
  rmSync(join(life.dir, 'archive'), { recursive: true, force: true })
  if (existsSync(join(life.dir, 'kept')))
    cpSync(join(life.dir, 'kept'), join(life.dir, 'archive'), { recursive: true })
  // The machine may have died while the last opt-out was written: half a line more changes nothing.
  const journal = journalFileOf(life.path)
  if (existsSync(journal)) truncateSync(journal, readFileSync(journal).length)
  life.store = openStore(life.path)
  life.memory = structuredClone(life.saved)
}
