import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openStore, type Store } from '../pipeline/store/open.ts'

/** A folder of its own for one test, removed after it. */
export const tempFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep test '))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A real database file for one test. */
export const tempStore = (path = join(tempFolder(), 'pipeline.db')): Store => {
  const store = openStore(path)
  onTestFinished(() => store.close())
  return store
}
