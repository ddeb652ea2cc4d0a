/** A market that Doorstep works in. `uk` is the United Kingdom (ISO GB), `nl` and `be` are ISO codes. */
export type Region = 'uk' | 'nl' | 'be'
export const REGIONS: readonly Region[] = ['uk', 'nl', 'be']

/** A language that copy is written in. Which one a prospect gets is the region's answer. */
export type Language = 'en' | 'nl' | 'fr'
export const LANGUAGES: readonly Language[] = ['en', 'nl', 'fr']

/** A source's id is its path below `scrapers/`: `uk/yell`, `any/osm`. */
export type SourceId = `${Region | 'any'}/${string}`

/** A point in time as UTC ISO 8601 with milliseconds (`2026-11-23T07:16:42.000Z`), passed in and never read inside a stage. */
export type Instant = string
