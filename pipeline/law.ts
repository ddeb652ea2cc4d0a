import type { FormRule, Law, Rule, Rules } from './model/law.ts'
import { CHANNELS, RECIPIENT_KINDS } from './model/verdict.ts'

/** A cell as a region's file writes it; what all its cells share is said once. */
export type Cell = Omit<Rule, 'id' | 'version' | 'checkedOn'>

interface LawCard {
  /** First part of every rule's id. */
  readonly region: string
  /** Moves whenever a cell changes its meaning; decisions made under another version do not hold. */
  readonly version: string
  /** Day on which the sources were read. */
  readonly checkedOn: string
  readonly cells: Readonly<Record<keyof Rules, Readonly<Record<keyof Rules['email'], Cell>>>>
  readonly forms: readonly FormRule[]
  readonly suffixProves: boolean
}

/** Declares a country's contact law. A channel or kind of recipient without an answer does not compile. */
export const defineLaw = ({
  region,
  version,
  checkedOn,
  cells,
  forms,
  suffixProves,
}: LawCard): Law => {
  const rows = CHANNELS.map((channel) => {
    const row = RECIPIENT_KINDS.map((kind): [string, Rule] => [
      kind,
      { id: `${region}/${channel}/${kind}`, version, checkedOn, ...cells[channel][kind] },
    ])
    return [channel, Object.fromEntries(row)]
  })
  return { rules: Object.fromEntries(rows) as Rules, forms, suffixProves }
}
