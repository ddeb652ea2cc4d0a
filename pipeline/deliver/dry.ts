import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Instant } from '../model/region.ts'
import { dryBytes, type Sender, type Trial } from './trial.ts'

/** Writes each draft as `<campaign>-<step>-<prospect>.eml` into a folder and answers which file holds which draft. */
export const writeDry = async (
  trials: readonly Trial[],
  sender: Sender,
  at: Instant,
  folder: string,
): Promise<readonly { readonly draft: number; readonly file: string }[]> => {
  mkdirSync(folder, { recursive: true })
  const written = []
  for (const trial of trials) {
    const { id, campaign, step, prospect } = trial.draft
    const file = join(folder, `${campaign.replace(/[^\w-]+/g, '_')}-${step}-${prospect}.eml`)
    writeFileSync(file, await dryBytes(trial, sender, at))
    written.push({ draft: id, file })
  }
  return written
}
