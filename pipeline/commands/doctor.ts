import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXIT } from '../model/exit.ts'

/** `pipeline doctor`: what is configured, reachable and missing, each with its next step. */
export default defineCommand<{ json?: boolean }>({
  about: 'say what is configured, reachable and missing, and what to do about it',
  options: [JSON_OPTION],
  run: async (context, { json }) => {
    const { examine } = await import('../report/examine.ts')
    const checks = await examine(context)
    const { out } = context
    if (json) for (const check of checks) out.json(check)
    else {
      const mark = {
        ok: out.style.green('ok'),
        missing: out.style.yellow('missing'),
        bad: out.style.red('bad'),
      }
      for (const { what, state, said, next } of checks) {
        out.line(`${mark[state]}  ${what}: ${said}`)
        if (next !== undefined) out.line(`    → ${next}`)
      }
    }
    return checks.some(({ state }) => state === 'bad') ? EXIT.failed : EXIT.done
  },
})
