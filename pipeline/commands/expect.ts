import { defineCommand, JSON_OPTION, whole } from '../command.ts'
import { EXIT } from '../model/exit.ts'

/** `pipeline expect`: new bands for the sources' cards, from recent healthy runs. */
export default defineCommand<{ json?: boolean; runs: number }>({
  about: "propose bands for the sources' cards from recent healthy runs",
  options: [
    { flags: '--runs <n>', about: 'how many runs to look at', parse: whole(1), default: 5 },
    JSON_OPTION,
  ],
  run: async ({ out, db }, { json, runs }) => {
    const { openStore } = await import('../store/open.ts')
    const { healthyReports } = await import('../store/run.ts')
    const { proposeBands } = await import('../harvest/expect.ts')
    const store = openStore(db, { readonly: true })
    try {
      const bands = proposeBands(healthyReports(store, runs) as never)
      if (Object.keys(bands).length === 0) {
        out.say('no healthy run to learn from yet; `pipeline scrape` makes one')
        return EXIT.nothing
      }
      for (const [source, kinds] of Object.entries(bands))
        if (json) out.json({ source, expect: kinds })
        else {
          out.line(`// scrapers/${source}.ts`)
          out.line(`expect: ${JSON.stringify(kinds, null, 2)},`)
        }
      return EXIT.done
    } finally {
      store.close()
    }
  },
})
