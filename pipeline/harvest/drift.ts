import type { Listing } from '../model/listing.ts'
import type { Expectation, Reading } from '../source.ts'

/** A healthy page of one kind, as the card and the last runs describe it. */
export type Band = Expectation

/** One way in which pages no longer look as they did, in words that name the field. */
export interface Drift {
  readonly what: string
  readonly expected: string
  readonly seen: string
}

/** What one healthy run of before showed of a kind of page. */
export interface Past {
  /** How many listings were read from such pages, and the share of them that carried each field. */
  readonly read: number
  readonly fill: Readonly<Record<string, number>>
  /** Cards on the shortest and the longest page that led on to a next one. */
  readonly full?: readonly [least: number, most: number]
}

/** Share of cards that may stay unread, of a page with at least `FEW` cards. */
const UNREAD_SHARE = 0.2
const FEW = 5
/** A page that leads on to a next one may be this share of a full one before it is drift. */
const SHORT = 0.7
/** A field may fade to this share of its fill; one that is nearly always there (`SURE`) to less. */
const FADED = 0.5
const SURE = 0.9
const SURE_FADED = 0.7
/** A field is judged when the window holds so many listings, and only if it is usually there. */
const WINDOW = 20
const USUAL = 0.3
/** Runs that must agree before what they showed counts as usual: one may have had an odd trade, unless it had a field always. */
const AGREEING = 2
const ALWAYS = 0.97

/** The band of a kind: what the card expects, raised by what the last healthy runs showed alike. */
export const bandOf = (card: Expectation | undefined, runs: readonly Past[]): Band => {
  const fill: Record<string, number> = { ...card?.fill }
  const telling = runs.filter(({ read }) => read >= WINDOW)
  const fields = new Set(telling.flatMap((run) => Object.keys(run.fill)))
  for (const field of fields) {
    const least = Math.min(...telling.map((run) => run.fill[field] ?? 0))
    if (least >= (telling.length < AGREEING ? ALWAYS : USUAL))
      fill[field] = Math.max(fill[field] ?? 0, least)
  }
  const full = runs.flatMap((run) => run.full ?? [])
  const cards =
    full.length === 0
      ? card?.cards
      : ([
          Math.max(card?.cards?.[0] ?? 0, Math.min(...full)),
          Math.max(card?.cards?.[1] ?? 0, ...full),
        ] as const)
  return { ...(cards === undefined ? {} : { cards }), fill }
}

/** What is expected of a source that another server stands in for: the same fields, on pages of its own size. */
export const elsewhere = (card: Expectation | undefined): Expectation | undefined =>
  card?.fill === undefined ? undefined : { fill: card.fill }

/** Judges one page by itself: cards that could not be read, and a full page that is far too short. */
export const pageDrift = (
  band: Band,
  reading: Reading,
  page: { readonly kind: string; readonly first: boolean },
): readonly Drift[] => {
  if (reading.verdict !== 'ok') return []
  const left = Object.values(reading.left ?? {}).reduce((sum, n) => sum + n, 0)
  const cards = reading.cards ?? reading.listings.length + left
  const unread = cards - left - reading.listings.length
  const drifts: Drift[] = []
  if (cards >= FEW && unread / cards > UNREAD_SHARE)
    drifts.push({
      what: `cards of a '${page.kind}' page`,
      expected: `at most ${Math.round(UNREAD_SHARE * 100)} % unread`,
      seen: `${unread} of ${cards} could not be read`,
    })
  const least = band.cards?.[0] ?? 0
  const onward = leadsOn(reading, page.kind)
  const known = page.first ? Math.min(reading.total ?? 0, least) : 0
  const due = onward ? least : known
  if (cards < due * SHORT)
    drifts.push({
      what: `cards on a full '${page.kind}' page`,
      expected: `about ${due}`,
      seen: `${cards}`,
    })
  else if (
    page.first &&
    !onward &&
    band.cards !== undefined &&
    (reading.total ?? 0) > cards + Math.max(FEW, cards / 4)
  )
    drifts.push({
      what: `the link to the next '${page.kind}' page`,
      expected: `one, for ${reading.total} results`,
      seen: `none after ${cards} cards`,
    })
  return drifts
}

/** Whether a page has a link to another one of its kind: the next page of results. */
export const leadsOn = ({ links }: Pick<Reading, 'links'>, kind: string): boolean =>
  links.some((link) => link.kind === kind)

/** The last pages of one kind: which were none of the source's, which were full and last at once. */
export interface Recent {
  readonly strange: readonly boolean[]
  /** First pages as long as a full one that named no next page, and whether any page named one. */
  readonly ended: number
  readonly onward: boolean
}

export const NO_PAGES: Recent = { strange: [], ended: 0, onward: false }

/** Adds a page to the last ones of its kind. */
export const recall = (
  recent: Recent,
  band: Band,
  reading: Reading,
  page: { readonly kind: string; readonly first: boolean },
): Recent => {
  const onward = leadsOn(reading, page.kind)
  const full = reading.verdict === 'ok' && (reading.cards ?? 0) >= (band.cards?.[0] ?? Infinity)
  return {
    strange: [...recent.strange, reading.verdict === 'unknown'].slice(-WINDOW),
    ended: recent.ended + (page.first && full && !onward && (band.cards?.[0] ?? 0) > FEW ? 1 : 0),
    onward: recent.onward || onward,
  }
}

/** So many strange pages, and half of the last ones, are no accident; neither are so many full pages without a next. */
const STRANGE = 3
const ENDED = 3

/** Judges the last pages of a kind together. `why` is what the reader said of the last. */
export const pagesDrift = (
  kind: string,
  { strange, ended, onward }: Recent,
  why: string,
): readonly Drift[] => {
  const unknown = strange.filter(Boolean).length
  if (strange.at(-1) === true && unknown >= STRANGE && unknown * 2 >= strange.length)
    return [
      {
        what: `pages of kind '${kind}'`,
        expected: 'listings, or a page that says there are none',
        seen: `${unknown} of the last ${strange.length} are neither (${why})`,
      },
    ]
  return ended >= ENDED && !onward
    ? [
        {
          what: `the link to the next '${kind}' page`,
          expected: 'one on some full page',
          seen: `none on ${ended} full pages`,
        },
      ]
    : []
}

/** The last listings of one kind of page; a field that has faded from them is drift. */
export interface Window {
  readonly listings: readonly Listing[]
}

/** Adds a page's listings to the window, dropping the oldest. */
export const slide = (window: Window, listings: readonly Listing[]): Window => ({
  listings: [...window.listings, ...listings].slice(-2 * WINDOW),
})

/** Judges the fields over the window of the last listings. */
export const fieldDrift = (band: Band, window: Window): readonly Drift[] => {
  const { listings } = window
  if (listings.length < WINDOW) return []
  return Object.entries(band.fill ?? {}).flatMap(([field, usual]) => {
    if (usual < USUAL) return []
    const share = fillOf(listings, field)
    if (share >= usual * (usual >= SURE ? SURE_FADED : FADED)) return []
    return [
      {
        what: `field '${field}'`,
        expected: `on about ${percent(usual)} of listings`,
        seen: `on ${percent(share)} of the last ${listings.length}`,
      },
    ]
  })
}

/** Share of listings that carry a field. */
const fillOf = (listings: readonly Listing[], field: string): number =>
  listings.length === 0
    ? 0
    : listings.filter((listing) => listing[field as keyof Listing] !== undefined).length /
      listings.length

const percent = (share: number) => `${Math.round(share * 100)} %`
