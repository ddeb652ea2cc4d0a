import { type Context, defineCommand, whole } from '../command.ts'
import { EXIT, type ExitCode } from '../model/exit.ts'
import { Trouble } from '../model/trouble.ts'
import type { Approvable } from '../store/message.ts'

interface Options {
  readonly campaign?: string
  readonly sample?: number
  readonly all?: boolean
  readonly by?: string
}

export default defineCommand<Options>({
  about: 'read drafts with their evidence and approve them; nothing is sent without it',
  options: [
    { flags: '--campaign <name>', about: 'only drafts of this campaign' },
    {
      flags: '--sample <n>',
      about: 'read n businesses, then decide on the rest at once',
      parse: whole(1),
    },
    { flags: '--all', about: 'approve all of them unread; needs --by' },
    { flags: '--by <name>', about: 'the person who approves' },
  ],
  examples: [
    'pipeline approve --campaign directory-invite --sample 10',
    'pipeline approve --all --by "Jo Smith"',
  ],
  run: async (context, options) => {
    const { openStore } = await import('../store/open.ts')
    const { approvableDrafts, approveDraft } = await import('../store/message.ts')
    const { openKeyring } = await import('../store/keyring.ts')
    const store = openStore(context.db)
    try {
      const found = approvableDrafts(store, {
        at: context.now(),
        ...(options.campaign === undefined ? {} : { campaign: options.campaign }),
      })
      if (found.length === 0) {
        context.out.say(
          'No draft waits for approval. Drafts must be composed (pipeline compose) and cleared (pipeline comply).',
        )
        return EXIT.nothing
      }
      const by = options.by ?? (options.all ? undefined : await context.out.ask('Your name: '))
      if (!by)
        throw new Trouble(
          'bad-option',
          'usage',
          'an approval needs a name: --by "Jo Smith", or a terminal that asks',
        )
      const ring = openKeyring(store, context.env)
      const approve = (list: readonly Approvable[]) => {
        for (const { draft, address, region } of list)
          approveDraft(store, draft, { by, at: context.now(), address, region, ring })
      }
      return await decide(context, found, options, approve)
    } finally {
      store.close()
    }
  },
})

const decide = async (
  { out }: Context,
  found: readonly Approvable[],
  options: Options,
  approve: (list: readonly Approvable[]) => void,
): Promise<ExitCode> => {
  const cases = byProspect(found)
  if (options.all) {
    approve(found)
    out.line(`${found.length} messages to ${cases.length} businesses approved`)
    return EXIT.done
  }
  let approved = 0
  const read = cases.slice(0, options.sample ?? cases.length)
  for (const [at, one] of read.entries()) {
    out.line(shown(one, `${at + 1} of ${cases.length}`))
    const answer = await out.ask('Approve? y yes, n no, q stop: ')
    if (answer === undefined)
      throw new Trouble(
        'bad-option',
        'usage',
        'reading drafts needs a terminal; without one: --all --by NAME',
      )
    if (answer === 'q') break
    if (answer !== 'y') continue
    approve(one)
    approved += one.length
  }
  const rest = cases.slice(read.length)
  if (options.sample !== undefined && rest.length > 0) {
    const answer = await out.ask(`Approve the other ${rest.length} businesses unread? Type yes: `)
    if (answer === 'yes') {
      approve(rest.flat())
      approved += rest.flat().length
    }
  }
  out.line(`${approved} messages approved`)
  return approved > 0 ? EXIT.done : EXIT.nothing
}

const byProspect = (found: readonly Approvable[]): readonly (readonly Approvable[])[] => {
  const groups = new Map<string, Approvable[]>()
  for (const one of found) {
    const key = `${one.draft.campaign} ${one.draft.prospect}`
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

const shown = (one: readonly Approvable[], place: string): string =>
  one
    .flatMap(({ draft, address, name, region }) => [
      '',
      `── ${place}: ${name} (${region}, prospect ${draft.prospect}), step ${draft.step}, to ${address}`,
      `Subject: ${draft.subject ?? ''}`,
      '',
      draft.text,
      ...draft.statements.map(
        ({ sentence, evidence }) => `  ∙ "${sentence}" rests on ${evidence.join(', ')}`,
      ),
    ])
    .join('\n')
