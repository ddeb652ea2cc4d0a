import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { sequences } from './town/steps.ts'
import { openWorld } from './town/world.ts'

const world = openWorld()
afterAll(() => world.close())

const SEQUENCES = Number(process.env.SEQUENCES ?? 100_000)

it(
  `keeps every no, every rule and every erasure through ${SEQUENCES} sequences`,
  async () => {
    let sent = 0
    let forgotten = 0
    await fc.assert(
      fc.asyncProperty(sequences, async (steps) => {
        const outcome = await world.live(steps)
        sent += outcome.sent
        forgotten += outcome.forgotten
        expect(outcome.wrongs).toEqual([])
      }),
      { numRuns: SEQUENCES },
    )
    expect(sent).toBeGreaterThan(SEQUENCES / 4)
    expect(forgotten).toBeGreaterThan(SEQUENCES / 20)
  },
  6 * 3_600_000,
)
