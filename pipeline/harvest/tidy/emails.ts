import { email, junkEmail } from '../../text/emails.ts'
import type { Step } from './step.ts'

/** Addresses in lower case with punycode domains, each once; placeholders and machines' addresses are left out. */
export const emails: Step = (raw, _so, _about, note) => {
  const kept = new Set<string>()
  for (const text of raw.emails ?? []) {
    const address = email(text)
    if (address === undefined) note('emails', 'unreadable')
    else if (junkEmail(address)) note('emails', 'junk')
    else if (kept.has(address)) note('emails', 'repeated')
    else kept.add(address)
  }
  return { emails: [...kept] }
}
