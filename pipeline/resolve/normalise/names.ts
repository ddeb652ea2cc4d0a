import { LEGAL_FORMS } from '../../text/legal-forms.ts'
import { wordsOf } from './fold.ts'

/** Legal forms as they stand at the end (in Belgium also at the start) of a name, folded; with those of other countries. */
const FORMS: ReadonlySet<string> = new Set([
  ...LEGAL_FORMS.filter(({ spoken }) => spoken === undefined)
    .flatMap((form) => form.as)
    .filter((as) => !as.includes(' '))
    .flatMap(wordsOf),
  ...'corp pllc pc lc ug ag kg ohg eurl sas sasu unltd pvba sl spa oy aps kft ab'.split(' '),
])

/** Words that join others and say nothing. */
const JOINERS: ReadonlySet<string> = new Set('and en et und y e n'.split(' '))

/** Words that are written in several ways, and the one that is kept. */
const SPELLINGS: ReadonlyMap<string, string> = new Map(
  (
    'saint:st sint:st centre:ctr center:ctr brothers:bros company:co association:assn assoc:assn ' +
    'university:univ international:intl mount:mt department:dept services:service school:sch schools:sch ' +
    'development:dev developmental:dev institute:inst community:comm'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
)

const withoutForms = (words: string[]): string[] => {
  let end = words.length
  while (end > 1 && FORMS.has(words[end - 1] ?? '')) end--
  let start = 0
  while (end - start > 1 && FORMS.has(words[start] ?? '') && (words[start] ?? '').length > 2)
    start++
  return start === 0 && end === words.length ? words : words.slice(start, end)
}

/** Drops the town at the end of a name (`Kapsalon Zoe Gent`), unless nothing would be left. */
const withoutTown = (words: string[], town: readonly string[]): string[] => {
  const rest = words.length - town.length
  if (town.length === 0 || rest < 2) return words
  for (let i = 0; i < town.length; i++) if (words[rest + i] !== town[i]) return words
  return words.slice(0, rest)
}

/** Words of a business name without legal form, joining words and the town at its end. */
export const nameWords = (name: string, town: readonly string[]): string[] => {
  const all = wordsOf(name)
  const said = all.filter((word) => !JOINERS.has(word))
  const rest = withoutForms(withoutTown(withoutForms(said.length > 0 ? said : all), town))
  return [...new Set(rest.map((word) => SPELLINGS.get(word) ?? word))]
}
