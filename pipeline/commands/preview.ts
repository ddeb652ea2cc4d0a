import { type Context, defineCommand, JSON_OPTION, oneOf } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { Trouble } from '../model/trouble.ts'
import type { StoredDraft } from '../store/draft.ts'

interface Options {
  readonly channel?: 'email' | 'letter' | 'call'
  readonly campaign?: string
  readonly open?: boolean
  readonly json?: boolean
}

export default defineCommand<Options, [string]>({
  about: 'show the drafts for one business, each sentence with its evidence in the margin',
  args: [{ name: '<prospect>', about: 'number of the prospect' }],
  options: [
    {
      flags: '--channel <channel>',
      about: 'email, letter or call',
      parse: oneOf(['email', 'letter', 'call']),
    },
    { flags: '--campaign <name>', about: 'only this campaign' },
    { flags: '--open', about: 'write it as a page and open it in the browser' },
    JSON_OPTION,
  ],
  examples: ['pipeline preview 12', 'pipeline preview 12 --channel letter --open'],
  run: async (context, options, word) => {
    const prospect = Number(word)
    if (!Number.isInteger(prospect) || prospect < 1)
      throw new Trouble(
        'bad-option',
        'usage',
        `preview takes the number of a prospect, not '${word}'`,
      )
    const { openStore } = await import('../store/open.ts')
    const { listDrafts } = await import('../store/draft.ts')
    const { proofOf } = await import('../store/evidence.ts')
    const { withMargin } = await import('../compose/preview.ts')
    const { out } = context
    const store = openStore(context.db, { readonly: true })
    try {
      const drafts = listDrafts(store, {
        prospect,
        ...(options.campaign === undefined ? {} : { campaign: options.campaign }),
        ...(options.channel === undefined ? {} : { channel: options.channel }),
      })
      if (drafts.length === 0) {
        out.say(
          `There is no draft for prospect ${prospect}; make one: pipeline compose --campaign directory-invite`,
        )
        return EXIT.nothing
      }
      const proof = (evidence: string) => proofOf(store, prospect, evidence)
      let unproved = 0
      for (const draft of drafts) {
        if (options.json) {
          const evidence = [...new Set(draft.statements.flatMap((statement) => statement.evidence))]
          out.json({
            ...draft,
            proofs: evidence.map((one) => proof(one) ?? { evidence: one, says: null }),
          })
          continue
        }
        const margin = withMargin(draft.text, draft.statements, proof)
        unproved += margin.unproved.length
        out.line(titleOf(draft))
        if (draft.subject !== undefined) out.line(`Subject: ${draft.subject}`)
        out.line('')
        for (const line of margin.lines) out.line(line)
        out.line('')
      }
      if (options.open) await show(context, drafts, proof)
      return unproved > 0 ? EXIT.failed : EXIT.done
    } finally {
      store.close()
    }
  },
})

const titleOf = ({
  id,
  campaign,
  channel,
  step,
  language,
  variant,
  clearance,
}: StoredDraft): string =>
  `── draft ${id}: ${campaign}, ${channel}, step ${step}, ${language}, variant ${variant}${
    clearance === 'open' ? '' : ', not cleared'
  }`

const show = async (
  { outDir, out }: Context,
  drafts: readonly StoredDraft[],
  proof: Parameters<typeof import('../compose/preview.ts').previewPage>[4],
): Promise<void> => {
  const { mkdirSync, writeFileSync } = await import('node:fs')
  const { join } = await import('node:path')
  const { spawn } = await import('node:child_process')
  const { previewPage } = await import('../compose/preview.ts')
  mkdirSync(outDir, { recursive: true })
  for (const draft of drafts) {
    const path = join(outDir, `preview-${draft.id}.html`)
    writeFileSync(
      path,
      previewPage(titleOf(draft), draft.subject, draft.text, draft.statements, proof),
    )
    out.line(path)
    if (!out.interactive) continue
    const opener =
      process.platform === 'darwin'
        ? 'open'
        : process.platform === 'win32'
          ? 'explorer'
          : 'xdg-open'
    spawn(opener, [path], { detached: true, stdio: 'ignore' })
      .on('error', () => out.say(`open it by hand: ${path}`))
      .unref()
  }
}
