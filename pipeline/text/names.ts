import { plain } from './plain.ts'

/** Words that stay small inside a name, in the three languages. */
const SMALL = new Set(
  (
    'and of the for in on at by to upon under van de der den het ten ter tot en op aan bij voor te ' +
    'du des la le les et à au aux sur sous chez'
  ).split(' '),
)
/** Words written in capitals wherever they stand. */
const CAPITALS = new Set(
  'UK GB EU USA BBQ DIY MOT TV PC IT ICT HVAC AC VIP CNC LED SEO GP NHS AB ABC BMW VW II III IV'.split(
    ' ',
  ),
)

/** Words without a vowel that are no initials. */
const SPOKEN = new Set(
  'ST STE DR MR MRS MS RD LN SQ STR CRT HWY MY BY FLY SKY DRY TH ND'.split(' '),
)

/** A name that is the address of a website stays as it is typed. */
const HOST = /^\S+\.\p{L}{2,}$/u

const letters = (text: string) => text.replace(/[^\p{L}]/gu, '')
const upper = (text: string) => text.toLocaleUpperCase('en')
const lower = (text: string) => text.toLocaleLowerCase('en')

const capital = (part: string) =>
  lower(part)
    .replace(/\p{L}/u, upper)
    // Dutch IJ is one letter: IJssel.
    .replace(/^Ij(?=\p{L})/u, 'IJ')
    .replace(/^(Mc)(\p{L})/u, (_, mc: string, next: string) => mc + upper(next))
    .replace(/^([ODL]['’])(\p{L})(?=\p{L})/u, (_, o: string, next: string) => o + upper(next))

/** French articles before a vowel: small inside a name (`Café de l'Europe`), unlike the names D'Hondt and O'Brien. */
const ELIDED = /^[dl]['’](?=[aeiouyà-ý])/iu

const word = (text: string, first: boolean): string => {
  const bare = upper(letters(text))
  if (CAPITALS.has(bare)) return upper(text)
  if (/^\p{L}(?:\.\p{L})+\.?$/u.test(text)) return upper(text)
  if (bare.length > 1 && bare.length <= 4 && !/[AEIOUYÀ-Ý]/u.test(bare) && !SPOKEN.has(bare))
    return upper(text)
  if (!first && SMALL.has(lower(text))) return lower(text)
  const written = text.split('-').map(capital).join('-')
  return first ? written : written.replace(ELIDED, lower)
}

/**
 * A name as a sentence writes it. Only names shouted in capitals or typed in small letters are touched;
 * a name that mixes both is somebody's choice (`eBay`, `Slagerij van der Berg`).
 */
export const naturalCase = (name: string): string => {
  const said = letters(name)
  if (said.length < 2 || HOST.test(name) || (said !== upper(said) && said !== lower(said)))
    return name
  if (said === upper(said) && said.length <= 3) return name
  let first = true
  return name
    .split(' ')
    .map((text) => {
      if (letters(text) === '') return text
      const written = word(text, first)
      first = false
      return written
    })
    .join(' ')
}

/** `Smith Ltd t/a Corner Café`, `handelend onder de naam`: what stands behind it is the name people know. */
const TRADING =
  /^(.*?)[\s,(]+(?:t\/as?|t\.a\.|trading as|h\.?\s?o\.?\s?d\.?\s?n\.?|handelend onder(?: de)? naam|handelend onder de naam)[\s:]+(.*?)\)?$/iu

/** The name under which a business trades, where the text states both it and the owner's name. */
export const tradingName = (name: string): { readonly name: string; readonly owner?: string } => {
  const parts = TRADING.exec(name)
  const trading = plain(parts?.[2] ?? '')
  const owner = plain(parts?.[1] ?? '')
  return /\p{L}/u.test(trading) && owner !== '' ? { name: trading, owner } : { name }
}
