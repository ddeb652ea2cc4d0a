import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { WHOM, type Whom } from '../whom.ts'

interface Options extends Whom {
  readonly json?: boolean
}

export default defineCommand<Options>({
  about: 'show how many keys are suppressed and which registers were screened, or whether one is',
  options: [...WHOM, JSON_OPTION],
  examples: [
    'pipeline suppress list',
    'pipeline suppress list --email info@harbour-bakery.example',
  ],
  run: async (context, options) => {
    const { out } = context
    const { openCompliance } = await import('../comply/open.ts')
    const { readNamed } = await import('../comply/named.ts')
    const { countSuppressions, suppressionsOf } = await import('../store/suppression.ts')
    const { listScreenings } = await import('../store/register.ts')
    const job = await openCompliance(context)
    try {
      const keys = readNamed(job.ring, options).flatMap((one) => one.keys)
      if (keys.length > 0) {
        const rows = suppressionsOf(job.store, keys).map(({ type, reason, stops, at, via }) => ({
          type,
          reason,
          stops,
          at,
          via,
        }))
        if (options.json) for (const row of rows) out.json(row)
        else
          out.table(
            ['type', 'reason', 'stops', 'since', 'via'],
            rows.map((row) => [row.type, row.reason, row.stops, row.at.slice(0, 10), row.via]),
          )
        if (rows.length === 0) out.say('not suppressed')
        return rows.length === 0 ? EXIT.nothing : EXIT.done
      }
      const counts = countSuppressions(job.store)
      const screens = listScreenings(job.store)
      if (options.json) out.json({ suppressed: counts, screenings: screens })
      else {
        out.table(
          ['type', 'reason', 'keys'],
          counts.map((row) => [row.type, row.reason, String(row.keys)]),
        )
        out.table(
          ['register', 'of', 'covers', 'campaign', 'rows', 'file'],
          screens.map((row) => [
            row.register,
            row.taken_on,
            row.covers,
            row.campaign ?? '',
            String(row.rows),
            row.file,
          ]),
        )
        out.say('addresses and numbers are kept as keyed hashes only; --email … asks about one')
      }
      return EXIT.done
    } finally {
      job.store.close()
    }
  },
})
