import { availableParallelism } from 'node:os'
import {
  MessageChannel,
  type MessagePort,
  parentPort,
  receiveMessageOnPort,
  type TransferListItem,
  Worker,
  workerData,
} from 'node:worker_threads'

/** A second thread that answers in the order it is asked. Its answers are waited for, so that a generator or a transaction need not become asynchronous. */
export interface Thread<Ask, Answer> {
  readonly ask: (ask: Ask) => void
  /** The answer to the oldest question; undefined when the thread failed, and for ever after. */
  readonly take: () => Answer | undefined
  readonly close: () => void
}

interface Wires {
  /** How many questions were answered. */
  readonly done: Int32Array
  readonly port: MessagePort
}

/** Milliseconds that an answer may be late. */
const PATIENCE = 120_000

/** Whether a second thread can be started, and has a core of its own: threads are started from compiled files only. */
export const canOpenThread = (): boolean =>
  import.meta.url.endsWith('.js') && availableParallelism() >= 2

/** Starts the thread whose file is `name` in this folder; `about` is what it has to know before it is asked. */
export const openThread = <Ask, Answer>(name: string, about?: unknown): Thread<Ask, Answer> => {
  const done = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const { port1, port2 } = new MessageChannel()
  const worker = new Worker(new URL(`./${name}.js`, import.meta.url), {
    workerData: { wires: { done, port: port2 } satisfies Wires, about },
    transferList: [port2],
  })
  // whoever asks does the work itself when there is no answer
  worker.on('error', () => undefined)
  worker.unref()
  let taken = 0
  let failed = false
  return {
    ask: (ask) => worker.postMessage(ask),
    take: () => {
      if (failed) return undefined
      Atomics.wait(done, 0, taken++, PATIENCE)
      const answer: Answer | undefined = receiveMessageOnPort(port1)?.message
      failed = answer === undefined
      return answer
    },
    close: () => {
      port1.close()
      void worker.terminate()
    },
  }
}

/** Answers what the thread that started this one asks; `moved` names memory that goes along instead of being copied. */
export const answerAsks = <Ask, Answer>(
  prepare: (about: unknown) => Promise<(ask: Ask) => Answer>,
  moved: (answer: Answer) => readonly TransferListItem[] = () => [],
) => {
  const { wires, about }: { wires: Wires; about: unknown } = workerData
  const ready = prepare(about)
  parentPort?.on('message', async (ask: Ask) => {
    try {
      const answer = (await ready)(ask)
      wires.port.postMessage(answer, moved(answer))
    } catch {
      wires.port.postMessage(undefined)
    } finally {
      Atomics.add(wires.done, 0, 1)
      Atomics.notify(wires.done, 0)
    }
  })
}
