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

/** Share of cards that may stay unread, of a page with at least `FEW` cards. */
const UNREAD_SHARE = 0.2
const FEW = 5
/** A full page may shrink to this share of the band before it is drift; a field to this share of its fill. */
const SHRUNK = 0.5
/** A field is judged when the window holds so many listings, and only if it is usually there. */
const WINDOW = 20
const USUAL = 0.3

/** The band of a kind: what the card expects, raised by what the last healthy runs showed. */
export const bandOf = (card: Expectation | undefined, runs: readonly Expectation[]): Band => {
  const fill: Record<string, number> = { ...card?.fill }
  const fields = new Set(runs.flatMap((run) => Object.keys(run.fill ?? {})))
  for (const field of fields) {
    const rates = runs.map((run) => run.fill?.[field] ?? 0)
    const least = Math.min(...rates)
    if (fill[field] === undefined && least >= USUAL) fill[field] = least
  }
  return { ...(card?.cards === undefined ? {} : { cards: card.cards }), fill }
}

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
  const least = band.cards?.[0]
  const goesOn = reading.links.some((link) => link.kind === page.kind)
  const known = page.first ? Math.min(reading.total ?? 0, least ?? 0) : 0
  const due = goesOn ? (least ?? 0) : known
  if (cards < due * SHRUNK)
    drifts.push({
      what: `cards on a full '${page.kind}' page`,
      expected: `about ${due}`,
      seen: `${cards}`,
    })
  return drifts
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
    if (share >= usual * SHRUNK) return []
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
