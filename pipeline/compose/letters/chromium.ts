import { existsSync } from 'node:fs'
import { chromium } from 'playwright'
import { Trouble } from '../../model/trouble.ts'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Where Chromium is: DOORSTEP_CHROMIUM, playwright's own, or the system's; undefined where there is none. */
export const findChromium = (
  env: Readonly<Record<string, string | undefined>>,
): string | undefined =>
  [env.DOORSTEP_CHROMIUM, chromium.executablePath(), ...PLACES].find(
    (place) => place !== undefined && place !== '' && existsSync(place),
  )

/** Starts Chromium for printing, with no way to the network. Trouble `no-browser` where there is none. */
export const startChromium = (env: Readonly<Record<string, string | undefined>>) => {
  const executablePath = findChromium(env)
  if (executablePath === undefined)
    throw new Trouble(
      'no-browser',
      'stop',
      'letters are printed by Chromium, and none is here: install it (apt-get install chromium, or npx playwright install chromium), or name it in DOORSTEP_CHROMIUM',
    )
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND'],
  })
}
