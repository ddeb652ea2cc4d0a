import { launchChromium } from '../../chromium.ts'

/** Starts Chromium for printing, with no way to the network. Trouble `no-browser` where there is none. */
export const startChromium = (env: Readonly<Record<string, string | undefined>>) =>
  launchChromium({
    env,
    trusted: true,
    args: ['--disable-dev-shm-usage', '--host-resolver-rules=MAP * ~NOTFOUND'],
  })
