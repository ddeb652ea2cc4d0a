import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXIT } from '../model/exit.ts'
import { Trouble } from '../model/trouble.ts'

/** `pipeline show`: everything that is known about one prospect, each fact with its page and time. */
export default defineCommand<{ readonly json?: boolean }, [string]>({
  about: 'print a whole prospect: every field, contact, finding and verdict with its page and time',
  args: [{ name: '<prospect>', about: 'number of the prospect' }],
  options: [JSON_OPTION],
  examples: ['pipeline show 12', 'pipeline show 12 --json'],
  run: async ({ out, db }, { json }, word) => {
    const id = Number(word)
    if (!Number.isInteger(id) || id < 1)
      throw new Trouble('bad-option', 'usage', `show takes the number of a prospect, not '${word}'`)
    const { openStore } = await import('../store/open.ts')
    const { wholeProspect } = await import('../store/whole.ts')
    const store = openStore(db)
    try {
      const whole = wholeProspect(store, id)
      if (whole === undefined) throw new Trouble('not-found', 'usage', `there is no prospect ${id}`)
      if (json) {
        out.json({ ...whole, members: Object.fromEntries(whole.members) })
        return EXIT.done
      }
      const { describeProspect } = await import('./show/describe.ts')
      const { findPage } = await import('../store/page.ts')
      for (const line of describeProspect(whole, (page) => findPage(store, page)?.url, out.style))
        out.line(line)
      return EXIT.done
    } finally {
      store.close()
    }
  },
})
