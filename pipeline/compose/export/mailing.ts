import type { PostalAddress, PostalTrouble } from '../../model/postal.ts'
import type { Instant, Region } from '../../model/region.ts'
import type { RegionCard } from '../../region.ts'
import { type ComposeInput, composeReader } from '../../store/compose-input.ts'
import type { Store } from '../../store/open.ts'
import { naturalCase } from '../../text/names.ts'
import { clean } from '../clean.ts'

/** A prospect that a letter can reach. */
export interface Postable {
  readonly id: number
  readonly region: Region
  readonly name: string
  readonly address: PostalAddress
  readonly input: ComposeInput
}

/** A prospect that is left out of a mailing, and why. */
interface NotPostable {
  readonly id: number
  readonly region: Region
  readonly name: string
  readonly why: string
}

export interface Mailing {
  /** In the order in which the post sorts, region by region. */
  readonly postable: readonly Postable[]
  readonly notPostable: readonly NotPostable[]
}

const WHY: Readonly<Record<PostalTrouble, string>> = {
  'no-street': 'the address has no street',
  'no-premise': 'the address has no house number or building',
  'no-town': 'the address has no town',
  'no-postcode': 'the address has no postcode',
  'bad-postcode': 'the postcode is none of this country',
  'other-country': 'the address is in another country',
  'no-fixed-abode': 'the address says: no fixed abode',
  'too-many-lines': 'the address has more lines than an envelope holds',
  'line-too-long': 'a line of the address is longer than an envelope holds',
}

/** In words, why nothing can be posted to an address. */
export const postalReason = (trouble: PostalTrouble): string => WHY[trouble]

/**
 * Everybody a mailing reaches: live prospects whom the law and no opt-out refuse, with an address the post
 * can deliver to, one a delivery point. The others stand beside, each with its reason.
 */
export const mailingOf = (
  store: Store,
  asked: {
    readonly region?: Region
    readonly regions: Readonly<Record<Region, RegionCard>>
    readonly at: Instant
  },
): Mailing => {
  const reader = composeReader(store)
  const points = new Map<string, number>()
  const postable: Postable[] = []
  const notPostable: NotPostable[] = []
  const sortInto = (input: ComposeInput) => {
    const { id, region, golden } = input
    const out = (why: string) => {
      notPostable.push({ id, region, name: naturalCase(clean(golden.name.value)), why })
    }
    if (reader.state(id, 'letter', asked.at).clearance === 'refused')
      return out(`no letter is allowed: pipeline why ${id} tells the rule`)
    if (golden.address === undefined) return out('no listing gives an address')
    const found = postableOf(asked.regions[region], input)
    if (typeof found === 'string') return out(postalReason(found))
    const twin = points.get(found.address.key)
    if (twin !== undefined) return out(`the same delivery point as prospect ${twin}`)
    points.set(found.address.key, id)
    postable.push(found)
  }
  for (let after = 0; ; ) {
    const chunk = reader.chunk({
      ...(asked.region ? { region: asked.region } : {}),
      after,
      limit: 1000,
    })
    const last = chunk.at(-1)
    if (last === undefined) break
    chunk.forEach(sortInto)
    after = last.id
  }
  return { postable: postable.sort(byPost), notPostable }
}

/** A prospect as a letter reaches it: name in natural case and address laid out, if both stay within what the post prints. */
export const postableOf = (card: RegionCard, input: ComposeInput): Postable | PostalTrouble => {
  const { id, region, golden, language } = input
  const name = naturalCase(clean(golden.name.value))
  const address = card.postal.layout(golden.address?.value ?? {}, language)
  if (typeof address === 'string') return address
  const { lines, characters } = card.postal.most
  if (address.lines.length + 1 > lines) return 'too-many-lines'
  const longest = Math.max(name.length, ...address.lines.map((line) => line.length))
  return longest > characters ? 'line-too-long' : { id, region, name, address, input }
}

/** The order in which the post sorts, region by region. */
export const byPost = (a: Postable, b: Postable): number =>
  compare(a.region, b.region) || compare(a.address.sort, b.address.sort) || a.id - b.id

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
