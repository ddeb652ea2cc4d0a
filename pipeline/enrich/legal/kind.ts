import type { LegalEvidence, LegalKind } from '../../model/contact.ts'
import type { StoredListing } from '../../model/listing.ts'
import type { Region } from '../../model/region.ts'
import type { SitePage } from '../../probe.ts'
import { spaced } from '../../text/html.ts'
import { legalKindOf, splitLegalForm } from '../../text/legal-forms.ts'
import { numbersIn } from './numbers.ts'

/** A piece of evidence with the words that show it. */
export type Evidence = LegalEvidence & { readonly excerpt: string }

/** Everything on the site and in the listings that tells what kind of recipient this is, each piece with its place and date. */
export const legalEvidence = (
  region: Region,
  names: readonly string[],
  listings: readonly StoredListing[],
  pages: readonly Pick<SitePage, 'id' | 'at' | 'view'>[],
): readonly Evidence[] => {
  const found = new Map<string, Evidence>()
  const add = (evidence: Evidence) => {
    const key = `${evidence.by} ${evidence.value}`
    if (!found.has(key)) found.set(key, evidence)
  }
  const patterns = names.flatMap((name) => named(name) ?? [])
  for (const page of pages)
    for (const block of page.view.blocks) {
      // What stands behind the maker's signature is about the maker.
      const text = spaced(block).split(CREDIT)[0] ?? ''
      for (const { by, value, kind, excerpt } of numbersIn(text, region))
        add({ by, value, kind, excerpt, page: page.id, at: page.at })
      for (const { form, excerpt } of formsIn(text, patterns, region))
        add({
          by: 'site',
          value: form,
          kind: kindOf(form, region),
          excerpt,
          page: page.id,
          at: page.at,
        })
    }
  for (const listing of listings) listed(listing, add)
  return [...found.values()]
}

const CREDIT =
  /\b(?:web\s?design|website (?:by|door|par)|site (?:by|réalisé)|hosting|powered by)\b/i

const kindOf = (form: string, region: Region): LegalKind =>
  form === SOLE ? 'sole' : legalKindOf(form, region)

const SOLE = 'sole trader'

const listed = (listing: StoredListing, add: (evidence: Evidence) => void): void => {
  const at = listing.lastSeen
  const own = { listing: listing.id, at }
  if (listing.legalForm !== undefined)
    add({
      by: 'name-suffix',
      value: listing.legalForm,
      kind: legalKindOf(listing.legalForm, listing.region),
      excerpt: listing.raw.name,
      ...own,
    })
  const { company, kvk, kbo, vat } = listing.registers
  const text = [
    company === undefined ? '' : `Company number ${company}`,
    kvk === undefined ? '' : `KVK ${kvk}`,
    kbo === undefined ? '' : `KBO ${kbo}`,
    vat === undefined ? '' : `VAT ${vat}`,
  ]
  for (const part of text)
    for (const { by, value, kind } of numbersIn(part, listing.region))
      add({ by, value, kind, excerpt: part, ...own })
}

/** Tells where a name ends in a line, each time it stands there. */
type Named = (text: string) => readonly number[]

const ALNUM = /[\p{L}\p{N}]/u

/** A name to look for, forgiving case, spacing and signs between its words. A pattern made for each name costs more than the search. */
const named = (name: string): Named | undefined => {
  const [first = '', ...rest] = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  if (first.length + rest.join('').length < 4) return undefined
  return (text) => {
    const line = text.toLowerCase()
    const ends: number[] = []
    for (let at = line.indexOf(first); at !== -1; at = line.indexOf(first, at + 1)) {
      if (at > 0 && ALNUM.test(line[at - 1] ?? '')) continue
      let end = at + first.length
      const whole = rest.every((word) => {
        const next = line.indexOf(word, end + 1)
        if (next === -1 || next - end > 4 || ALNUM.test(line.slice(end, next))) return false
        end = next + word.length
        return true
      })
      if (whole) ends.push(end)
    }
    return line.length === text.length ? ends : []
  }
}

/** Another name behind which the firm stands: `handelsnaam van X BV`, `trading name of X Ltd`. */
const TRADES_AS =
  /(?:handelsnaam van|handelsnaam is van|onderdeel van|trading (?:name|style) of|a trading name of|nom commercial de|dénomination commerciale de)\s+/giu

const RULED = /(?:rechtsvorm|juridische vorm|forme juridique|legal (?:form|status))\s*:?\s*/giu
const ONE_MAN = /\beenmanszaak\b|\bzzp'?er\b|\bpersonne physique\b|\bentreprise individuelle\b/iu
/** Somebody by name, or the writer, and not just any reader. */
const SOLE_TRADER = /(?:\p{Lu}[\p{L}'’-]+ is|\bI am|\bI'm) a sole trader\b/u

/** Legal forms that a line of the site gives to one of the names. */
const formsIn = (
  text: string,
  names: readonly Named[],
  region: Region,
): readonly { readonly form: string; readonly excerpt: string }[] => {
  const mentioned = names.flatMap((standsIn) => standsIn(text))
  const ruled = [...text.matchAll(RULED)].map((match) => match.index + match[0].length)
  const starts = [...mentioned, ...ruled].map((index) => ({ index, most: 4 }))
  const owners = [...text.matchAll(TRADES_AS)].map((match) => ({
    index: match.index + match[0].length,
    most: 8,
  }))
  const forms = [...starts, ...owners].flatMap(({ index, most }) => {
    const form = formAfter(text.slice(index, index + 120), most, region)
    return form === undefined ? [] : [{ form, excerpt: around(text, index) }]
  })
  const about = mentioned.length > 0 || (text.length < 160 && !text.includes('?'))
  const alone = SOLE_TRADER.exec(text) ?? (about ? ONE_MAN.exec(text) : null)
  if (alone !== null) forms.push({ form: SOLE, excerpt: around(text, alone.index) })
  return forms
}

const around = (text: string, index: number): string =>
  text.slice(Math.max(0, index - 60), index + 60).trim()

/** The form that stands within the next words, before the sentence goes on to something else. */
const formAfter = (rest: string, most: number, region: Region): string | undefined => {
  const words =
    rest
      .split(/[;|•·\n]|\.\s(?=\p{Lu})/u)[0]
      ?.trim()
      .split(/\s+/) ?? []
  for (let count = 1; count <= Math.min(most, words.length); count++) {
    const phrase = words
      .slice(0, count)
      .join(' ')
      .replace(/[,:)]+$/, '')
    const { name, form } = splitLegalForm(`Firm ${phrase}`, region)
    if (form === undefined) continue
    const between = name.replace(/^Firm\s*/, '')
    return most > 4 || between === '' ? form : undefined
  }
  return undefined
}
