import { type Context, defineCommand, JSON_OPTION, list, oneOf, whole } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { REGIONS, type Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import type { Store } from '../store/open.ts'

interface Options {
  readonly split?: number
  readonly listings?: readonly string[]
  readonly merge?: readonly string[]
  readonly by?: string
  readonly region?: Region
  readonly limit?: number
  readonly json?: boolean
}

const SHOWN = 50

export default defineCommand<Options>({
  about: 'list prospects; split or merge them by hand, for ever',
  options: [
    {
      flags: '--split <id>',
      about: 'this prospect is several businesses: undoes a merge, or else parts all its listings',
      parse: whole(1),
    },
    {
      flags: '--listings <ids>',
      about: 'with --split: only these listings are another business',
      parse: list,
    },
    { flags: '--merge <ids...>', about: 'these two prospects are one business' },
    { flags: '--by <name>', about: 'who says so (default: the name you are logged in with)' },
    { flags: '--region <region>', about: 'list uk, nl or be only', parse: oneOf(REGIONS) },
    { flags: '--limit <n>', about: `list at most so many (default ${SHOWN})`, parse: whole(1) },
    JSON_OPTION,
  ],
  examples: [
    'pipeline prospects --region nl',
    'pipeline prospects --merge 12 34',
    'pipeline prospects --split 12 --listings 101,102',
  ],
  run: async (context, options) => {
    const { openStore } = await import('../store/open.ts')
    const store = openStore(context.db)
    try {
      if (options.split === undefined && options.merge === undefined)
        return await show(context, store, options)
      await answer(context, store, options)
      const { runDedupe } = await import('../resolve/run.ts')
      return await runDedupe(context, store, options)
    } finally {
      store.close()
    }
  },
})

const answer = async (context: Context, store: Store, options: Options) => {
  const { mergeByHand, splitByHand } = await import('../resolve/by-hand.ts')
  const by = options.by ?? context.env.USER ?? context.env.USERNAME ?? 'somebody'
  if (options.merge !== undefined) {
    const [one, other, ...more] = options.merge.map(whole(1))
    if (one === undefined || other === undefined || more.length > 0)
      throw new Trouble('bad-option', 'usage', '--merge takes two prospects: --merge 12 34')
    mergeByHand(store, one, other, by, context.now())
  }
  if (options.split !== undefined)
    splitByHand(store, options.split, (options.listings ?? []).map(whole(1)), by, context.now())
}

const show = async (context: Context, store: Store, options: Options) => {
  const { listProspects } = await import('../store/prospect.ts')
  const rows = listProspects(store, { region: options.region, limit: options.limit ?? SHOWN })
  if (options.json) for (const row of rows) context.out.json(row)
  else if (rows.length > 0)
    context.out.table(
      ['id', 'region', 'name', 'trade', 'town', 'listings'],
      rows.map((row) => [
        String(row.id),
        row.region,
        row.name,
        row.trade ?? '',
        row.town ?? '',
        String(row.listings),
      ]),
    )
  else context.out.say('there are no prospects yet; `pipeline dedupe` makes them of listings')
  return rows.length === 0 ? EXIT.nothing : EXIT.done
}
