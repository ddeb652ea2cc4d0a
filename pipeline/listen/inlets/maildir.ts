import { existsSync, readdirSync, readFileSync, statSync, watch } from 'node:fs'
import { join } from 'node:path'
import type { Inlet, InletContext } from '../../inlet.ts'
import { Trouble } from '../../model/trouble.ts'

/** Seconds between two looks while watching, where the file system does not tell of changes. */
const LOOK_SECONDS = 30

/** Mails of a Maildir (`new` and `cur`); files are read and left as they are. */
export const maildirInlet = (folder: string): Inlet => ({
  name: `maildir ${folder}`,
  read: async (context, take) => {
    if (!existsSync(join(folder, 'cur')) && !existsSync(join(folder, 'new')))
      throw new Trouble('bad-file', 'usage', `${folder} is no Maildir: it has neither cur nor new`)
    const seen = new Set<string>()
    do {
      for (const file of mailsIn(folder)) {
        if (context.signal.aborted) return
        // A mail keeps its unique name when it moves from new to cur or gets flags.
        const unique = file.split('/').at(-1)?.split(':')[0] ?? file
        if (seen.has(unique)) continue
        seen.add(unique)
        const bytes = bytesOf(file)
        if (bytes) await take({ where: file, bytes })
      }
    } while (context.watch && (await changed(folder, context)))
  },
})

const mailsIn = (folder: string): readonly string[] =>
  ['new', 'cur'].flatMap((part) =>
    existsSync(join(folder, part))
      ? readdirSync(join(folder, part))
          .filter((name) => !name.startsWith('.'))
          .map((name) => join(folder, part, name))
          .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false)
          .sort()
      : [],
  )

/** A mail may move between being listed and being read; then it comes again under its other name. */
const bytesOf = (file: string): Uint8Array | undefined => {
  try {
    return readFileSync(file)
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw cause
  }
}

const changed = (folder: string, { signal }: InletContext): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (again: boolean) => {
      clearTimeout(timer)
      watcher.close()
      signal.removeEventListener('abort', stop)
      resolve(again)
    }
    const stop = () => end(false)
    const watcher = watch(join(folder, 'new'), () => end(true))
    const timer = setTimeout(() => end(true), LOOK_SECONDS * 1000)
    signal.addEventListener('abort', stop)
    if (signal.aborted) end(false)
  })
