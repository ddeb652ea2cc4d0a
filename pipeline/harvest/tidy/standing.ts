import type { Step } from './step.ts'

/** Whether the business is open for trade, and whether it asked at the source to be left alone. */
export const standing: Step = (raw) => ({
  status: raw.status ?? 'open',
  noMarketing: raw.noMarketing ?? false,
})
