import type { Context } from '../../command.ts'
import { type Remark, type Trying, tryTemplates } from '../../compose/lint/lint.ts'
import { rspamd, type SpamScore, spamAssassin } from '../../compose/lint/spam.ts'
import { bytesOf } from '../../deliver/mime.ts'

/** What a filter may say at most: SpamAssassin calls 5.0 spam, rspamd 15. */
const MOST = { spamassassin: 0, rspamd: 1 } as const
const ABOUT = {
  spamassassin:
    'the worst case of a template scores at most 0.0 in SpamAssassin, without credit for relays',
  rspamd: 'the worst case of a template scores at most 1.0 in rspamd',
} as const

/** Scores every mail template by the filters that are installed, and says which are not. */
export const spamRemarks = async (
  { out, env }: Context,
  asked: Trying,
): Promise<readonly Remark[]> => {
  const trials = tryTemplates(asked).filter(({ message }) => message.channel === 'email')
  const mails = await Promise.all(
    trials.map(({ message }, i) => {
      const { siteHost, signer } = message.sender
      return bytesOf({
        from: { name: signer, address: `post@${siteHost}` },
        to: 'info@sample.example',
        subject: message.subject ?? '',
        text: message.text,
        messageId: `<${'k3v9q2'.repeat(4)}${i}@${siteHost}>`,
        at: asked.at,
        unsubscribe: { mailto: `mailto:post@${siteHost}?subject=unsubscribe` },
      })
    }),
  )
  const over = (filter: keyof typeof MOST, scores: readonly (SpamScore | undefined)[]) =>
    trials.flatMap(({ where }, i): readonly Remark[] => {
      const { score = 0, rules = [] } = scores[i] ?? {}
      if (score <= MOST[filter]) return []
      const what = `${score.toFixed(1)}: ${rules.join(' ')}`
      return [{ rule: filter, weight: 'fault', where, what, about: ABOUT[filter] }]
    })
  const assassin = await spamAssassin(mails)
  if (assassin === undefined) out.say('SpamAssassin is not here (apt-get install spamassassin)')
  const url = env.RSPAMD_URL ?? 'http://127.0.0.1:11333'
  const first =
    mails[0] === undefined ? undefined : await rspamd(mails[0], url, 'mail.sample.example')
  if (first === undefined) out.say(`no rspamd answers at ${url} (RSPAMD_URL names another)`)
  const others: (SpamScore | undefined)[] = []
  if (first !== undefined)
    for (const mail of mails) others.push(await rspamd(mail, url, 'mail.sample.example'))
  return [...over('spamassassin', assassin ?? []), ...over('rspamd', others)]
}
