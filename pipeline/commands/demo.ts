import { defineCommand, JSON_OPTION } from '../command.ts'

export interface DemoOptions {
  readonly json?: boolean
  readonly keep?: string
}

/** `pipeline demo` (`npm run demo`): the main job once through, offline, on a directory that it serves itself. */
export default defineCommand<DemoOptions>({
  about: 'show the whole job once, offline: a sample directory on loopback, and a mail catcher',
  options: [
    { flags: '--keep <folder>', about: 'where to put what it makes (default: data/demo)' },
    JSON_OPTION,
  ],
  run: async (context, options) => {
    const { demo } = await import('./demo/demo.ts')
    return demo(context, options)
  },
})
