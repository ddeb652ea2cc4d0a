import type { Listing, ListingField } from '../../model/listing.ts'
import type { Source } from '../../source.ts'
import type { Note } from './step.ts'

type Values = Readonly<Record<string, string | null>>

const repaired = (value: unknown, values: Values, noted: () => void): unknown => {
  if (Array.isArray(value))
    return value.map((one) => repaired(one, values, noted)).filter((one) => one !== undefined)
  if (typeof value !== 'string' || !Object.hasOwn(values, value)) return value
  noted()
  return values[value] ?? undefined
}

/** Replaces the dirty values that the source's card names, before any step reads them; a repair to null drops the value. */
export const repair = (raw: Listing, repairs: Source['repairs'], note: Note): Listing => {
  if (repairs === undefined) return raw
  const out: Record<string, unknown> = { ...raw }
  for (const [field, values] of Object.entries(repairs)) {
    if (!Object.hasOwn(raw, field)) continue
    const value = repaired(out[field], values, () => note(field as ListingField, 'repaired'))
    if (value === undefined) delete out[field]
    else out[field] = value
  }
  return {
    ...(out as Omit<Listing, 'ref' | 'name'>),
    ref: raw.ref,
    name: String(out.name ?? raw.name),
  }
}
