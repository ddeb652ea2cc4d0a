import { type Context, defineCommand, JSON_OPTION, oneOf } from '../command.ts'
import type { Piece } from '../compose/letters/batch.ts'
import type { PrintReport, Target } from '../compose/letters/print.ts'
import { EXIT } from '../model/exit.ts'
import { REGIONS, type Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'

interface Options {
  readonly out?: string
  readonly each?: string
  readonly profile?: string
  readonly campaign?: string
  readonly region?: Region
  readonly proof?: boolean
  readonly json?: boolean
}

export default defineCommand<Options>({
  about:
    'print approved letters to PDF in the order of the post, with a list that bears the same numbers',
  options: [
    { flags: '--out <file>', about: 'one PDF of all letters (default: out/letters.pdf)' },
    { flags: '--each <dir>', about: 'one PDF a letter, named after its running number' },
    {
      flags: '--profile <name>',
      about:
        'window: gb-notify, gb-trade-dl, din-left, nl-brief-left, nl-brief-right, be-nbn-right, fr-right, ch-right, letterxpress (default: by region)',
    },
    { flags: '--campaign <name>', about: 'only letters of this campaign' },
    { flags: '--region <region>', about: 'uk, nl or be', parse: oneOf(REGIONS) },
    {
      flags: '--proof',
      about: 'print drafts that nobody approved, marked as proofs; nothing is written down',
    },
    JSON_OPTION,
  ],
  examples: [
    'pipeline letters --out letters.pdf --profile gb-notify',
    'pipeline letters --proof --out proof.pdf',
  ],
  run: async (context, options) => {
    const { openStore } = await import('../store/open.ts')
    const { letterDrafts, lettersToPrint, recordPrinted } = await import('../store/letter.ts')
    const { batchOf } = await import('../compose/letters/batch.ts')
    const { printLetters } = await import('../compose/letters/print.ts')
    const { loadRegions } = await import('../region.ts')
    const { randomBytes } = await import('node:crypto')
    const { out } = context
    const store = openStore(context.db)
    try {
      const at = context.now()
      const query = {
        at,
        ...(options.campaign === undefined ? {} : { campaign: options.campaign }),
        ...(options.region === undefined ? {} : { region: options.region }),
      }
      const rows = options.proof ? letterDrafts(store, query) : lettersToPrint(store, query)
      const profile = await profileOf(options.profile)
      const { pieces, left } = batchOf(store, rows, {
        config: await context.config(),
        regions: await loadRegions(),
        at,
        chance: randomBytes,
        ...(profile === undefined ? {} : { profile }),
        ...(options.proof ? { proof: 'PROOF' } : {}),
      })
      for (const { prospect, why } of left) out.say(`prospect ${prospect} left out: ${why}`)
      if (pieces.length === 0) {
        out.say(
          'No letter waits to be printed. Letters must be composed, cleared (pipeline comply) and approved (pipeline approve); --proof prints drafts.',
        )
        return EXIT.nothing
      }
      const target = await targetOf(context, options)
      const report = await printLetters(
        pieces.map(({ letter }) => letter),
        {
          target,
          at,
          env: context.env,
          signal: context.signal,
          onProgress: (printed) => out.progress(`${printed} of ${pieces.length} letters`),
        },
      )
      const list = await writeList(target, pieces, report)
      if (!options.proof) recordPrinted(store, report.printed, at)
      for (const { id, why } of report.unprinted) out.say(`letter ${id} not printed: ${why}`)
      const where = 'file' in target ? target.file : target.each
      if (options.json) out.json({ ...report, where, list, left })
      else out.line(`${report.printed.length} letters: ${where}\ntheir list: ${list}`)
      if (context.signal.aborted) return EXIT.interrupted
      return report.unprinted.length > 0 ? EXIT.failed : EXIT.done
    } finally {
      store.close()
    }
  },
})

const profileOf = async (name: string | undefined) => {
  if (name === undefined) return undefined
  const { PROFILES } = await import('../compose/letters/profiles.ts')
  const profile = PROFILES[name]
  if (profile !== undefined) return profile
  const known = Object.keys(PROFILES).join(', ')
  throw new Trouble('bad-option', 'usage', `there is no profile '${name}'; there are ${known}`)
}

const targetOf = async (context: Context, options: Options): Promise<Target> => {
  const { join, resolve } = await import('node:path')
  if (options.each !== undefined) return { each: resolve(context.cwd, options.each) }
  return { file: resolve(context.cwd, options.out ?? join(context.outDir, 'letters.pdf')) }
}

/** The list beside the letters: same order, same running numbers. */
const writeList = async (
  target: Target,
  pieces: readonly Piece[],
  report: PrintReport,
): Promise<string> => {
  const { join, parse } = await import('node:path')
  const { MAILING_PRESETS } = await import('../compose/export/mailing-presets.ts')
  const { writeTable } = await import('../compose/export/table.ts')
  const { loadRegions } = await import('../region.ts')
  const regions = await loadRegions()
  const numbers = new Map(report.printed.map(({ id, piece }) => [id, piece]))
  const preset = MAILING_PRESETS['mailing-house']
  const path =
    'file' in target
      ? join(parse(target.file).dir, `${parse(target.file).name}.csv`)
      : join(target.each, 'letters.csv')
  const rows = pieces.flatMap(({ letter, postable }) => {
    const piece = numbers.get(letter.id)
    if (piece === undefined || preset === undefined) return []
    const { country } = regions[postable.region].postal
    return [preset.row(postable, { piece, link: letter.link, country })]
  })
  await writeTable({ path, format: 'csv', columns: preset?.columns ?? [], bom: true }, rows)
  return path
}
