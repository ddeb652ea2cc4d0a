import { Trouble } from '../model/trouble.ts'
import type { Out } from '../out.ts'

/** Whether a person agrees: by `--yes`, or by answering on a terminal. Without either it is Trouble `bad-option`. */
export const agreed = async (
  out: Out,
  yes: boolean | undefined,
  question: string,
): Promise<boolean> => {
  if (yes) return true
  const answer = await out.ask(`${question} [y/N] `)
  if (answer === undefined)
    throw new Trouble('bad-option', 'usage', `${question} Say --yes where nobody can be asked.`)
  return /^(?:y|yes|j|ja|o|oui)$/i.test(answer)
}
