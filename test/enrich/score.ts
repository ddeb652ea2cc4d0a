import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readContacts } from '../../pipeline/enrich/contacts/read.ts'
import type { Region } from '../../pipeline/model/region.ts'
import { roleOf, type SitePage } from '../../pipeline/probe.ts'
import { viewOf } from '../../pipeline/text/html.ts'

/** What a person read on a site, written beside its saved pages as `truth.json`. */
interface Truth {
  readonly region: Region
  readonly host: string
  readonly name: string
  /** Address → whom it reaches. */
  readonly emails: Readonly<Record<string, string>>
  readonly phones: readonly string[]
  readonly legal?: string
  readonly numbers?: readonly string[]
  readonly hours?: string | null
  /** Postcode of the one address, where the site states one. */
  readonly address?: string | null
  readonly findings?: readonly string[]
}

/** A saved site: its pages by role (`home.html`, `contact.html` …) and what a person read on them. */
export interface SavedSite {
  readonly name: string
  readonly truth: Truth
  readonly pages: readonly SitePage[]
}

const SITES = join(import.meta.dirname, 'sites')
const AT = '2026-11-23T08:00:00.000Z'

/** Reads a folder of saved sites. */
export const savedSites = (folder: string = SITES): readonly SavedSite[] =>
  readdirSync(folder)
    .sort()
    .map((name) => {
      const truth = JSON.parse(readFileSync(join(folder, name, 'truth.json'), 'utf8')) as Truth
      const files = readdirSync(join(folder, name)).filter((file) => file.endsWith('.html'))
      const pages = files.sort(homeFirst).map((file, i): SitePage => {
        const role = roleOf(file.replace('.html', ''))
        const url = `https://${truth.host}/${role === 'home' ? '' : role}`
        const body = readFileSync(join(folder, name, file), 'utf8')
        return {
          id: i + 1,
          url,
          role,
          status: 200,
          headers: {},
          body,
          at: AT,
          view: viewOf(body, url),
        }
      })
      return { name, truth, pages }
    })

const homeFirst = (a: string, b: string): number =>
  Number(b.startsWith('home')) - Number(a.startsWith('home')) || (a < b ? -1 : 1)

/** A way to read e-mail addresses off the pages of a site. */
export type EmailReader = (site: SavedSite) => readonly string[]

const ADDRESS = /[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}/gi

/** Ours beside what the usual harvesters do: the `mailto:` links, else a pattern over the page. */
export const EMAIL_READERS: Readonly<Record<string, EmailReader>> = {
  ours: ({ pages, truth }) =>
    readContacts(pages, truth.region, { names: [truth.name], emails: [] })
      .contacts.filter(({ type }) => type === 'email')
      .map(({ value }) => value),
  'mailto, else pattern': ({ pages }) =>
    distinct(
      pages.flatMap(({ body }) => {
        const links = [...body.matchAll(/mailto:([^"'?>\s]+)/gi)].map((match) => match[1] ?? '')
        return links.length > 0 ? links : (body.match(ADDRESS) ?? [])
      }),
    ),
  pattern: ({ pages }) => distinct(pages.flatMap(({ body }) => body.match(ADDRESS) ?? [])),
}

const distinct = (found: readonly string[]): readonly string[] => [
  ...new Set(found.map((one) => one.toLowerCase())),
]

/** Shares of what was read that is true, and of what is true that was read, with what was wrong. */
export interface Score {
  readonly precision: number
  readonly recall: number
  readonly wrong: readonly string[]
  readonly missed: readonly string[]
}

/** Scores readings against the truth of each site. */
export const score = (
  sites: readonly SavedSite[],
  read: (site: SavedSite) => readonly string[],
  truth: (site: SavedSite) => readonly string[],
): Score => {
  const wrong: string[] = []
  const missed: string[] = []
  let right = 0
  for (const site of sites) {
    const said = new Set(read(site))
    const known = new Set(truth(site))
    for (const one of said)
      if (known.has(one)) right++
      else wrong.push(`${site.name}: ${one}`)
    for (const one of known) if (!said.has(one)) missed.push(`${site.name}: ${one}`)
  }
  const share = (of: number) => (right + of === 0 ? 1 : right / (right + of))
  return { precision: share(wrong.length), recall: share(missed.length), wrong, missed }
}

/** Phones as our reader has them. */
export const phonesOf: EmailReader = ({ pages, truth }) =>
  readContacts(pages, truth.region, { names: [truth.name], emails: [] })
    .contacts.filter(({ type }) => type === 'phone')
    .map(({ value }) => value)

// `npx tsx test/enrich/score.ts FOLDER` scores saved sites that are kept elsewhere.
if (process.argv[1]?.endsWith('score.ts') && process.argv[2] !== undefined) {
  const sites = savedSites(process.argv[2])
  const emails = ({ truth }: SavedSite) => Object.keys(truth.emails)
  const print = (name: string, { precision, recall, wrong, missed }: Score) => {
    process.stdout.write(
      `${name}: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}\n`,
    )
    for (const one of wrong) process.stdout.write(`  wrong  ${one}\n`)
    for (const one of missed) process.stdout.write(`  missed ${one}\n`)
  }
  for (const [name, read] of Object.entries(EMAIL_READERS))
    print(`e-mails, ${name}`, score(sites, read, emails))
  print(
    'phones, ours',
    score(sites, phonesOf, ({ truth }) => truth.phones),
  )
}
