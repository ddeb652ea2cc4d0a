import type { Language } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import { clean, looksLikeLink } from './clean.ts'
import type { Marks } from './evidence.ts'
import type { Observation } from './observe.ts'
import type { Copy } from './sets.ts'
import type { Values } from './template.ts'
import { MARKUP } from './values.ts'

/** Longest sentence on a finding: a title or an address in it may be long, a page's whole text may not. */
const SENTENCE = 300
/** Sentences that are about a host name, and print it: in a mail it would become a link. */
export const HOSTS: ReadonlySet<string> = new Set(['website-differs'])

/** A sentence about an observation; where it asks something, the question and what it is about. */
export interface Said {
  readonly text: string
  readonly question: string | undefined
  readonly topic: string | undefined
}

/** The sentence about an observation; undefined where the language has none or a value cannot be said. */
export const sentenceOf = (
  { what, data, evidence }: Observation,
  copy: Copy,
  marks: Marks,
): Said | undefined => {
  const template = copy.finding(what)
  if (template === undefined) return undefined
  const given = givenOf(data, copy.language)
  try {
    const text = template.body(given).trim()
    if (text.length > SENTENCE || MARKUP.test(text) || (looksLikeLink(text) && !HOSTS.has(what)))
      return undefined
    const also = (head: string) => {
      const line = template.heads[head]?.(given)
      return line === undefined ? undefined : marks.block(line, evidence)
    }
    return {
      text: marks.block(text, evidence),
      question: also('question'),
      topic: also('topic'),
    }
  } catch (cause) {
    if (cause instanceof Trouble && cause.code === 'missing-fact') return undefined
    throw cause
  }
}

/** A figure as the language writes it: `6.2` is `6,2` on the continent. */
const figure = (value: string, language: Language): string =>
  language !== 'en' && /^\d+\.\d+$/.test(value) ? value.replace('.', ',') : value

/**
 * What a sentence is given: the values, cleaned, and conditions. Words of a fixed list become conditions:
 * `reason: 'expired'` gives `reasonExpired`, `missing: 'name, hours'` gives `missingName` and `missingHours`. So each
 * language has its own words for them, and none of ours reach the reader.
 */
const givenOf = (data: Observation['data'], language: Language): Values => {
  const given: Record<string, string> = {}
  for (const [key, value] of Object.entries(data)) {
    if (/^[a-z-]+(?:, [a-z-]+)*$/.test(value))
      for (const word of value.split(', '))
        given[key + word.replace(/(?:^|-)(\w)/g, (_, first: string) => first.toUpperCase())] = 'yes'
    given[key] = figure(clean(value), language)
  }
  return given
}
