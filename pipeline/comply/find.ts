import { Trouble } from '../model/trouble.ts'
import { namedKeys } from '../store/opt-out.ts'
import { prospectFacts } from '../store/prospect-facts.ts'
import { keepDueKeys, prospectsStating } from '../store/prospect-key.ts'
import type { Complying } from './comply.ts'

/**
 * The prospects that a word on the command line means: a prospect's number, an e-mail address or a telephone number.
 * Trouble `not-found` where nothing fits.
 */
export const findSubject = (
  { store, ring }: Pick<Complying, 'store' | 'ring'>,
  word: string,
): readonly number[] => {
  if (/^\d{1,9}$/.test(word)) {
    if (prospectFacts(store, Number(word)) === undefined)
      throw new Trouble('not-found', 'usage', `there is no prospect ${word}`)
    return [Number(word)]
  }
  const keys = keysOfWord(ring, word)
  if (keys.length === 0)
    throw new Trouble(
      'bad-option',
      'usage',
      `'${word}' is no prospect number, e-mail address or telephone number (write numbers as +44…)`,
    )
  keepDueKeys(store, ring)
  const found = prospectsStating(store, keys)
  if (found.length === 0)
    throw new Trouble('not-found', 'usage', 'no prospect has this address or number')
  return found
}

/** The hashed keys of an e-mail address or a telephone number in any of the three plans; empty when the word is neither. */
export const keysOfWord = (ring: Complying['ring'], word: string) =>
  word.includes('@')
    ? namedKeys(ring, { email: word })
    : (['uk', 'nl', 'be'] as const).flatMap((region) =>
        /^[+()\d\s./-]{6,}$/.test(word) ? namedKeys(ring, { phone: word, region }) : [],
      )
