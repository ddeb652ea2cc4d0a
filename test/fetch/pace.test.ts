import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Lesson, openPace, type PaceOptions, retryAfterMs } from '../../pipeline/fetch/pace.ts'
import { fakeClock } from './server.ts'

const paceFor = (clock: ReturnType<typeof fakeClock>, options: Partial<PaceOptions> = {}) =>
  openPace({
    perHost: 1,
    hosts: 32,
    patienceMs: 3_600_000,
    now: clock.ms,
    sleep: clock.sleep,
    random: () => 0.5,
    stopped: () => false,
    ...options,
  })

const well: Lesson = { outcome: 'well', latencyMs: 50 }
const badly: Lesson = { outcome: 'badly', latencyMs: 50 }

describe('the pace of a host', () => {
  it('leaves the interval between the starts of requests', async () => {
    const clock = fakeClock()
    const pace = paceFor(clock)
    const starts: number[] = []
    const use = async () => {
      starts.push(clock.ms())
      clock.pass(300)
      return ['', well] as const
    }
    await Promise.all([1, 2, 3].map(() => pace.take('a', { intervalMs: 2000, use })))
    const first = starts[0] ?? 0
    expect(starts.map((at) => at - first)).toEqual([0, 2000, 4000])
  })

  it('asks one thing at a time', async () => {
    const pace = paceFor(fakeClock())
    let running = 0
    let most = 0
    const use = async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 1))
      running--
      return ['', well] as const
    }
    await Promise.all(Array.from({ length: 20 }, () => pace.take('a', { intervalMs: 0, use })))
    expect(most).toBe(1)
  })

  it('slows at once on trouble, more each time, and recovers slowly', async () => {
    const clock = fakeClock()
    const pace = paceFor(clock)
    const take = (lesson: Lesson) =>
      pace.take('a', { intervalMs: 0, use: async () => ['', lesson] as const })
    const after: number[] = []
    for (let i = 0; i < 4; i++) {
      await take(badly)
      after.push(pace.reactive('a'))
    }
    expect(after).toEqual([1000, 2000, 4000, 8000])
    await take(well)
    expect(pace.reactive('a')).toBe(7200)
    for (let i = 0; i < 6; i++) await take(well)
    expect(pace.reactive('a')).toBeGreaterThan(3000)
    for (let i = 0; i < 80; i++) await take(well)
    expect(pace.reactive('a')).toBe(0)
  })

  it('rests as long as a slow server worked', async () => {
    const clock = fakeClock()
    const pace = paceFor(clock)
    const slow: Lesson = { outcome: 'well', latencyMs: 8000 }
    await pace.take('a', { intervalMs: 100, use: async () => ['', slow] as const })
    expect(pace.owed('a')).toBe(8000)
  })

  it('takes the server at its word', async () => {
    const clock = fakeClock()
    const pace = paceFor(clock)
    const lesson: Lesson = { outcome: 'badly', latencyMs: 5, retryAfterMs: 90_000 }
    await pace.take('a', { intervalMs: 0, use: async () => ['', lesson] as const })
    expect(pace.owed('a')).toBe(90_000)
    const began = clock.ms()
    await pace.take('a', { intervalMs: 0, use: async () => ['', well] as const })
    expect(clock.ms() - began).toBe(90_000)
  })

  it('says later instead of waiting longer than the patience', async () => {
    const clock = fakeClock()
    const pace = paceFor(clock, { patienceMs: 60_000 })
    const lesson: Lesson = { outcome: 'badly', latencyMs: 5, retryAfterMs: 3_600_000 }
    await pace.take('a', { intervalMs: 0, use: async () => ['', lesson] as const })
    const turn = { intervalMs: 0, use: async () => ['used', well] as const }
    expect(await pace.take('a', turn)).toEqual({ later: true, waitMs: 3_600_000 })
    expect(clock.slept).toEqual([])
    expect(await pace.take('b', turn)).toBe('used')
  })

  it('a wall never speeds anything up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.boolean(), { maxLength: 30 }),
        fc.float({ min: 0, max: 1, noNaN: true }),
        (walls, random) => {
          const pace = paceFor(fakeClock(), { random: () => random })
          let before = 0
          for (const wall of walls) {
            if (!wall) continue
            pace.note('a')
            expect(pace.reactive('a')).toBeGreaterThanOrEqual(before)
            expect(pace.reactive('a')).toBeGreaterThan(0)
            before = pace.reactive('a')
          }
        },
      ),
    )
  })

  it('never starts before any of its clocks allows', async () => {
    const lesson = fc.record({
      outcome: fc.constantFrom('well', 'badly'),
      latencyMs: fc.integer({ min: 0, max: 20_000 }),
      retryAfterMs: fc.option(fc.integer({ min: 0, max: 100_000 }), { nil: undefined }),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(lesson, { maxLength: 20 }),
        fc.integer({ min: 0, max: 5000 }),
        async (lessons, intervalMs) => {
          const clock = fakeClock()
          const pace = paceFor(clock)
          let earliest = 0
          let last = Number.NEGATIVE_INFINITY
          for (const { retryAfterMs: wait, ...rest } of lessons) {
            await pace.take('a', {
              intervalMs,
              use: async () => {
                expect(clock.ms()).toBeGreaterThanOrEqual(earliest)
                expect(clock.ms() - last).toBeGreaterThanOrEqual(intervalMs)
                last = clock.ms()
                clock.pass(rest.latencyMs)
                earliest = clock.ms() + (wait ?? 0)
                return ['', wait === undefined ? rest : { ...rest, retryAfterMs: wait }] as const
              },
            })
          }
        },
      ),
      { numRuns: 50 },
    )
  })

  it('one slow host starves no other', async () => {
    const pace = paceFor(fakeClock(), { hosts: 4 })
    const done: string[] = []
    let release: () => void = () => undefined
    const stuck = new Promise<void>((resolve) => {
      release = resolve
    })
    const slow = Array.from({ length: 50 }, () =>
      pace.take('slow', {
        intervalMs: 0,
        use: async () => {
          await stuck
          return ['', well] as const
        },
      }),
    )
    await Promise.all(
      Array.from({ length: 30 }, (_, i) =>
        pace.take(`host${i}`, {
          intervalMs: 0,
          use: async () => {
            done.push(`host${i}`)
            return ['', well] as const
          },
        }),
      ),
    )
    expect(done).toHaveLength(30)
    release()
    await Promise.all(slow)
  })

  it('remembers a bounded number of hosts', async () => {
    const clock = fakeClock()
    const pace = paceFor(clock)
    await pace.take('first', { intervalMs: 0, use: async () => ['', badly] as const })
    for (let i = 0; i < 5000; i++) {
      clock.pass(1000)
      await pace.take(`host${i}`, { intervalMs: 0, use: async () => ['', well] as const })
    }
    expect(pace.reactive('first')).toBe(0)
  })
})

describe('Retry-After', () => {
  const at = Date.parse('2026-11-23T08:00:00Z')
  it.each([
    ['120', 120_000],
    ['0', 0],
    [' 7 ', 7000],
    ['Mon, 23 Nov 2026 08:02:00 GMT', 120_000],
    ['Monday, 23-Nov-26 08:02:00 GMT', 120_000],
    ['Mon, 23 Nov 2026 07:00:00 GMT', 0],
    ['soon', undefined],
    ['-5', undefined],
    [undefined, undefined],
  ])('%j is %j milliseconds', (header, expected) => {
    expect(retryAfterMs(header, at)).toBe(expected)
  })
})
