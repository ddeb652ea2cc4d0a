import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { sequences } from './town/steps.ts'
import { openWorld } from './town/world.ts'

const world = openWorld()
afterAll(() => world.close())

it('whatever happens in whatever order, nobody who said no, or may not be written to, gets a message', async () => {
  let sent = 0
  let forgotten = 0
  await fc.assert(
    fc.asyncProperty(sequences, async (steps) => {
      const outcome = await world.live(steps)
      sent += outcome.sent
      forgotten += outcome.forgotten
      expect(outcome.wrongs).toEqual([])
    }),
    { numRuns: 120 },
  )
  // A world in which nothing is ever sent or erased would keep every promise.
  expect(sent).toBeGreaterThan(50)
  expect(forgotten).toBeGreaterThan(5)
})
