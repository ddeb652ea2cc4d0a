import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import lint from '../../pipeline/commands/lint.ts'
import { tryTemplates } from '../../pipeline/compose/lint/lint.ts'
import { rspamd, spamAssassin } from '../../pipeline/compose/lint/spam.ts'
import { sourceNames } from '../../pipeline/compose/sources.ts'
import { bytesOf } from '../../pipeline/deliver/mime.ts'
import { loadRegions } from '../../pipeline/region.ts'
import { openHouse } from '../deliver/house.ts'
import { AT, CONFIG, configured } from './street.ts'

const installed = (program: string) =>
  (spawnSync(program, ['--version']).error as NodeJS.ErrnoException | undefined)?.code !== 'ENOENT'
const missing = (program: string) =>
  installed(program) ? undefined : `skipped: no ${program} here (apt-get install ${program})`
const noSpamAssassin = missing('spamassassin')
const noRspamd = missing('rspamd')
const RSPAMD = 'http://127.0.0.1:11333'
const HOST = 'mail.lanternfield.example'

const trials = tryTemplates({
  config: await configured(),
  regions: await loadRegions(),
  named: await sourceNames(),
  at: AT,
}).filter(({ kind }) => kind === 'email' || kind === 'follow-up')

const mails = await Promise.all(
  trials.map(({ message }, i) =>
    bytesOf({
      from: { name: 'Ellen Marsh', address: 'ellen@lanternfield.example' },
      to: 'info@sample.example',
      subject: message.subject ?? '',
      text: message.text,
      messageId: `<${'k3v9q2'.repeat(4)}${i}@lanternfield.example>`,
      at: AT,
      unsubscribe: {
        url: 'https://lanternfield.example/no/k3v9q2k3v9q2k3v9q2k3v9q2',
        mailto: 'mailto:no@lanternfield.example?subject=unsubscribe',
      },
    }),
  ),
)

describe('the worst case of every mail template', () => {
  it.skipIf(noSpamAssassin)(
    `scores at most 0.0 in SpamAssassin without credit for relays ${noSpamAssassin ?? ''}`,
    async () => {
      const scores = await spamAssassin(mails)
      expect(scores).toHaveLength(mails.length)
      const over = trials.flatMap(({ where }, i) => {
        const { score = Number.NaN, rules } = scores?.[i] ?? {}
        return score <= 0 ? [] : [`${where}: ${score} ${rules?.join(' ')}`]
      })
      expect(over).toEqual([])
    },
  )

  describe.skipIf(noRspamd)(`in rspamd ${noRspamd ?? ''}`, () => {
    let daemon: ChildProcess | undefined
    beforeAll(async () => {
      const ready = async () => (await rspamd(mails[0] as Buffer, RSPAMD, HOST)) !== undefined
      if (await ready()) return
      daemon = spawn('rspamd', ['-f', '--insecure', '-c', '/etc/rspamd/rspamd.conf'], {
        stdio: 'ignore',
      })
      for (let tries = 0; tries < 60 && !(await ready()); tries++) await wait(1000)
    })
    afterAll(() => {
      daemon?.kill('SIGTERM')
    })

    it('scores at most 1.0', async () => {
      const over: string[] = []
      for (const [i, { where }] of trials.entries()) {
        const { score, rules } = (await rspamd(mails[i] as Buffer, RSPAMD, HOST)) ?? {}
        if (score === undefined || score > 1) over.push(`${where}: ${score} ${rules?.join(' ')}`)
      }
      expect(over).toEqual([])
    })
  })

  it.skipIf(noSpamAssassin)('passes pipeline lint --spam', async () => {
    const house = openHouse()
    const { code, out } = await house.run(lint, { advice: true, spam: true } as never, {
      config: CONFIG,
    })
    expect(out).toBe('')
    expect(code).toBe(0)
    house.close()
  })

  it.skipIf(noSpamAssassin)('is told from spam by the same means', async () => {
    const [spam] =
      (await spamAssassin([
        Buffer.from(
          'From: Prize <a@b.example>\nTo: x@y.example\nSubject: YOU ARE A WINNER, DEAR FRIEND\n\nDear Friend, 100% GUARANTEED. CLICK HERE http://192.0.2.7/x\n',
        ),
      ])) ?? []
    expect(spam?.score).toBeGreaterThan(3)
  })
})
