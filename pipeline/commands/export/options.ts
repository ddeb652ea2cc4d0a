import { type Context, type Option, oneOf } from '../../command.ts'
import type { OutFile } from '../../compose/export/write.ts'
import { EXIT, type ExitCode } from '../../model/exit.ts'
import { REGIONS, type Region } from '../../model/region.ts'
import { Trouble } from '../../model/trouble.ts'

/** What every export may be asked. */
export interface ExportOptions {
  readonly format: 'csv' | 'xlsx' | 'jsonl'
  readonly out?: string
  readonly region?: Region
  readonly campaign: string
  readonly bom: boolean
  readonly json?: boolean
}

export const EXPORT_OPTIONS: readonly Option[] = [
  {
    flags: '--format <format>',
    about: 'csv, xlsx or jsonl',
    parse: oneOf(['csv', 'xlsx', 'jsonl']),
    default: 'csv',
  },
  { flags: '--out <file>', about: 'the file to write (default: in the out folder)' },
  { flags: '--region <region>', about: 'uk, nl or be', parse: oneOf(REGIONS) },
  {
    flags: '--campaign <name>',
    about: 'campaign whose drafts and claim links are used',
    default: 'directory-invite',
  },
  { flags: '--no-bom', about: 'leave out the byte order mark that tells Excel it is UTF-8' },
]

/** Where an export goes. */
export const outFile = async (
  context: Context,
  { out, format, bom }: ExportOptions,
  name: string,
): Promise<OutFile> => {
  const { join, resolve } = await import('node:path')
  const path = resolve(context.cwd, out ?? join(context.outDir, `${name}.${format}`))
  return { path, format, bom }
}

/** The preset of that name. Trouble `bad-option` lists what there is. */
export const presetOf = <T extends { readonly about: string }>(
  presets: Readonly<Record<string, T>>,
  name: string,
): T => {
  const preset = presets[name]
  if (preset !== undefined) return preset
  const known = Object.entries(presets).map(([key, { about }]) => `\n  ${key}: ${about}`)
  throw new Trouble(
    'bad-option',
    'usage',
    `there is no preset '${name}'; there are${known.join('')}`,
  )
}

/** What an export wrote. */
interface Report {
  readonly path: string
  readonly rows: number
  readonly leftOutPath: string
  readonly leftOut: number
}

/** Tells what an export wrote. */
export const tell = ({ out }: Context, report: Report, json: boolean | undefined): ExitCode => {
  if (json) out.json(report)
  else {
    out.line(`${report.rows} rows: ${report.path}`)
    if (report.leftOut > 0)
      out.line(`${report.leftOut} left out, each with its reason: ${report.leftOutPath}`)
  }
  return report.rows === 0 ? EXIT.nothing : EXIT.done
}
