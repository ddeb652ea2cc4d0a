import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Context, defineCommand, JSON_OPTION, list, oneOf } from '../command.ts'
import { EXIT, type ExitCode } from '../model/exit.ts'
import { REGIONS, type Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'

interface Options {
  readonly out?: string
  readonly map?: readonly string[]
  readonly region?: Region | 'any'
  readonly train?: boolean
  readonly weights?: string
  readonly json?: boolean
}

export default defineCommand<Options, [string]>({
  about: 'find which rows of any table of listings are one business; needs no database',
  args: [{ name: '<file>', about: 'CSV with a line of column names' }],
  options: [
    { flags: '--out <file>', about: 'where id, cluster and probability go (default: stdout)' },
    {
      flags: '--map <pairs>',
      about: 'which column holds what: name=Naam,town=Plaats (else by name in en, nl, fr)',
      parse: list,
    },
    {
      flags: '--region <region>',
      about: 'country of rows that name none: uk, nl, be or any',
      parse: oneOf(['any', ...REGIONS] as const),
    },
    {
      flags: '--train',
      about: 'the file holds labelled pairs (l_name, r_name, …, label): learn weights from them',
    },
    { flags: '--weights <file>', about: 'use weights that --train --out FILE wrote' },
    JSON_OPTION,
  ],
  examples: [
    'pipeline match listings.csv --out clusters.csv',
    'pipeline match bedrijven.csv --map name=Naam,town=Plaats --region nl',
    'pipeline match pairs.csv --train --out weights.json',
  ],
  run: async (context, options, file) => {
    if (options.train) return learn(context, options, file)
    const { matchTable } = await import('../resolve/match.ts')
    const { reportLines } = await import('../resolve/report.ts')
    const region = options.region === 'any' ? undefined : options.region
    const { ids, renamed, resolved, belongs, report } = await matchTable(
      resolve(context.cwd, file),
      {
        map: options.map ?? [],
        region,
        learnt: await weightsOf(context, options.weights),
      },
    )
    const clusterOf = (i: number) => resolved.cluster[i] ?? 0
    const rowOf = (i: number) => ({
      id: ids[i] ?? '',
      cluster: renamed.get(clusterOf(i)) ?? ids[clusterOf(i)] ?? '',
      probability: Number((belongs[i] ?? 0).toFixed(4)),
    })
    if (options.out !== undefined) {
      const { stringify } = await import('csv-stringify/sync')
      const out = createWriteStream(resolve(context.cwd, options.out))
      out.write('id,cluster,probability\n')
      for (let i = 0; i < ids.length; i += 10_000)
        out.write(stringify(ids.slice(i, i + 10_000).map((_, k) => Object.values(rowOf(i + k)))))
      await new Promise<void>((done, fail) => {
        out.on('error', fail)
        out.end(done)
      })
    } else if (options.json) for (let i = 0; i < ids.length; i++) context.out.json(rowOf(i))
    else {
      context.out.line('id,cluster,probability')
      const quoted = (text: string) =>
        /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
      for (let i = 0; i < ids.length; i++) {
        const row = rowOf(i)
        context.out.line([quoted(row.id), quoted(row.cluster), row.probability].join(','))
      }
    }
    if (options.json) context.out.json(report)
    else for (const line of reportLines(report)) context.out.say(line)
    if (renamed.size > 0)
      context.out.say(
        `rows with the id of an earlier row: ${renamed.size}; a cluster that begins with such a row is named id#row`,
      )
    return report.listings === 0 ? EXIT.nothing : EXIT.done
  },
})

/** Seed of the folds and trees: the same pairs give the same weights. */
const SEED = 1

/** Learns weights from labelled pairs, tells how well they decide, and writes them. */
const learn = async (context: Context, options: Options, file: string): Promise<ExitCode> => {
  const { readPairs, train } = await import('../resolve/train.ts')
  const { seeded } = await import('../resolve/chance.ts')
  const trained = train(readPairs(resolve(context.cwd, file)), seeded(SEED))
  const { pairs, f1, precision, recall, weights } = trained
  if (options.out !== undefined)
    writeFileSync(resolve(context.cwd, options.out), JSON.stringify(weights))
  if (options.json) context.out.json({ pairs, f1, precision, recall })
  else
    context.out.line(
      `${pairs} labelled pairs; decided on five folds unseen: F1 ${f1.toFixed(3)} ` +
        `(precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)})`,
    )
  return pairs === 0 ? EXIT.nothing : EXIT.done
}

const weightsOf = async (context: Context, file: string | undefined) => {
  if (file === undefined) return undefined
  const { learntFrom } = await import('../resolve/train.ts')
  try {
    return learntFrom(JSON.parse(readFileSync(resolve(context.cwd, file), 'utf8')))
  } catch (cause) {
    throw new Trouble(
      'bad-file',
      'usage',
      `${file} holds no weights: ${String(cause)}; \`pipeline match PAIRS --train --out ${file}\` writes them`,
      cause,
    )
  }
}
