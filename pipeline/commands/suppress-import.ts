import { defineCommand, JSON_OPTION, oneOf } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { REGISTERS, type RegisterName } from '../model/law.ts'
import { REGIONS, type Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'

interface Options {
  readonly register?: RegisterName
  readonly on?: string
  readonly covers: 'all' | 'asked'
  readonly campaign?: string
  readonly rows: 'listed' | 'clear'
  readonly region?: Region
  readonly reason: 'objection' | 'opt-out' | 'complaint' | 'operator'
  readonly json?: boolean
}

const SHOWN = 10

export default defineCommand<Options, [string]>({
  about: 'bring in opt-outs from a CSV file, or the answers of a register (TPS, CTPS, DNCM, NMI …)',
  args: [
    { name: '<file>', about: 'CSV with a heading in English, Dutch or French, or one column' },
  ],
  options: [
    {
      flags: '--register <name>',
      about: `the register it is an extract of: ${REGISTERS.join(', ')}`,
      parse: oneOf(REGISTERS),
    },
    { flags: '--on <date>', about: 'day of the register’s data, 2026-11-01' },
    {
      flags: '--covers <what>',
      about: 'all: the whole register; asked: answers about the numbers in it',
      parse: oneOf(['all', 'asked']),
      default: 'asked',
    },
    {
      flags: '--rows <meaning>',
      about: 'what a row without a result means: listed or clear',
      parse: oneOf(['listed', 'clear']),
      default: 'listed',
    },
    { flags: '--campaign <name>', about: 'campaign for which a register was asked (DNCM)' },
    {
      flags: '--region <region>',
      about: 'uk, nl or be: how national numbers are read',
      parse: oneOf(REGIONS),
    },
    {
      flags: '--reason <reason>',
      about: 'why the opt-outs of the file hold',
      parse: oneOf(['objection', 'opt-out', 'complaint', 'operator']),
      default: 'opt-out',
    },
    JSON_OPTION,
  ],
  examples: [
    'pipeline suppress import optouts.csv --region uk',
    'pipeline suppress import tps.csv --register CTPS --on 2026-11-01 --covers all --region uk',
  ],
  run: async (context, options, path) => {
    const { out } = context
    const { resolve } = await import('node:path')
    const { existsSync } = await import('node:fs')
    const file = resolve(context.cwd, path)
    if (!existsSync(file)) throw new Trouble('bad-file', 'usage', `${file} is not there`)
    const { register, on } = options
    if (register !== undefined && !/^\d{4}-\d\d-\d\d$/.test(on ?? ''))
      throw new Trouble(
        'bad-option',
        'usage',
        '--register needs --on DATE, the day of the register’s data (2026-11-01)',
      )
    const { openCompliance } = await import('../comply/open.ts')
    const { importOptOuts, importRegister } = await import('../comply/import.ts')
    const job = await openCompliance(context)
    const where = options.region === undefined ? {} : { region: options.region }
    try {
      const report =
        register === undefined
          ? await importOptOuts(job, file, { ...where, no: { reason: options.reason, at: job.at } })
          : await importRegister(job, file, {
              ...where,
              register,
              takenOn: on ?? '',
              covers: options.covers,
              rows: options.rows,
              ...(options.campaign === undefined ? {} : { campaign: options.campaign }),
            })
      if (options.json) out.json(report)
      else
        out.line(
          `${report.kept} of ${report.rows} rows kept; prospects stopped: ${report.prospects.length}`,
        )
      for (const { row, why } of report.setAside.slice(0, SHOWN))
        out.say(`row ${row} set aside: ${why}`)
      if (report.setAside.length > SHOWN)
        out.say(`${report.setAside.length - SHOWN} more rows set aside (--json lists all)`)
      if (register !== undefined)
        out.say('verdicts that rest on this register are due: run `pipeline comply`')
      return report.setAside.length > 0 ? EXIT.failed : EXIT.done
    } finally {
      job.store.close()
    }
  },
})
