import { describe, expect, it } from 'vitest'
import { exitOf } from '../../pipeline/harvest/report.ts'
import { EXIT } from '../../pipeline/model/exit.ts'
import { count, listings, world } from './world.ts'

const MONTH = { day: 40, refreshDays: 30 }
const SHELL =
  '<!doctype html><html><head><title>Plumbers</title></head><body><div id="root"></div><script src="/app.js"></script></body></html>'
const COOKIES =
  '<!doctype html><html><head><title>Your privacy</title></head><body><h1>We value your privacy</h1><form action="/consent"><button>Accept all</button><button>Reject all</button></form></body></html>'

const everyOther = (html: string, change: (card: string) => string) => {
  let n = 0
  return html.replace(/<article[\s\S]*?<\/article>/g, (card) => {
    n += 1
    return n % 2 === 0 ? change(card) : card
  })
}
const withoutNext = (html: string) =>
  html.replace(/<a class="pagination--next"[^>]*>[^<]*<\/a>/, '')

/** What a directory did to its pages, and what the report says of it. */
const REDESIGNS: readonly (readonly [string, (html: string) => string, RegExp])[] = [
  [
    'renames the class and id of half of the cards',
    (html) =>
      everyOther(html, (card) =>
        card.replace(/class="businessCapsule" data-natid/, 'class="bc" data-id'),
      ),
    /cards on a full 'search' page/,
  ],
  [
    'drops the ids of half of the cards',
    (html) => everyOther(html, (card) => card.replace(/ data-natid="\d+" data-href="[^"]*"/, '')),
    /cards of a 'search' page/,
  ],
  [
    'moves the town of half of the cards',
    (html) =>
      everyOther(html, (card) => card.replace('itemprop="addressLocality"', 'class="town"')),
    /field 'town'/,
  ],
  [
    'moves every phone',
    (html) =>
      html.replace(/class="business--telephoneNumber" itemprop="telephone"/g, 'class="tel"'),
    /field 'phones'/,
  ],
  ['becomes a shell that only scripts fill', () => SHELL, /pages of kind 'search'/],
  ['asks about cookies instead, with status 200', () => COOKIES, /pages of kind 'search'/],
  [
    'says there is nothing',
    () => 'yell <p>0 results found for plumbers</p>',
    /listings of a query/,
  ],
  ['loses the link to the next page', withoutNext, /listings of a query/],
]

describe('a directory that was harvested before', () => {
  it.each(REDESIGNS)(
    'and %s: exit code 4, the report names what, the data of before stays',
    async (_, redesign, what) => {
      let redesigned = false
      const { store, run } = await world({
        pages: 3,
        perPage: 25,
        change: (html) => (redesigned ? redesign(html) : html),
      })
      expect(exitOf((await run()).report)).toBe(EXIT.done)
      const before = listings(store).map((row) => ({
        ...(row as object),
        last_seen: '',
        origin: '',
      }))
      redesigned = true
      const { report } = await run(MONTH)
      expect(exitOf(report)).toBe(EXIT.drift)
      const drift = report.sources['uk/yell']?.drift ?? []
      expect(drift.map((one) => one.what).join()).toMatch(what)
      for (const one of drift) expect(one.url).not.toBe('')
      expect(count(store, 'vanished_at is not null')).toBe(0)
      expect(
        listings(store).map((row) => ({ ...(row as object), last_seen: '', origin: '' })),
      ).toEqual(before)
    },
  )

  it.each([
    ['that are no longer pages of it', () => SHELL],
    ['with half of their cards', (html: string) => everyOther(html, () => '')],
  ])('is asked again for pages %s, once its readers are mended', async (_, redesign) => {
    let redesigned = false
    const { store, directory, run } = await world({
      pages: 3,
      perPage: 25,
      change: (html) => (redesigned ? redesign(html) : html),
    })
    await run()
    redesigned = true
    expect(exitOf((await run(MONTH)).report)).toBe(EXIT.drift)
    redesigned = false
    const before = new Map(directory.served)
    const { report } = await run(MONTH)
    expect(exitOf(report)).toBe(EXIT.done)
    expect(report.sources['uk/yell']?.pages.search).toEqual({ ok: 3 })
    const searches = [...directory.served].filter(([path]) => path.startsWith('/ucs/'))
    for (const [path, times] of searches) expect(times).toBe((before.get(path) ?? 0) + 1)
    expect(count(store)).toBe(75)
  })

  it('of which not one page can be read at first is no harvest done, and is asked again', async () => {
    let redesigned = true
    const { store, run } = await world({
      pages: 3,
      perPage: 25,
      change: (html) => (redesigned ? SHELL : html),
    })
    expect(exitOf((await run()).report)).toBe(EXIT.drift)
    expect(count(store)).toBe(0)
    redesigned = false
    expect(exitOf((await run()).report)).toBe(EXIT.done)
    expect(count(store)).toBe(75)
  })

  it('is not judged by the size that its card states while another server stands in for it', async () => {
    const { store, run } = await world({ pages: 3, perPage: 4 })
    expect(exitOf((await run()).report)).toBe(EXIT.done)
    expect(count(store)).toBe(12)
  })

  it('is believed to have lost most of its listings only when a person says so', async () => {
    let fewer = false
    const { store, run } = await world({
      pages: 2,
      perPage: 25,
      change: (html, page) => (fewer && page === 1 ? withoutNext(html) : html),
    })
    await run()
    fewer = true
    // Half of fifty is no loss of most.
    expect(exitOf((await run(MONTH)).report)).toBe(EXIT.done)
    expect(count(store, 'vanished_at is not null')).toBe(25)
  })

  it('learns from its runs how long a full page is', async () => {
    let half = false
    const { run } = await world({
      pages: 3,
      perPage: 50,
      change: (html) => (half ? everyOther(html, () => '') : html),
    })
    await run()
    await run(MONTH)
    half = true
    const { report } = await run({ day: 80, refreshDays: 30 })
    expect(report.sources['uk/yell']?.drift?.[0]).toMatchObject({
      what: "cards on a full 'search' page",
      expected: 'about 50',
      seen: '25',
    })
  })
})

describe('a healthy directory raises no alarm', () => {
  it.each([
    [
      'a last page of two cards',
      {
        pages: 3,
        change: (html: string, page: number) =>
          page < 3 ? html : `${html.split('</article>').slice(0, 2).join('</article>')}</article>`,
      },
    ],
    ['one page of one card', { pages: 1, perPage: 1 }],
    [
      'a village without results',
      { pages: 1, change: () => 'yell <p>0 results found for plumbers</p>' },
    ],
    ['a profile here and there that is gone', { pages: 3, gone: (id: number) => id % 4 === 0 }],
  ])('over %s', async (_, options) => {
    const { run } = await world(options)
    const { report } = await run()
    expect(report.sources['uk/yell']?.drift).toBeUndefined()
    expect(exitOf(report)).toBe(EXIT.done)
  })
})
