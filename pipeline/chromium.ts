import { existsSync } from 'node:fs'
import type { Browser } from 'playwright'
import { Trouble } from './model/trouble.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Where systems put a Chromium, in the order in which it is looked for. */
const USUAL = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/opt/google/chrome/chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** The Chromium to use: `PLAYWRIGHT_CHROMIUM`, else the system's, else the one that playwright installed; undefined without any. */
export const findChromium = async (env: Env): Promise<string | undefined> => {
  const given = env.PLAYWRIGHT_CHROMIUM
  if (given !== undefined && given !== '') return existsSync(given) ? given : undefined
  const usual = USUAL.find((path) => existsSync(path))
  if (usual !== undefined) return usual
  const { chromium } = await import('playwright')
  const own = chromium.executablePath()
  return own !== '' && existsSync(own) ? own : undefined
}

export interface Launch {
  readonly env: Env
  /** Address of a proxy through which everything goes, also loopback. */
  readonly proxy?: string
  /** What it shows is our own and comes from no network: it may run where no sandbox can be set up. */
  readonly trusted?: boolean
  readonly args?: readonly string[]
}

/** Starts Chromium without windows and without traffic of its own. Trouble `no-browser` when there is none or it does not start. */
export const launchChromium = async ({
  env,
  proxy,
  trusted = false,
  args = [],
}: Launch): Promise<Browser> => {
  const executablePath = await findChromium(env)
  if (executablePath === undefined)
    throw new Trouble(
      'no-browser',
      'stop',
      "no Chromium was found: install your system's package (apt install chromium), or run 'npx playwright install chromium', or set PLAYWRIGHT_CHROMIUM to one",
    )
  const { chromium } = await import('playwright')
  try {
    return await chromium.launch({
      executablePath,
      headless: true,
      // As root the sandbox cannot be set up; everybody else keeps it.
      chromiumSandbox: !trusted && process.getuid?.() !== 0,
      args: [
        '--disable-quic',
        '--force-webrtc-ip-handling-policy=disable_non_proxied_udp',
        ...args,
      ],
      ...(proxy === undefined ? {} : { proxy: { server: proxy } }),
    })
  } catch (cause) {
    const why = cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : String(cause)
    throw new Trouble('no-browser', 'stop', `${executablePath} does not start: ${why}`, cause)
  }
}
