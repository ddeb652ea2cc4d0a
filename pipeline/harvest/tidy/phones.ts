import { readPhones } from '../../text/phones.ts'
import type { Step } from './step.ts'

/** Numbers in E.164, each once, in the source's order; faxes, premium lines and unreadable text stay in the raw reading only. */
export const phones: Step = (raw, _so, { region }, note) => {
  const kept = new Set<string>()
  for (const text of raw.phones ?? []) {
    const readings = readPhones(text, region)
    if (readings.length === 0) note('phones', 'unreadable')
    for (const { number, trouble } of readings) {
      if (trouble !== undefined || number === undefined) note('phones', trouble ?? 'unreadable')
      else if (kept.has(number)) note('phones', 'repeated')
      else kept.add(number)
    }
  }
  return { phones: [...kept] }
}
