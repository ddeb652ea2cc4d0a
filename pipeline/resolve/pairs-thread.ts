import { type MessagePort, workerData } from 'node:worker_threads'
import { compareShare, type Share } from './pairs.ts'

/** The second thread of `compareAll`: compares its share, hands the pairs over and says that it is done. */
const { share, done, port }: { share: Share; done: Int32Array; port: MessagePort } = workerData
try {
  const pairs = compareShare(share)
  port.postMessage(pairs, [
    pairs.a.buffer as ArrayBuffer,
    pairs.b.buffer as ArrayBuffer,
    pairs.patterns.buffer as ArrayBuffer,
  ])
} finally {
  Atomics.store(done, 0, 1)
  Atomics.notify(done, 0)
}
