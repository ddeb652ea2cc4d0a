import type { Region } from '../model/region.ts'

/** Postcode areas of Royal Mail: the letters a British postcode can begin with (Crown dependencies, BFPO and bulk BX included). */
export const UK_AREAS: ReadonlySet<string> = new Set(
  (
    'AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX ' +
    'FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML ' +
    'N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY ' +
    'TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE'
  ).split(' '),
)

/** Outward and inward code: area, district of one of the six forms, then a digit and two letters never C I K M O V. */
const UK_SHAPE = /^([A-Z]{1,2})([0-9][0-9A-Z]?)([0-9][ABD-HJLNP-UW-Z]{2})$/
const UK_OUTWARD = /^([A-Z]{1,2})[0-9][0-9A-Z]?$/
const NL_SHAPE = /^([1-9][0-9]{3})([A-Z]{2})$/
/** Letter pairs that the Dutch post never gave out. */
const NL_NEVER = new Set(['SA', 'SD', 'SS'])

const bare = (text: string) =>
  text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.\u00a0]+/g, '')

const uk = (text: string): string | undefined => {
  const parts = UK_SHAPE.exec(bare(text))
  if (parts === null || !UK_AREAS.has(parts[1] ?? ''))
    return bare(text) === 'GIR0AA' ? 'GIR 0AA' : undefined
  return `${parts[1]}${parts[2]} ${parts[3]}`
}

const nl = (text: string): string | undefined => {
  const parts = NL_SHAPE.exec(bare(text).replace(/^NL-?/, ''))
  if (parts === null || NL_NEVER.has(parts[2] ?? '')) return undefined
  return `${parts[1]} ${parts[2]}`
}

const be = (text: string): string | undefined =>
  /^[1-9][0-9]{3}$/.exec(bare(text).replace(/^BE?-?(?=\d)/, ''))?.[0]

const READ: Readonly<Record<Region, (text: string) => string | undefined>> = { uk, nl, be }

/** The postcode as its post prints it (`SW1A 1AA`, `1234 AB`, `5590`), or undefined where the text is none of that region. */
export const postcode = (text: string, region: Region): string | undefined => READ[region](text)

/** The outward code of a British postcode or outward code itself (`SW1A`); undefined for anything else. */
export const outcode = (text: string): string | undefined => {
  const whole = uk(text)
  if (whole !== undefined) return whole.slice(0, -4)
  const half = bare(text)
  return UK_AREAS.has(UK_OUTWARD.exec(half)?.[1] ?? '') ? half : undefined
}

/** The part by which places are grouped: outward code (UK), four digits (NL and BE). */
export const district = (code: string, region: Region): string | undefined => {
  if (region === 'uk') return outcode(code)
  const whole = postcode(code, region)
  if (whole !== undefined) return whole.slice(0, 4)
  return region === 'nl' ? /^[1-9][0-9]{3}$/.exec(bare(code))?.[0] : undefined
}

const WITHIN: Readonly<Record<Region, RegExp>> = {
  uk: /\b[A-Z]{1,2}[0-9][0-9A-Z]?\s*[0-9][ABD-HJLNP-UW-Z]{2}\b/gi,
  nl: /\b[1-9][0-9]{3}\s?[A-Z]{2}\b/gi,
  // Before a town's name, or alone between commas: other four digits are house numbers.
  be: /(?<![\d/.,-])(?:BE?-)?[1-9][0-9]{3}(?=\s+(?!(?:bus|bte|bo[iî]te|box)\b)\p{L}|(?<=(?:^|,\s*)(?:BE?-)?[0-9]{4})\s*(?:,|$))/giu,
}

/** The last postcode inside a longer text, and where it stands; a house number before a Belgian town is not one. */
export const findPostcode = (
  text: string,
  region: Region,
): { readonly code: string; readonly from: number; readonly to: number } | undefined => {
  for (const hit of [...text.matchAll(WITHIN[region])].reverse()) {
    const code = postcode(hit[0], region)
    if (code !== undefined) return { code, from: hit.index, to: hit.index + hit[0].length }
  }
  return undefined
}
