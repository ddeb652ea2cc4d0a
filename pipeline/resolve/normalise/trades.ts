import { remember } from '../../text/remember.ts'
import { wordsOf } from './fold.ts'

/** Category words that every business may carry. */
const VOID: ReadonlySet<string> = new Set(
  (
    'local business businesses company companies establishment point of interest poi place store shop ' +
    'office amenity craft service services overig overige bedrijf bedrijven other general yes'
  ).split(' '),
)

/** Up to three word stems of a category (`shop=hairdresser`, `Hairdressers` → `hairdress`); empty when it says nothing. */
export const tradeStems = remember((text: string): readonly string[] => {
  if (text === '') return []
  const stems: string[] = []
  for (const word of wordsOf(text)) {
    if (VOID.has(word) || word.length < 2) continue
    stems.push(stem(word))
    if (stems.length === 3) break
  }
  return stems
})

const stem = (word: string): string =>
  word.length > 4 ? word.replace(/(?:ers|er|ing|s|en)$/, '') : word
