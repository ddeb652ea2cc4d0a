import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXIT } from '../model/exit.ts'

interface Options {
  readonly mailbox?: string
  readonly seen?: string
  readonly json?: boolean
}

export default defineCommand<Options>({
  about: 'prove a mailbox before it sends: DKIM, SPF, DMARC, reverse DNS, TLS, one-click',
  options: [
    { flags: '--mailbox <name>', about: 'only this mailbox of the configuration' },
    { flags: '--seen <file>', about: 'a message of this mailbox as a receiver got it (.eml)' },
    JSON_OPTION,
  ],
  examples: ['pipeline doctor mail', 'pipeline doctor mail --mailbox jo --seen received.eml'],
  run: async (context, options) => {
    const { readFileSync } = await import('node:fs')
    const { Resolver } = await import('node:dns/promises')
    const { resolve } = await import('node:path')
    const { examine } = await import('../deliver/exam/exam.ts')
    const { openOutlets, settingsDigest } = await import('../deliver/live.ts')
    const { openStore } = await import('../store/open.ts')
    const { saveMailExam } = await import('../store/mail-exam.ts')
    const { out } = context
    const config = await context.config()
    const outlets = openOutlets(config, context.env, options.mailbox)
    const dns = new Resolver({ timeout: 5000, tries: 2 })
    const seen =
      options.seen === undefined ? undefined : readFileSync(resolve(context.cwd, options.seen))
    const store = openStore(context.db)
    let passed = true
    try {
      for (const outlet of outlets) {
        const { name } = outlet.mailbox
        const checks = await examine(
          outlet,
          config.deliver,
          {
            resolve: (domain, type) => dns.resolve(domain, type) as Promise<string[]>,
            fetch,
            at: context.now(),
          },
          seen,
        )
        const good = checks.every((check) => check.state !== 'bad')
        passed &&= good
        saveMailExam(store, {
          mailbox: name,
          at: context.now(),
          passed: good,
          digest: settingsDigest(outlet.mailbox, config),
          report: checks,
        })
        if (options.json) for (const check of checks) out.json({ mailbox: name, ...check })
        else {
          const mark = {
            ok: out.style.green('ok'),
            warn: out.style.yellow('warn'),
            bad: out.style.red('bad'),
          }
          out.line(out.style.bold(`mailbox ${name}`))
          for (const { what, state, said, next } of checks) {
            out.line(`  ${mark[state]}  ${what}: ${said}`)
            if (next !== undefined) out.line(`      → ${next}`)
          }
          out.line(good ? `${name} may send` : `${name} does not send until this is mended`)
        }
      }
      return passed ? EXIT.done : EXIT.failed
    } finally {
      store.close()
    }
  },
})
