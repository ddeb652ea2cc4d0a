import fc from 'fast-check'
import { type Step, TOWN } from './town.ts'

const who = fc.nat({ max: TOWN.length - 1 })
const any = fc.nat({ max: 9 })

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('harvest'), who, which: fc.constantFrom(0, 1) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('merge', 'split'), a: any, b: any }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('no'),
      who,
      by: fc.constantFrom('email', 'phone', 'prospect'),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('consent', 'decide', 'approve', 'approve'), who }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('bounce'), who }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('forget'),
      who,
      by: fc.constantFrom('email', 'prospect'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait'), days: fc.constantFrom(1, 20, 40, 400) }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom('comply', 'send', 'comply', 'send', 'backup', 'restore'),
    }),
  },
) as fc.Arbitrary<Step>

/** Sequences of what may happen: most begin with a town that is harvested and judged, so that there is something to lose. */
export const sequences: fc.Arbitrary<readonly Step[]> = fc
  .tuple(fc.boolean(), fc.array(step, { minLength: 3, maxLength: 30 }))
  .map(([settled, steps]): readonly Step[] =>
    settled
      ? [
          ...TOWN.map((_, n): Step => ({ do: 'harvest', who: n, which: 0 })),
          { do: 'consent', who: 2 },
          { do: 'comply' },
          ...TOWN.map((_, n): Step => ({ do: 'approve', who: n })),
          { do: 'backup' },
          ...steps,
          { do: 'send' },
        ]
      : steps,
  )
