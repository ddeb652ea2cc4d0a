import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { sequences } from './town/steps.ts'
import type { Step } from './town/town.ts'
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

const shown = (who: number): Step => ({ do: 'harvest', who, which: 0 })
const town: readonly Step[] = [...[0, 1, 2, 3, 4].map(shown), { do: 'comply' }]
/** Merged and taken apart again. */
const mistaken = (a: number, b: number): readonly Step[] => [
  { do: 'merge', a, b },
  { do: 'split', a: 0, b: 0 },
]

it.each<[string, readonly Step[]]>([
  [
    'once taken for another, and forgotten afterwards, is gone alone and for good',
    [
      ...[0, 2].map(shown),
      { do: 'no', who: 0, by: 'email' },
      ...mistaken(0, 1),
      { do: 'forget', who: 0, by: 'prospect' },
      { do: 'comply' },
      shown(0),
    ],
  ],
  [
    'forgotten, brought back by a backup and taken for another, is gone again',
    [
      ...town,
      { do: 'backup' },
      { do: 'no', who: 4, by: 'email' },
      { do: 'forget', who: 1, by: 'email' },
      { do: 'restore' },
      ...mistaken(4, 1),
      { do: 'comply' },
    ],
  ],
  [
    'forgotten together with another, brought back by a backup and taken apart, is gone again',
    [
      ...town,
      { do: 'merge', a: 0, b: 1 },
      { do: 'backup' },
      { do: 'forget', who: 0, by: 'email' },
      { do: 'restore' },
      { do: 'split', a: 0, b: 0 },
      { do: 'comply' },
    ],
  ],
])('who was %s', async (_, steps) => {
  const outcome = await world.live(steps)
  expect(outcome.forgotten).toBeGreaterThan(0)
  expect(outcome.wrongs).toEqual([])
})
