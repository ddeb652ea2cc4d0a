import { parentPort } from 'node:worker_threads'
import type { Source } from '../source.ts'
import { type PageWork, type PreparedPage, preparePage } from './prepare.ts'

/** A page for a thread to read, with the module of its source. */
export interface Job {
  readonly job: number
  readonly module: string
  readonly work: PageWork
}

/** What a thread made of a job; without `prepared` it could not. */
export interface Answer {
  readonly job: number
  readonly prepared?: PreparedPage
}

const sources = new Map<string, Promise<Source>>()

const load = (module: string): Promise<Source> => {
  const known =
    sources.get(module) ?? import(module).then((unit: { default: Source }) => unit.default)
  sources.set(module, known)
  return known
}

const answer = async ({ job, module, work }: Job): Promise<Answer> => {
  try {
    return { job, prepared: preparePage(await load(module), work) }
  } catch {
    // Whoever asked reads the page himself then, and meets the fault there.
    return { job }
  }
}

parentPort?.on('message', async (job: Job) => parentPort?.postMessage(await answer(job)))
