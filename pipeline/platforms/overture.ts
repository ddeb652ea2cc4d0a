/** A row of Overture Places (docs.overturemaps.org/schema, theme places), the columns that are read; all may be null. */
export interface OverturePlace {
  readonly id?: string | null
  readonly bbox?: {
    readonly xmin: number
    readonly xmax: number
    readonly ymin: number
    readonly ymax: number
  } | null
  readonly names?: { readonly primary?: string | null } | null
  readonly categories?: {
    readonly primary?: string | null
    readonly alternate?: readonly (string | null)[] | null
  } | null
  /** Newer releases: replaces `categories`. */
  readonly taxonomy?: {
    readonly primary?: string | null
    readonly hierarchy?: readonly (string | null)[] | null
  } | null
  readonly basic_category?: string | null
  readonly confidence?: number | null
  readonly websites?: readonly (string | null)[] | null
  readonly socials?: readonly (string | null)[] | null
  readonly emails?: readonly (string | null)[] | null
  readonly phones?: readonly (string | null)[] | null
  readonly brand?: {
    readonly wikidata?: string | null
    readonly names?: { readonly primary?: string | null } | null
  } | null
  readonly addresses?:
    | readonly ({
        readonly freeform?: string | null
        readonly locality?: string | null
        readonly postcode?: string | null
        readonly region?: string | null
        readonly country?: string | null
      } | null)[]
    | null
  readonly operating_status?: string | null
}

/** The columns that are read of the file; those that a release does not have are left out. */
export const OVERTURE_COLUMNS = [
  'id',
  'bbox',
  'names',
  'categories',
  'taxonomy',
  'basic_category',
  'confidence',
  'websites',
  'socials',
  'emails',
  'phones',
  'brand',
  'addresses',
  'operating_status',
] as const satisfies readonly (keyof OverturePlace)[]

/** A page of places, as the bulk reader cuts the file into. */
export interface OverturePage {
  readonly overture: { readonly release?: string; readonly places: readonly OverturePlace[] }
}
