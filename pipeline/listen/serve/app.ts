import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Instant, Language, Region } from '../../model/region.ts'
import type { Keyring } from '../../store/keyring.ts'
import { type MessageRow, messageByToken } from '../../store/message.ts'
import type { Store } from '../../store/open.ts'
import { optOutByLink } from '../act.ts'
import { openLimit } from './limit.ts'
import { languageOf, optOutPage, POLICY } from './page.ts'

/** What the public pages work with. */
export interface Serving {
  readonly store: Store
  readonly ring: Keyring
  readonly now: () => Instant
  /** Milliseconds that never run backwards. */
  readonly clock: () => number
  /** Name of the sender, as recipients know it. */
  readonly who: (region: Region) => string
  /** Address of the client, for the rate limit; behind a proxy what that proxy says. */
  readonly client: (context: Context) => string
}

const TOKEN = /^[a-z2-7]{26}$/i
const LANGUAGES: Readonly<Record<Region, Language>> = { uk: 'en', nl: 'nl', be: 'nl' }
/** Unknown tokens a client may try in a minute. Known ones are never slowed: mail providers post them for many people. */
const GUESSES = 20

/**
 * The public server: the opt-out page, the one-click POST of RFC 8058, and a health check. Only a POST that says so in
 * its body changes anything: link scanners, previews and prefetch send GET, HEAD, OPTIONS and empty POSTs.
 */
export const openApp = (serving: Serving): Hono => {
  const app = new Hono()
  const limit = openLimit({ most: GUESSES, perMs: 60_000, clock: serving.clock })
  app.use(async (context, next) => {
    await next()
    context.header('Content-Security-Policy', POLICY)
    context.header('Referrer-Policy', 'no-referrer')
    context.header('X-Content-Type-Options', 'nosniff')
    context.header('X-Robots-Tag', 'noindex, nofollow')
    context.header('Cache-Control', 'no-store')
  })
  app.get('/health', (context) => {
    serving.store.raw.prepare('select 1').get()
    return context.json({ ok: true })
  })
  app.get('/u/:token', (context) => {
    const known = messageFor(serving, context.req.param('token'))
    return known ? page(serving, context, known, 'ask') : refuse(serving, context, limit)
  })
  app.post('/u/:token', bodyLimit({ maxSize: 10_000 }), async (context) => {
    const known = messageFor(serving, context.req.param('token'))
    if (known === undefined) return refuse(serving, context, limit)
    const via = await saidBy(context)
    if (via === undefined) return context.text('Nothing was changed.\n', 400)
    const { store, ring, now } = serving
    optOutByLink({ store, ring, at: now() }, known, via)
    return page(serving, context, known, 'done')
  })
  return app
}

const messageFor = ({ store }: Serving, token: string): MessageRow | undefined =>
  TOKEN.test(token) ? messageByToken(store, token) : undefined

/** By which way a POST says no: the provider's one click, or our own form; undefined where its body says neither. */
const saidBy = async (context: Context): Promise<'one-click' | 'opt-out page' | undefined> => {
  const body = await context.req.parseBody().catch(() => ({}) as Record<string, unknown>)
  if (body['List-Unsubscribe'] === 'One-Click') return 'one-click'
  return body.confirm === 'yes' ? 'opt-out page' : undefined
}

const page = (serving: Serving, context: Context, message: MessageRow, state: 'ask' | 'done') => {
  const language = languageOf(context.req.header('accept-language'), LANGUAGES[message.region])
  return context.html(optOutPage(state, language, serving.who(message.region)))
}

const refuse = (serving: Serving, context: Context, limit: (key: string) => boolean) => {
  const language = languageOf(context.req.header('accept-language'), 'en')
  if (limit(serving.client(context))) return context.html(optOutPage('unknown', language, ''), 404)
  context.header('Retry-After', '60')
  return context.html(optOutPage('slow', language, ''), 429)
}
