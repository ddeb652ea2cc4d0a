import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { sourceModule } from '../discover.ts'
import type { SourceId } from '../model/region.ts'
import type { Source } from '../source.ts'
import { type PageWork, type PreparedPage, preparePage } from './prepare.ts'
import type { Answer, Job } from './reader-thread.ts'

/** Reads pages, in threads of their own where that pays. */
export interface Readers {
  readonly prepare: (card: Source, work: PageWork) => Promise<PreparedPage>
  readonly close: () => Promise<void>
}

/** Pages that wait for a thread; the next is read here meanwhile. */
const QUEUE = 8
/** More threads than this read faster than one thread stores. */
const MOST = 3

/** Room for several pages' trees, so that most are garbage before anything is copied: a tenth less time. */
const YOUNG_MB = 64

interface Thread {
  readonly worker: Worker
  /** What it has not answered yet, by the number of the job. */
  readonly open: Map<number, (answer: PreparedPage | undefined) => void>
}

/**
 * Opens readers. `abreast` pages are fetched at once: only from two on does reading hold anything up, and threads are
 * started. Without threads, when they are behind, or when one fails, pages are read here. Threads load a source by
 * its module, and only compiled ones.
 */
export const openReaders = ({
  abreast,
  module = sourceModule,
}: {
  readonly abreast: number
  readonly module?: (id: SourceId) => string
}): Readers => {
  const wanted = abreast > 1 ? Math.min(MOST, availableParallelism() - 1) : 0
  const threads = new Set<Thread>()
  let started = false
  let jobs = 0

  const start = () => {
    started = true
    if (!import.meta.url.endsWith('.js')) return
    for (let i = 0; i < wanted; i += 1) threads.add(begin())
  }

  const begin = (): Thread => {
    const worker = new Worker(new URL('./reader-thread.js', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
    const thread: Thread = { worker, open: new Map() }
    worker.on('message', ({ job, prepared }: Answer) => {
      const answer = thread.open.get(job)
      thread.open.delete(job)
      answer?.(prepared)
    })
    const gone = () => {
      threads.delete(thread)
      for (const answer of thread.open.values()) answer(undefined)
      thread.open.clear()
    }
    worker.on('error', gone)
    worker.on('exit', gone)
    return thread
  }

  const idlest = (): Thread | undefined =>
    [...threads].reduce<Thread | undefined>(
      (least, one) => (least === undefined || one.open.size < least.open.size ? one : least),
      undefined,
    )

  return {
    prepare: async (card, work) => {
      if (!started && wanted > 0) start()
      const thread = idlest()
      if (thread === undefined || thread.open.size > QUEUE) return preparePage(card, work)
      const job = jobs++
      const message: Job = { job, module: module(work.source), work }
      const prepared = await new Promise<PreparedPage | undefined>((answer) => {
        thread.open.set(job, answer)
        thread.worker.postMessage(message)
      })
      return prepared ?? preparePage(card, work)
    },
    close: async () => {
      await Promise.all([...threads].map(({ worker }) => worker.terminate()))
    },
  }
}
