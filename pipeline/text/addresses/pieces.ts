import { fold, plain } from '../plain.ts'

const COUNTRIES: readonly (readonly [iso: string, names: RegExp])[] = [
  [
    'GB',
    /^(?:gb|gbr|uk|u\.k\.|great britain|united kingdom|england|scotland|wales|cymru|northern ireland|verenigd koninkrijk|groot-brittannië|royaume-uni)$/iu,
  ],
  ['NL', /^(?:nl|nld|the netherlands|netherlands|nederland|holland|pays-bas)$/iu],
  ['BE', /^(?:be|bel|belgium|belgië|belgie|belgique)$/iu],
  ['US', /^(?:usa|u\.s\.a\.|vs|états unis)$/iu],
]

const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']

/** Names of every country in the three languages (CLDR, as Node carries it), folded. Made when first asked for. */
const named = (() => {
  let names: ReadonlyMap<string, string> | undefined
  return (name: string): string | undefined => {
    names ??= new Map(
      ['en', 'nl', 'fr'].flatMap((language) => {
        const said = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' })
        return LETTERS.flatMap((a) =>
          LETTERS.flatMap((b) => {
            const country = said.of(a + b)
            return country === undefined ? [] : [[fold(country), a + b] as const]
          }),
        )
      }),
    )
    return names.get(fold(name))
  }
})()

/** ISO code of a country's name or code in the three languages; two other letters stay as they are. */
export const countryCode = (text: string): string | undefined => {
  const name = plain(text).replace(/[.,;\s]+$/, '')
  const known = COUNTRIES.find(([, names]) => names.test(name))?.[0]
  return known ?? (/^[a-z]{2}$/i.test(name) ? name.toUpperCase() : named(name))
}

/** A place given as an open location code (`29RR+CPC`) is no part of a postal address. */
const PLUS_CODE = /^[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}$/

/** The parts of an address line between commas, semicolons, line breaks and dots in the middle. */
export const pieces = (text: string): string[] =>
  text
    .split(/[,\n;]+|\s+[·•|]\s+/)
    .map((piece) => piece.trim().replace(/^[.\-–]+\s|\s[.\-–]+$/g, ''))
    .filter((piece) => /[\p{L}\p{N}]/u.test(piece) && !PLUS_CODE.test(piece))
