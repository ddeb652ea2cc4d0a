import { defineCommand, JSON_OPTION, oneOf } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { REGIONS, type Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'

interface Options {
  readonly format: 'csv' | 'xlsx' | 'jsonl'
  readonly out?: string
  readonly preset: string
  readonly region?: Region
  readonly campaign: string
  readonly bom: boolean
  readonly json?: boolean
}

export default defineCommand<Options>({
  about: 'write the mailing list for a mailing house, one row a delivery point',
  options: [
    {
      flags: '--format <format>',
      about: 'csv, xlsx or jsonl',
      parse: oneOf(['csv', 'xlsx', 'jsonl']),
      default: 'csv',
    },
    { flags: '--out <file>', about: 'the file to write (default: out/mailing.<format>)' },
    { flags: '--preset <name>', about: 'layout of columns', default: 'mailing-house' },
    { flags: '--region <region>', about: 'uk, nl or be', parse: oneOf(REGIONS) },
    {
      flags: '--campaign <name>',
      about: 'campaign whose claim links stand in the list',
      default: 'directory-invite',
    },
    { flags: '--no-bom', about: 'leave out the byte order mark that tells Excel it is UTF-8' },
    JSON_OPTION,
  ],
  examples: ['pipeline export mailing --format csv --out mailing.csv'],
  run: async (context, options) => {
    const { join, resolve } = await import('node:path')
    const { exportMailing } = await import('../compose/export/write.ts')
    const { openStore } = await import('../store/open.ts')
    const { loadRegions } = await import('../region.ts')
    const { randomBytes } = await import('node:crypto')
    const { PRESETS } = await import('../compose/export/columns.ts')
    const preset = PRESETS[options.preset]
    if (preset === undefined)
      throw new Trouble(
        'bad-option',
        'usage',
        `there is no preset '${options.preset}'; there are ${Object.keys(PRESETS).join(', ')}`,
      )
    const path = resolve(
      context.cwd,
      options.out ?? join(context.outDir, `mailing.${options.format}`),
    )
    const config = await context.config()
    const store = openStore(context.db)
    try {
      const report = await exportMailing(store, {
        path,
        format: options.format,
        preset,
        bom: options.bom,
        ...(options.region === undefined ? {} : { region: options.region }),
        campaign: options.campaign,
        config,
        regions: await loadRegions(),
        at: context.now(),
        chance: randomBytes,
      })
      if (options.json) context.out.json(report)
      else {
        context.out.line(`${report.rows} rows: ${report.path}`)
        if (report.leftOut > 0)
          context.out.line(
            `${report.leftOut} left out, each with its reason: ${report.leftOutPath}`,
          )
      }
      return report.rows === 0 ? EXIT.nothing : EXIT.done
    } finally {
      store.close()
    }
  },
})
