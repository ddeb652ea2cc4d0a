import { defineCommand } from '../command.ts'
import { EXIT } from '../model/exit.ts'

export default defineCommand<{ readonly from: string }, [string]>({
  about: 'copy a template set under a new name, to be rewritten',
  args: [{ name: '<name>', about: 'name of the new set: lower-case letters, digits, hyphens' }],
  options: [{ flags: '--from <set>', about: 'set to copy', default: 'directory-invite' }],
  examples: ['pipeline templates new spring-letter --from directory-invite'],
  run: async ({ out }, { from }, name) => {
    const { copySet } = await import('../compose/sets.ts')
    const { FACTS } = await import('../compose/words.ts')
    for (const folder of copySet(from, name)) out.line(folder)
    out.say('These facts may stand in it:')
    for (const [fact, about] of Object.entries(FACTS)) out.say(`  {{${fact}}}  ${about}`)
    out.say(`Try it: pipeline lint --campaign ${name}`)
    return EXIT.done
  },
})
