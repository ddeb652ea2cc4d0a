import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bulkTask } from '../../bench/bulk-task.ts'
import { tempFolder } from '../../temp.ts'
import { writeCompanies } from './made.ts'

/** Rows of the whole register, as of 2026. */
const WHOLE = 5_000_000

describe('the whole of Companies House', () => {
  it('is read as listings, and imported, in less than 300 MB', async () => {
    const folder = tempFolder()
    const path = join(folder, 'BasicCompanyData-2026-11-01.csv')
    await writeCompanies(path, WHOLE)
    const rows = String(WHOLE)
    for (const task of [['company-listings'], ['register']] as const) {
      const done = await bulkTask(task[0], path, rows, join(folder, 'register.db'))
      expect(done.units).toBe(WHOLE)
      expect(done.megabytes).toBeLessThan(300)
    }
  })
})
