import { defineCommand } from '../command.ts'
import { EXIT } from '../model/exit.ts'

/** `pipeline init`: writes a commented configuration into this folder. */
export default defineCommand<{ force?: boolean }>({
  about: 'write a commented pipeline.config.ts into this folder',
  options: [{ flags: '--force', about: 'write over a configuration that is there' }],
  run: async ({ out, cwd }, { force }) => {
    const { writeConfig, askOperator } = await import('../harvest/setup.ts')
    const file = writeConfig(cwd, await askOperator(out), force ?? false)
    out.line(file)
    out.say('Next: read it through, then `pipeline doctor` says what is still missing.')
    return EXIT.done
  },
})
