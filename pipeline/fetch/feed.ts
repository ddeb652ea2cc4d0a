import type { Page } from 'playwright'

/** A list in a page that loads more as it is scrolled. */
export interface Feed {
  /** Selector of the element that scrolls. */
  readonly list: string
  /** Selector of one entry. */
  readonly entry: string
  /** Text at the end of the list, in every language asked. */
  readonly end: RegExp
  /** Address of a page that stands for a single result; it has no list. */
  readonly single: RegExp
  /** Answers that the page loads by itself and that are worth keeping. */
  readonly answers: RegExp
  /** Entries after which it is enough. */
  readonly most: number
}

/** The result list of Google Maps (about 120 entries at most). */
export const MAPS_FEED: Feed = {
  list: 'div[role="feed"]',
  entry: '[role="article"]',
  end: /You.ve reached the end of the list|Je hebt het einde van de lijst bereikt|Vous avez atteint la fin de la liste/,
  single: /\/maps\/place\//,
  answers: /\/search\?(?:[^#]*&)?tbm=map/,
  most: 200,
}

/** Words on the button that refuses, in the languages of the regions. No other button is ever pressed. */
const REFUSING =
  /^(?:reject all|refuse all|decline all|alles afwijzen|alles weigeren|tout refuser|tout rejeter)$/i

const CONSENT =
  'form[action*="consent.google"], form[action*="consent.youtube"], form[action*="/consent/save"]'

/**
 * Answers a consent page with the button that refuses and waits for the page behind it; true when there was one. A
 * page without such a button is left as it is, and is then told as a consent page.
 */
export const refuseConsent = async (page: Page, timeoutMs: number): Promise<boolean> => {
  const asked = page.locator(CONSENT)
  if ((await asked.count()) === 0) return false
  const buttons = page.locator(`:is(${CONSENT}) :is(button, input[type="submit"])`)
  for (const button of await buttons.all()) {
    const words = [
      await button.getAttribute('aria-label'),
      await button.getAttribute('value'),
      await button.textContent(),
    ]
    if (!words.some((word) => REFUSING.test((word ?? '').trim()))) continue
    await button.click()
    // The address may stay the same; what goes for certain is the question.
    await asked.first().waitFor({ state: 'detached', timeout: timeoutMs })
    await page.waitForLoadState('domcontentloaded')
    return true
  }
  return false
}

export interface Scrolling {
  /** Milliseconds between two scrolls: each makes the page ask its server for more. */
  readonly everyMs: number
  readonly timeoutMs: number
}

/** Scrolls in which nothing grew, after which the list is taken to be at its end. */
const STILL = 3
const LOOK_MS = 100
/** How long one scroll may take to bring more before it counts as still. */
const GROWTH_MS = 3000

/** Scrolls a feed to its end text, to the most entries wanted, or until nothing grows any more. */
export const scrollFeed = async (page: Page, feed: Feed, pace: Scrolling): Promise<void> => {
  if (!(await appears(page, feed, pace.timeoutMs))) return
  const growthMs = Math.min(GROWTH_MS, pace.timeoutMs / 10)
  const deadline = Date.now() + pace.timeoutMs * 10
  let still = 0
  while (still < STILL && Date.now() < deadline) {
    const before = await stateOf(page, feed)
    if (before === undefined || before.ended || before.entries >= feed.most) return
    await look(page, feed, 'list.scrollTop = list.scrollHeight')
    still = (await grows(page, feed, before.height, growthMs)) ? 0 : still + 1
    await page.waitForTimeout(pace.everyMs)
  }
}

/** Waits for the list; false when the page turned out to be something else (a single result, a wall, nothing). */
const appears = async (page: Page, feed: Feed, timeoutMs: number): Promise<boolean> => {
  const deadline = Date.now() + Math.min(timeoutMs, 10_000)
  while (Date.now() < deadline) {
    if ((await stateOf(page, feed)) !== undefined) return true
    if (feed.single.test(page.url()) || /\/sorry\//.test(page.url())) break
    await page.waitForTimeout(LOOK_MS)
  }
  await page.waitForLoadState('domcontentloaded')
  return false
}

const grows = async (page: Page, feed: Feed, height: number, waitMs: number): Promise<boolean> => {
  const deadline = Date.now() + waitMs
  while (Date.now() < deadline) {
    const now = await stateOf(page, feed)
    if (now === undefined || now.height > height || now.ended) return true
    await page.waitForTimeout(LOOK_MS)
  }
  return false
}

interface State {
  readonly height: number
  readonly entries: number
  readonly ended: boolean
}

/** How far the list has come; undefined where there is none (any more). */
const stateOf = async (page: Page, feed: Feed): Promise<State | undefined> => {
  const entry = JSON.stringify(feed.entry)
  const found = await look<[number, number, string]>(
    page,
    feed,
    `[list.scrollHeight, list.querySelectorAll(${entry}).length, list.textContent.slice(-400)]`,
  )
  if (found === undefined) return undefined
  const [height, entries, text] = found
  return { height, entries, ended: feed.end.test(text) }
}

/** Evaluates an expression about the list, without waiting for one; undefined where the page has moved on. */
const look = async <T>(page: Page, feed: Feed, expression: string): Promise<T | undefined> => {
  const list = `document.querySelector(${JSON.stringify(feed.list)})`
  try {
    return await page.evaluate<T | undefined>(
      `((list) => list ? ${expression} : undefined)(${list})`,
    )
  } catch (error) {
    if (page.isClosed()) throw error
    return undefined
  }
}
