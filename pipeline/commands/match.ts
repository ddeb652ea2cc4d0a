import { createWriteStream } from 'node:fs'
import { resolve } from 'node:path'
import { defineCommand, JSON_OPTION, list, oneOf } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { REGIONS, type Region } from '../model/region.ts'

interface Options {
  readonly out?: string
  readonly map?: readonly string[]
  readonly region?: Region | 'any'
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
    JSON_OPTION,
  ],
  examples: [
    'pipeline match listings.csv --out clusters.csv',
    'pipeline match bedrijven.csv --map name=Naam,town=Plaats --region nl',
  ],
  run: async (context, options, file) => {
    const { matchTable } = await import('../resolve/match.ts')
    const { reportLines } = await import('../resolve/report.ts')
    const region = options.region === 'any' ? undefined : options.region
    const { ids, resolved, belongs, report } = await matchTable(resolve(context.cwd, file), {
      map: options.map ?? [],
      region,
    })
    const rowOf = (i: number) => ({
      id: ids[i] ?? '',
      cluster: ids[resolved.cluster[i] ?? 0] ?? '',
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
    return report.listings === 0 ? EXIT.nothing : EXIT.done
  },
})
