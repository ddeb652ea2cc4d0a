import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { Archived } from '../../pipeline/fetch/fetched.ts'
import { forgetInArchive } from '../../pipeline/fetch/forget.ts'
import { readKept, walkArchive } from '../../pipeline/fetch/kept.ts'
import { root } from '../../pipeline/root.ts'
import { seeded } from '../bench/bench.ts'
import { tempFolder } from '../temp.ts'

const KEEPER = join(root, 'test', 'fetch', 'keeper.ts')

type Told = Archived & { readonly start: string }

/** Runs the keeper and kills it after a while; answers what it said was kept. */
const keepUntilKilled = async (folder: string, seed: number, ms: number): Promise<Told[]> => {
  const child = spawn(process.execPath, ['--import', 'tsx', KEEPER, folder, String(seed)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  const begun = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      said += chunk
      resolve()
    })
  })
  await begun
  await wait(ms)
  child.kill('SIGKILL')
  await new Promise((resolve) => child.on('close', resolve))
  return toldIn(said)
}

const toldIn = (said: string): Told[] =>
  said
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))

const KILLS = 40

it(`keeps every page that was said to be kept through ${KILLS} kill -9`, async () => {
  const folder = tempFolder()
  const random = seeded(7)
  const told: Told[] = []
  for (let kill = 0; kill < KILLS; kill++)
    told.push(...(await keepUntilKilled(folder, kill, random() * 120)))
  expect(told.length).toBeGreaterThan(KILLS * 4)
  for (const one of told) {
    const page = await readKept(folder, one)
    expect(page.body.startsWith(one.start)).toBe(true)
    expect(page.archived.digest).toBe(one.digest)
  }
  const urls: string[] = []
  const damaged: string[] = []
  for await (const one of walkArchive(folder))
    if (one.kind === 'page') urls.push(one.page.url)
    else damaged.push(one.why)
  expect(new Set(urls).size).toBe(urls.length)
  expect(urls.length).toBeGreaterThanOrEqual(told.length)
  for (const why of damaged) expect(why).toMatch(/^torn/)
})

it('on a disk that is full stops with a word, and what was said to be kept is there', async () => {
  const folder = tempFolder()
  // The shell's limit on the size of a file stands in for the end of the disk.
  const child = spawn(
    'bash',
    ['-c', 'ulimit -f 120; exec "$0" --import tsx "$@"', process.execPath, KEEPER, folder, '3'],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const text = { said: '', wrong: '' }
  child.stdout.on('data', (chunk) => {
    text.said += chunk
  })
  child.stderr.on('data', (chunk) => {
    text.wrong += chunk
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  expect(code).toBe(1)
  expect(text.wrong).toMatch(/pages cannot be kept in .*Free space/)
  const told = toldIn(text.said)
  expect(told.length).toBeGreaterThan(0)
  for (const one of told)
    expect((await readKept(folder, one)).body.startsWith(one.start)).toBe(true)
})

it('forgets in a file that a killed run left behind, and beside a run that is writing', async () => {
  const folder = tempFolder()
  const told = await keepUntilKilled(folder, 1, 300)
  const running = keepUntilKilled(folder, 2, 1500)
  await wait(900)
  const at = '2026-11-24T08:00:00.000Z'
  const gone = told.slice(0, 3)
  await forgetInArchive(folder, { strings: [], drop: gone, at })
  for (const one of gone) await expect(readKept(folder, one)).rejects.toThrow(/no page/)
  for (const one of [...told.slice(3), ...(await running)])
    expect((await readKept(folder, one)).body.startsWith(one.start)).toBe(true)
})
