import type { Region } from '../../model/region.ts'
import { hoursOn } from '../../platforms/own-site.ts'
import type { SitePage } from '../../probe.ts'
import type { VisitPageRow } from '../../store/visit.ts'
import { spaced } from '../../text/html.ts'
import { emailCandidates } from '../contacts/emails.ts'
import { type Owner, refusal } from '../contacts/judge.ts'
import { phonesOn } from '../contacts/phones.ts'
import { numbersIn } from '../legal/numbers.ts'

/** What is wanted of a site. A page is read only for what is still missing. */
export interface Wish {
  readonly region: Region
  readonly contacts: boolean
  readonly registers: boolean
  readonly findings: boolean
  readonly owner: Omit<Owner, 'hosts'>
}

/** What the pages read so far already tell. */
export interface Known {
  email: boolean
  phone: boolean
  hours: boolean
  number: boolean
}

/** What is known before the first page. */
export const nothingKnown = (): Known => ({
  email: false,
  phone: false,
  hours: false,
  number: false,
})

/** Adds what one more page tells. */
export const learn = (
  known: Known,
  page: Pick<SitePage, 'url' | 'body' | 'view'>,
  wish: Wish,
): void => {
  const owner: Owner = { ...wish.owner, hosts: [new URL(page.url).hostname] }
  known.email ||= emailCandidates(page.view).some((found) => refusal(found, owner) === undefined)
  known.phone ||= phonesOn(page.view, wish.region).length > 0
  known.hours ||= hoursOn(page.view, page.body).length > 0
  known.number ||= page.view.blocks.some(
    (block) => numbersIn(spaced(block), wish.region).length > 0,
  )
}

/** Role of the row that knocks at the https door of a site that was read over http; no page is read for it. */
export const KNOCK = 'https'

/** Roles of rows for which no page is read. */
const ASIDE: ReadonlySet<string> = new Set([KNOCK, 'image'])

/** Whether a row is asked without being read. */
export const isAside = (role: string): boolean => ASIDE.has(role)

/** Role of the row that weighs the first photo; no page is read for it. */
export const WEIGHED = 'image'

/** The next address of a visit to ask, the weightiest that is still wanted; undefined when the visit is over. */
export const wanted = (
  rows: readonly VisitPageRow[],
  known: Known,
  wish: Wish,
  maxPages: number,
): VisitPageRow | undefined => {
  const ready = rows.filter((row) => row.state === 'ready')
  const homes = rows.filter((row) => row.role === 'home')
  if (!homes.some((row) => row.state === 'done')) return ready.find((row) => row.role === 'home')
  const asked = rows.filter(
    (row) => row.role !== 'home' && !isAside(row.role) && ['done', 'failed'].includes(row.state),
  ).length
  return ready.find(
    (row) =>
      row.role !== 'home' &&
      (isAside(row.role) || asked + 1 < maxPages) &&
      isWanted(row.role, known, wish),
  )
}

const isWanted = (role: string, known: Known, wish: Wish): boolean => {
  const noContact = wish.contacts && !(known.email && known.phone)
  switch (role) {
    case 'contact':
      return noContact || wish.findings
    case 'hours':
      return wish.findings && !known.hours
    case 'legal':
      return (wish.registers && !known.number) || (wish.contacts && !known.email)
    case 'about':
      return (wish.registers && !known.number) || (wish.contacts && !known.email)
    case 'prices':
    case KNOCK:
    case WEIGHED:
      return wish.findings
    default:
      return false
  }
}
