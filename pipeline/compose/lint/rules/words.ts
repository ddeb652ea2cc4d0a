import type { Language, Region } from '../../../model/region.ts'
import type { Channel } from '../../../model/verdict.ts'
import { readingEase } from '../readability.ts'
import { ALL, bodyOf, found, prose, type Rule, SENT, when, words } from '../rule.ts'
import { SMALL_WORDS, SPAM_WORDS } from '../words.ts'

const PLACEHOLDER =
  /\{\{|\}\}|\[\s*(?:name|naam|nom|first ?name|company|bedrijf|date|town)[^\]]*\]|%[A-Z_]{3,}%|<<[^>]+>>|\b(?:undefined|null|NaN|TODO|XXX|lorem ipsum)\b|\[object /i
const LENGTHS: Readonly<Record<Channel, readonly [number, number]>> = {
  email: [50, 125],
  letter: [70, 260],
  form: [50, 125],
  call: [30, 200],
}
const EASE: Readonly<Record<Language, number>> = { en: 60, nl: 55, fr: 55 }
const LANGUAGES_OF: Readonly<Record<Region, readonly Language[]>> = {
  uk: ['en'],
  nl: ['nl'],
  be: ['nl', 'fr'],
}

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const SPAM = Object.fromEntries(
  Object.entries(SPAM_WORDS).map(([language, list]) => [
    language,
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${list.map(escaped).join('|')})(?![\\p{L}\\p{N}])`, 'iu'),
  ]),
) as Readonly<Record<Language, RegExp>>

const languageOf = (text: string): Language | undefined => {
  const all = words(text.toLowerCase())
  const score = (language: Language) => all.filter((word) => SMALL_WORDS[language].has(word)).length
  const [best, second] = (['en', 'nl', 'fr'] as const)
    .map((language) => ({ language, hits: score(language) }))
    .sort((a, b) => b.hits - a.hits)
  return best && second && best.hits >= 5 && best.hits > 1.5 * second.hits
    ? best.language
    : undefined
}

/** The words. */
export const wordsRules: readonly Rule[] = [
  {
    name: 'placeholder-left',
    about: 'a field that was never filled tells the reader that nobody looked',
    weight: 'fault',
    channels: ALL,
    check: ({ subject, text }) => found(`${subject ?? ''}\n${text}`, PLACEHOLDER, 'holds'),
  },
  {
    name: 'wrong-language',
    about: 'the text is not in the language it is kept under, or not in one that the region reads',
    weight: 'fault',
    channels: ALL,
    check: ({ text, language, region }) => {
      const read = languageOf(text)
      return [
        ...when(read === undefined, 'the language cannot be told'),
        ...when(read !== undefined && read !== language, `reads as ${read}, kept as ${language}`),
        ...when(!LANGUAGES_OF[region].includes(language), `${region} does not read ${language}`),
      ]
    },
  },
  {
    name: 'too-long',
    about: 'mails of 50 to 125 words are answered most; a letter may have twice that',
    weight: 'fault',
    channels: ALL,
    check: ({ text, channel }) => {
      const count = words(prose(text)).length
      return when(count > LENGTHS[channel][1], `${count} words, at most ${LENGTHS[channel][1]}`)
    },
  },
  {
    name: 'too-short',
    about: 'a message that says nothing of the business might have gone to anybody',
    weight: 'advice',
    channels: ALL,
    check: ({ text, channel, step }) => {
      const count = words(prose(text)).length
      const least = step > 0 ? 35 : LENGTHS[channel][0]
      return when(count < least, `${count} words, at least ${least}`)
    },
  },
  {
    name: 'hard-to-read',
    about:
      'plain sentences are answered more: Flesch (en), Douma (nl), Kandel and Moles (fr), 60 is plain',
    weight: 'fault',
    channels: SENT,
    check: ({ text, language, told }) => {
      const own = told.reduce((rest, value) => rest.replaceAll(value, 'it'), prose(text))
      const ease = readingEase(own, language)
      return when(ease < EASE[language], `ease ${ease.toFixed(0)}, at least ${EASE[language]}`)
    },
  },
  {
    name: 'spam-word',
    about: 'words of urgency, flattery and promise are what filters and readers throw away',
    weight: 'fault',
    channels: ALL,
    check: ({ subject = '', text, language, told }) =>
      found(
        told.reduce((rest, value) => rest.replaceAll(value, ''), `${subject}\n${bodyOf(text)}`),
        SPAM[language],
        'says',
      ),
  },
  {
    name: 'shouting',
    about: 'exclamation marks and words in capitals shout',
    weight: 'fault',
    channels: SENT,
    check: ({ text, told }) => {
      const own = told.reduce((rest, value) => rest.replaceAll(value, ''), prose(text))
      return [
        ...when(/!/.test(own), 'an exclamation mark'),
        ...when((own.match(/\b\p{Lu}{5,}\b/gu) ?? []).length > 1, 'words in capitals'),
      ]
    },
  },
  {
    name: 'question-missing',
    about: 'one question that can be answered in a word is answered; more than two are not',
    weight: 'advice',
    channels: SENT,
    check: ({ text }) => {
      const asked = prose(text).match(/\?/g)?.length ?? 0
      return when(asked === 0 || asked > 2, asked === 0 ? 'no question' : `${asked} questions`)
    },
  },
  {
    name: 'hidden-character',
    about: 'invisible characters are what spam is made of',
    weight: 'fault',
    channels: ALL,
    check: ({ subject = '', text }) =>
      when(
        /[\p{Co}\p{Cn}]|[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad]/u.test(
          subject + text,
        ),
        'an invisible character',
      ),
  },
]
