import type { AddressParts } from '../model/listing.ts'
import type { Language } from '../model/region.ts'
import { postcode } from './postcodes.ts'

type Belgian = Extract<Language, 'nl' | 'fr'>

/**
 * Language areas by postcode (coordinated laws of 18 July 1966 on the use of languages). The first digits
 * follow the provinces; German-speaking communes (47xx) are written to in French, the language of their
 * facilities that copy exists in. Communes with facilities keep the language of their area.
 */
const AREAS: readonly (readonly [from: number, to: number, area: Belgian | 'both'])[] = [
  [1000, 1299, 'both'],
  [1300, 1499, 'fr'],
  [1500, 3999, 'nl'],
  [4000, 7999, 'fr'],
  [8000, 9999, 'nl'],
]

const FRENCH =
  /\b(?:rue|avenue|av\.|chauss[ée]e|ch[ée]e|boulevard|bd|place|quai|all[ée]e|clos|drève|impasse|square|galerie|passage|parvis|bruxelles|bte)\b/iu
const DUTCH =
  /(?:straat|laan|steenweg|plein|kaai|dreef|weg|hof|markt|gang|square\s+van)\b|\b(?:brussel|bus|de|het)\b/iu

/** Language of a Belgian address by its postcode; in Brussels by the words of the address, and both when they do not tell. */
export const belgianLanguages = (address: AddressParts): readonly [Language, ...Language[]] => {
  const code = Number(postcode(address.postcode ?? '', 'be') ?? Number.NaN)
  const area = AREAS.find(([from, to]) => code >= from && code <= to)?.[2]
  if (area === 'nl' || area === 'fr') return [area]
  const words = `${address.street ?? ''} ${address.unit ?? ''} ${address.town ?? ''}`
  const dutch = DUTCH.test(words)
  if (FRENCH.test(words) === dutch) return area === undefined ? ['nl', 'fr'] : ['fr', 'nl']
  return dutch ? ['nl', 'fr'] : ['fr', 'nl']
}
