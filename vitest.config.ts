import { defineConfig } from 'vitest/config'

// `npm test` runs test/**/*.test.ts; the long suites (crashes, soak, real servers) are *.long.ts.
const long = process.env.LONG === '1'

export default defineConfig({
  test: {
    include: [long ? 'test/**/*.long.ts' : 'test/**/*.test.ts'],
    testTimeout: long ? 600_000 : 30_000,
    hookTimeout: long ? 300_000 : 60_000,
    pool: 'forks',
  },
})
