import { plain } from '../plain.ts'

const COUNTRIES: readonly (readonly [iso: string, names: RegExp])[] = [
  [
    'GB',
    /^(?:gb|gbr|uk|u\.k\.|great britain|united kingdom|england|scotland|wales|cymru|northern ireland|verenigd koninkrijk|groot-brittannië|royaume-uni)$/iu,
  ],
  ['NL', /^(?:nl|nld|the netherlands|netherlands|nederland|holland|pays-bas)$/iu],
  ['BE', /^(?:be|bel|belgium|belgië|belgie|belgique)$/iu],
]

/** ISO code of a country's name or code in the three languages; two other letters stay as they are. */
export const countryCode = (text: string): string | undefined => {
  const name = plain(text).replace(/[.,;\s]+$/, '')
  const known = COUNTRIES.find(([, names]) => names.test(name))?.[0]
  return known ?? (/^[a-z]{2}$/i.test(name) ? name.toUpperCase() : undefined)
}

/** The parts of an address line between commas, semicolons, line breaks and dots in the middle. */
export const pieces = (text: string): string[] =>
  text
    .split(/[,\n;]+|\s+[·•|]\s+/)
    .map((piece) => piece.trim().replace(/^[.\-–]+\s|\s[.\-–]+$/g, ''))
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece))
