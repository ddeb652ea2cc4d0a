import type { Blocks } from './blocks.ts'
import { type Meeting, metBlocks } from './met.ts'
import { answerAsks } from './thread.ts'

/** The second thread of `openMet`: fills blocks while the first counts. */
answerAsks<Meeting, Blocks>(async () => metBlocks)
