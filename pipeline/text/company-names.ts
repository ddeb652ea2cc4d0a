import type { Region } from '../model/region.ts'
import { splitLegalForm } from './legal-forms.ts'
import { fold } from './plain.ts'

/**
 * What two spellings of one firm's name share: legal form off, case, accents and punctuation folded, `&`, `and`, `en`,
 * `et` and a leading article dropped, single letters joined (`J. P. Smith` and `JP Smith`).
 */
export const nameKey = (name: string, region: Region): string =>
  fold(splitLegalForm(name, region).name)
    .replace(/\b(?:and|en|et)\b/g, ' ')
    .replace(/^(?:the|de|het|le|la|les) (?=\S)/, '')
    .replace(/\b(\p{L}) (?=\p{L}\b)/gu, '$1')
    .replace(/\s+/g, ' ')
    .trim()
