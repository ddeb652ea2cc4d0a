import { Trouble } from '../model/trouble.ts'
import { matchableReader } from '../store/match.ts'
import { membersOf } from '../store/member.ts'
import type { Store } from '../store/open.ts'
import { findProspect, type ProspectLogRow, prospectLog } from '../store/prospect.ts'
import { comparer } from './compare/pair.ts'
import { factsOf } from './explain.ts'
import { answersFor, modelOf, readKnown } from './known.ts'
import { probability } from './report.ts'
import { countSpread, emptySpread } from './spread.ts'
import { weigher } from './weigh.ts'

const numberOf = (text: string): number => Number(text.replace(/^(?:listing|prospect):/, ''))

/** Says in lines why a prospect is one business, or why two listings are or are not. Trouble `not-found`, `bad-option`. */
export const explainAsked = (store: Store, asked: readonly string[]): string[] => {
  const [first = '', second] = asked
  if (asked.length > 2 || !asked.every((text) => Number.isInteger(numberOf(text))))
    throw new Trouble(
      'bad-option',
      'usage',
      '--explain takes one prospect (42), or two listings (listing:12 listing:34)',
    )
  return second === undefined
    ? explainProspect(store, numberOf(first))
    : explainPair(store, numberOf(first), numberOf(second))
}

const explainProspect = (store: Store, id: number): string[] => {
  const prospect = findProspect(store, id)
  if (prospect === undefined)
    throw new Trouble(
      'not-found',
      'usage',
      `there is no prospect ${id}; \`pipeline prospects\` lists them`,
    )
  const read = matchableReader(store)
  const into = prospect.mergedInto === undefined ? '' : ` into ${prospect.mergedInto}`
  return [
    `prospect ${id}: ${prospect.golden.name?.value ?? ''} (${prospect.state}${into})`,
    ...membersOf(store, id).flatMap(({ listing, because, probability: p }) => {
      const row = read(listing)
      const where = [row?.street, row?.number, row?.postcode, row?.town].filter(Boolean).join(' ')
      return [
        `  listing ${listing}, ${row?.source}: ${row?.name}${where === '' ? '' : `, ${where}`}`,
        `    because: ${because.join('; ')} (probability ${p.toFixed(3)})`,
      ]
    }),
    ...prospectLog(store, id).map(logLine),
  ]
}

const logLine = ({ at, prospect, what, other, why }: ProspectLogRow): string => {
  const link = other === null ? '' : ` ${what === 'merged' ? 'into' : 'from'} ${other}`
  return `  ${at} ${prospect} ${what}${link}: ${why}`
}

const explainPair = (store: Store, a: number, b: number): string[] => {
  const known = readKnown(store)
  const x = known.at.get(a)
  const y = known.at.get(b)
  if (x === undefined || y === undefined)
    throw new Trouble(
      'not-found',
      'usage',
      `there is no listing ${x === undefined ? a : b}; \`--explain PROSPECT\` names a prospect's listings`,
    )
  const { corpus } = known
  const spread = emptySpread(corpus.size)
  for (let i = 0; i < corpus.size; i++) countSpread(spread, corpus, i)
  const model = modelOf(store)
  const weighs = weigher(corpus, spread, model, answersFor(store, known))
  const pattern = comparer(corpus, spread)(x, y)
  const weight = weighs.pair(x, y)
  const decided = DECIDED[weighs.decides(pattern, x, y)]
  return [
    `listings ${a} and ${b}: ${weight > 0 ? 'one business' : 'two businesses'}, probability ${probability(weight).toFixed(4)}`,
    ...(decided === undefined ? [] : [`  ${decided}; the facts below are only for comparison`]),
    ...factsOf(model, pattern)
      .sort((p, q) => Math.abs(q.weight) - Math.abs(p.weight))
      .map(
        (fact) =>
          `  ${fact.weight < 0 ? '-' : '+'}${Math.abs(fact.weight).toFixed(2)}  ${fact.words}`,
      ),
  ]
}

/** What decided, where it was not the facts. */
const DECIDED: Readonly<Record<string, string>> = {
  person: 'a person has answered',
  register: 'the official register numbers decide',
}
