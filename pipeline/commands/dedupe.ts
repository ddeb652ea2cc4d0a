import { type Context, defineCommand, JSON_OPTION } from '../command.ts'
import { EXIT, type ExitCode } from '../model/exit.ts'
import type { Store } from '../store/open.ts'

interface Options {
  readonly rebuild?: boolean
  readonly explain?: readonly string[]
  readonly review?: boolean
  readonly json?: boolean
}

export default defineCommand<Options>({
  about: 'resolve new and changed listings into prospects, one a real business',
  options: [
    { flags: '--rebuild', about: 'resolve all listings anew; prospects keep their ids' },
    {
      flags: '--explain <ids...>',
      about: 'say why: one prospect, or two listings (`listing:12 listing:34`)',
    },
    { flags: '--review', about: 'ask about doubtful pairs; answers hold for ever' },
    JSON_OPTION,
  ],
  examples: [
    'pipeline dedupe',
    'pipeline dedupe --explain 42',
    'pipeline dedupe --explain listing:12 listing:34',
    'pipeline dedupe --review',
  ],
  run: async (context, options) => {
    const { openStore } = await import('../store/open.ts')
    const store = openStore(context.db)
    try {
      if (options.explain !== undefined) return await explain(context, store, options.explain)
      if (options.review) return await review(context, store, options)
      const { runDedupe } = await import('../resolve/run.ts')
      return await runDedupe(context, store, options)
    } finally {
      store.close()
    }
  },
})

const explain = async (context: Context, store: Store, asked: readonly string[]) => {
  const { explainAsked } = await import('../resolve/explain-asked.ts')
  for (const line of explainAsked(store, asked)) context.out.line(line)
  return EXIT.done
}

/** Pairs that one review asks about, at most. */
const ASKED = 200

const review = async (context: Context, store: Store, options: Options): Promise<ExitCode> => {
  const { doubtfulPairs, keepAnswer, listingLines } = await import('../resolve/review.ts')
  const { runDedupe } = await import('../resolve/run.ts')
  const { out, env } = context
  const pairs = doubtfulPairs(store, ASKED)
  if (pairs.length === 0) {
    out.say('no pair of listings is in doubt')
    return EXIT.nothing
  }
  if (!out.interactive || options.json) {
    for (const pair of pairs) out.json(pair)
    return EXIT.done
  }
  const lineOf = listingLines(store)
  const by = env.USER ?? env.USERNAME ?? 'somebody'
  for (const [k, pair] of pairs.entries()) {
    out.say(
      `\n${k + 1} of ${pairs.length}, probability ${pair.probability.toFixed(2)}: ${pair.facts.join('; ')}`,
    )
    out.say(`  ${lineOf(pair.a)}\n  ${lineOf(pair.b)}`)
    const said = (await out.ask('one business? [y]es, [n]o, [s]kip, [q]uit: '))?.toLowerCase()
    if (said === undefined || said.startsWith('q')) break
    if (said.startsWith('y') || said.startsWith('n'))
      keepAnswer(store, pair, said.startsWith('y'), by, context.now())
  }
  return await runDedupe(context, store, options)
}
