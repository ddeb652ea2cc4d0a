import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a spam filter says of one message. */
export interface SpamScore {
  readonly score: number
  readonly rules: readonly string[]
}

/** Trust in relays that a message on its way has not earned. */
const CREDIT: ReadonlyMap<string, number> = new Map([['ALL_TRUSTED', -1]])

/**
 * Scores messages by SpamAssassin's local tests (no network), all in one process; credit for trusted relays is taken
 * off. Undefined where it is not installed.
 */
export const spamAssassin = async (
  messages: readonly Buffer[],
): Promise<readonly SpamScore[] | undefined> => {
  const folder = await mkdtemp(join(tmpdir(), 'doorstep-spam-'))
  const file = join(folder, 'messages.mbox')
  const from = 'From sender@invalid Mon Nov 23 10:00:00 2026\n'
  const mbox = messages.map((bytes) => {
    const text = bytes
      .toString('latin1')
      .replace(/\r\n/g, '\n')
      .replace(/^From /gm, '>From ')
    return `${from}${text}\n\n`
  })
  try {
    await writeFile(file, mbox.join(''), 'latin1')
    const { stdout } = await run('spamassassin', ['-L', '--mbox', file], {
      maxBuffer: 1 << 28,
      encoding: 'latin1',
    })
    // It answers in an order of its own: each message is known by its Message-ID.
    const scores = new Map(
      stdout
        .split(/^From sender@invalid.*\n/m)
        .slice(1)
        .map((message) => [messageId(message), statusOf(message)] as const),
    )
    return messages.map(
      (message) =>
        scores.get(messageId(message.toString('latin1'))) ?? { score: Number.NaN, rules: [] },
    )
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw cause
  } finally {
    await rm(folder, { recursive: true })
  }
}

const messageId = (message: string): string => /^Message-ID:\s*(<[^>]*>)/im.exec(message)?.[1] ?? ''

const statusOf = (message: string): SpamScore => {
  const head = message.split('\n\n')[0]?.replace(/\n[ \t]+/g, ' ') ?? ''
  const [, score, tests] =
    /^X-Spam-Status: .*?score=(-?[\d.]+).*?tests=(.*?) autolearn/m.exec(head) ?? []
  const rules = (tests ?? '').split(/,\s*/).filter((rule) => rule !== '' && rule !== 'none')
  const credit = rules.reduce((sum, rule) => sum + (CREDIT.get(rule) ?? 0), 0)
  return { score: Number(score) - credit, rules }
}

/**
 * Scores a message by the rspamd worker at `url`, as handed over by `host`; what needs the sender's DNS is not judged.
 * Undefined where no worker answers.
 */
export const rspamd = async (
  message: Buffer,
  url: string,
  host: string,
): Promise<SpamScore | undefined> => {
  try {
    const answer = await fetch(new URL('/checkv2', url), {
      method: 'POST',
      headers: { Hostname: host },
      body: new Uint8Array(message),
      signal: AbortSignal.timeout(30_000),
    })
    const { score, symbols } = (await answer.json()) as {
      score: number
      symbols: Record<string, unknown>
    }
    return { score, rules: Object.keys(symbols) }
  } catch {
    return undefined
  }
}
