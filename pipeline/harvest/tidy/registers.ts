import type { RegisterNumbers } from '../../model/listing.ts'
import { companyNumber, kboNumber, kvkNumber, vatNumber } from '../../text/registers.ts'
import type { Step } from './step.ts'

const READ: Readonly<Record<keyof RegisterNumbers, (text: string) => string | undefined>> = {
  company: companyNumber,
  kvk: kvkNumber,
  kbo: kboNumber,
  vat: vatNumber,
}

/** Register numbers in their one form; a number that fails its own check is no number. */
export const registers: Step = (raw, _so, _about, note) => {
  const kept: { -readonly [K in keyof RegisterNumbers]: RegisterNumbers[K] } = {}
  for (const [register, read] of Object.entries(READ) as [
    keyof RegisterNumbers,
    typeof kboNumber,
  ][]) {
    const text = raw.registers?.[register]
    if (text === undefined) continue
    const number = read(text)
    if (number === undefined) note('registers', `bad ${register} number`)
    else kept[register] = number
  }
  const belgian = kept.vat?.startsWith('BE') ? kboNumber(kept.vat) : undefined
  if (kept.kbo === undefined && belgian !== undefined) kept.kbo = belgian
  return { registers: kept }
}
