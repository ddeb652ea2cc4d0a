import type { Listing } from '../model/listing.ts'

/** A raw listing with the page that each of its fields was read from; `*` stands for all not named. */
export interface Known {
  readonly raw: Listing
  readonly origin: Readonly<Record<string, number>>
}

/**
 * Lays a new reading over what was known of the same listing. A field that the new page shows comes
 * from that page; what it does not show keeps its value and its page, since another kind of page gave it.
 */
export const mergeReading = (known: Known | undefined, raw: Listing, page: number): Known => {
  if (known === undefined) return { raw: sorted(raw), origin: { '*': page } }
  const merged: Listing = {
    ...known.raw,
    ...raw,
    ...(known.raw.extra || raw.extra ? { extra: { ...known.raw.extra, ...raw.extra } } : {}),
  }
  const pageOf = (field: string): number =>
    field in raw ? page : (known.origin[field] ?? known.origin['*'] ?? page)
  return { raw: sorted(merged), origin: compact(Object.keys(merged), pageOf) }
}

/** Fields in a fixed order, so that the same facts have the same digest whatever page came first. */
export const sorted = (listing: Listing): Listing => {
  const out: Record<string, unknown> = {}
  for (const field of Object.keys(listing).sort()) out[field] = listing[field as keyof Listing]
  return out as unknown as Listing
}

const compact = (
  fields: readonly string[],
  pageOf: (field: string) => number,
): Readonly<Record<string, number>> => {
  const pages = fields.map(pageOf)
  const common = Math.max(...pages)
  return {
    '*': common,
    ...Object.fromEntries(
      fields.flatMap((field) => (pageOf(field) === common ? [] : [[field, pageOf(field)]])),
    ),
  }
}
