import type { Instant } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import { answerPairs } from '../store/doubt.ts'
import { placeReader } from '../store/member.ts'
import type { Store } from '../store/open.ts'

const listingsIn = (store: Store, prospect: number): readonly number[] => {
  const listings = placeReader(store).membersIn(prospect)
  if (listings.length === 0)
    throw new Trouble(
      'not-found',
      'usage',
      `prospect ${prospect} has no listings; \`pipeline dedupe --explain ${prospect}\` says what became of it`,
    )
  return listings
}

/**
 * Says that two prospects are one business: all their listings belong together, whatever was said
 * before about pairs across them. Takes effect with the next dedupe.
 */
export const mergeByHand = (store: Store, one: number, other: number, by: string, at: Instant) => {
  if (one === other)
    throw new Trouble('bad-option', 'usage', '--merge takes two different prospects')
  const left = listingsIn(store, one)
  const right = listingsIn(store, other)
  const [first = 0, ...rest] = [...left, ...right]
  const across = left.flatMap((a) => right.map((b) => ({ a, b, same: true })))
  answerPairs(store, [...across, ...rest.map((b) => ({ a: first, b, same: true }))], by, at)
}

/**
 * Says that a prospect is several businesses: the named listings are another than the rest; without
 * names, it comes apart into what was merged before, or else every listing is its own.
 * Takes effect with the next dedupe.
 */
export const splitByHand = (
  store: Store,
  prospect: number,
  named: readonly number[],
  by: string,
  at: Instant,
) => {
  const listings = listingsIn(store, prospect)
  const stranger = named.find((listing) => !listings.includes(listing))
  if (stranger !== undefined)
    throw new Trouble('bad-option', 'usage', `listing ${stranger} is not in prospect ${prospect}`)
  if (listings.length < 2)
    throw new Trouble('bad-option', 'usage', `prospect ${prospect} has one listing only`)
  const { placeOf } = placeReader(store)
  const homes = listings.map((listing) => placeOf(listing)?.home ?? prospect)
  const partOf =
    named.length > 0
      ? (listing: number) => (named.includes(listing) ? 1 : 0)
      : new Set(homes).size > 1
        ? (listing: number) => homes[listings.indexOf(listing)] ?? 0
        : (listing: number) => listing
  const pairs = listings.flatMap((a, k) =>
    listings
      .slice(k + 1)
      .filter((b) => partOf(a) !== partOf(b))
      .map((b) => ({ a, b, same: false })),
  )
  if (pairs.length === 0)
    throw new Trouble('bad-option', 'usage', 'nothing is split: name some of the listings, not all')
  answerPairs(store, pairs, by, at)
}
