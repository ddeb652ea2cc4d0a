import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../pipeline/root.ts'

/** Folder with captured pages and measuring data that are not part of the project; undefined where it is absent. */
export const shared: string | undefined = (() => {
  const folder = process.env.DOORSTEP_SHARED ?? join(root, '..', 'shared')
  return existsSync(join(folder, 'pages', 'index.json')) ? folder : undefined
})()

/** The word that a skipped test shows. */
export const withoutShared = 'skipped: ../shared (captured pages and measuring data) is not here'
