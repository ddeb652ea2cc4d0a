import type { AddressParts, Listing } from '../model/listing.ts'
import type { Region } from '../model/region.ts'
import { readAddress } from '../text/addresses.ts'
import { openingHours } from '../text/hours.ts'
import type { PageView } from '../text/html.ts'
import { findPostcode } from '../text/postcodes.ts'
import { businessOf, isBusiness } from './business.ts'
import { jsonLd, microdata, typesOf } from './structured.ts'
import { parse } from './tree.ts'

/** What a business's own page says of it in schema.org terms: the types it names and the values it gives. */
export interface OwnData {
  readonly types: readonly string[]
  readonly listing: Listing
}

/** Name of a business whose data names none. */
export const UNNAMED = '?'

/** Every business that a page of its own site describes, JSON-LD first. */
export const businessesOn = (body: string, url: string): readonly OwnData[] => {
  if (!/ld\+json|itemscope/i.test(body)) return []
  const things = [
    ...jsonLd(body).things,
    ...(/itemscope/i.test(body) ? microdata(parse(body)) : []),
  ]
  return things.filter(isBusiness).flatMap((thing) => {
    const card = businessOf({ name: UNNAMED, ...thing }, url, 'schema.org')
    return 'listing' in card ? [{ types: typesOf(thing), listing: card.listing }] : []
  })
}

/** Opening hours as a page states them; `hours` in OSM syntax only where every word was understood. */
export interface OwnHours {
  readonly hours?: string
  readonly excerpt: string
}

const DAY =
  /(?:^|[^\p{L}])(?:mo|mon|monday|tue?s?|tuesday|wed|wednesday|thu|thurs?|thursday|fri|friday|sat|saturday|sun|sunday|ma|maandag|di|dinsdag|wo|woe|woensdag|do|don|donderdag|vr|vrij|vrijdag|za|zat|zaterdag|zo|zon|zondag|lu|lun|lundi|mardi|mer|mercredi|jeu|jeudi|ven|vendredi|sam|samedi|dim|dimanche|daily|dagelijks|weekdays|werkdagen|tous les jours|every day|elke dag|24\/7)(?=$|[^\p{L}])/iu
const TIME =
  /\b(?:[01]?\d|2[0-4])\s?(?:[:.hu]\s?[0-5]\d|[ap]\.?m\b|h\b|u\b|uur\b)|\b24\s?\/\s?7\b|\b24\s?(?:hours|uur|heures)\b/i
const CLOSED = /^(?:closed|gesloten|fermée?|by appointment|op afspraak|sur rendez-vous)\.?$/i
const BETWEEN = /^[\s\-–—:]*$|^(?:to|tot|à|until|-)$/i

/** Opening hours in the words of a page: lines that name days and times, side by side or one below the other. */
const hoursIn = (view: PageView): readonly OwnHours[] => {
  const found: OwnHours[] = []
  let run: string[] = []
  const close = () => {
    const text = run.join(' ')
    if (DAY.test(text) && TIME.test(text)) {
      const hours = openingHours(run.join('; ')) ?? openingHours(text)
      found.push({ excerpt: text.slice(0, 300), ...(hours === undefined ? {} : { hours }) })
    }
    run = []
  }
  for (const { text } of view.blocks) {
    const short = text.length < 120
    const part = short && [TIME, BETWEEN, CLOSED, DAY].some((shape) => shape.test(text))
    if (part) run.push(text)
    else close()
    if (!short && TIME.test(text) && DAY.test(text)) {
      const at = DAY.exec(text)?.index ?? 0
      found.push({ excerpt: text.slice(Math.max(0, at - 60), at + 200) })
    }
  }
  close()
  return found
}

/** Opening hours of a page from its data and its words. */
export const hoursOn = (view: PageView, body: string): readonly OwnHours[] => {
  const stated = businessesOn(body, view.url).flatMap(({ listing }) => listing.hours ?? [])
  return [
    ...stated.map((text) => {
      const hours = openingHours(text)
      return { excerpt: text, ...(hours === undefined ? {} : { hours }) }
    }),
    ...hoursIn(view),
  ]
}

/** A postal address as a page states it. */
export interface OwnAddress {
  readonly address: AddressParts
  readonly excerpt: string
}

/** Lines above a postcode that may belong to its address. */
const LINES = 4
const LONGEST_LINE = 90

/** Addresses of a page with street, number and postcode, from its data and its words. */
export const addressesOn = (
  view: PageView,
  body: string,
  region: Region,
): readonly OwnAddress[] => {
  const stated = businessesOn(body, view.url).flatMap(({ listing }) => {
    const address = readAddress(listing, region)
    return isWhole(address)
      ? [{ address, excerpt: [listing.street, listing.postcode, listing.town].join(', ') }]
      : []
  })
  return [...stated, ...view.blocks.flatMap((_block, i) => addressAt(view, i, region))]
}

const NUMBER = /^\d{1,4}\s?[a-z]?(?:\s?[-–/+]\s?\d{0,4}[a-z]?)?$/i
const STREET = /^[\p{L}\d][\p{L}\d .,'’()–-]{2,60}$/u
/** Words that belong to no street: the rest of a footer. */
const FOOTER = /\d{5}|\b(?:tel|fax|gsm|e-?mail|www|btw|tva|vat|kvk|kbo|iban|copyright|open)\b/iu

const isWhole = (address: AddressParts): boolean =>
  address.postcode !== undefined &&
  NUMBER.test(address.number ?? '') &&
  STREET.test(address.street ?? '') &&
  !FOOTER.test(address.street ?? '')

/** A bank account ends in four digits that look like a Belgian postcode. */
const IBAN = /\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,3})?\b/g
/** What a number is that looks like a Belgian postcode and is none: a year, a price, a part of a longer number. */
const NO_POSTCODE = /(?:©|\bcopyright|\bsince|\bsinds|\bdepuis|\banno|[€£+/.]|\d-)\s*$/iu
/** The end of what cannot belong to the address behind it. */
const BEFORE = /.*(?:[|•·©]|\S+@\S+|\bwww\.\S+|\d[./]\d\S*)\s*[-–,]?\s*/su

const addressAt = (view: PageView, i: number, region: Region): readonly OwnAddress[] => {
  const text = (view.blocks[i]?.text ?? '').replace(IBAN, '')
  const code = text.length > 250 ? undefined : findPostcode(text, region)
  if (code === undefined || NO_POSTCODE.test(text.slice(0, code.from))) return []
  const tail = /^[^|•·]{0,40}/u.exec(text.slice(code.to))?.[0] ?? ''
  if (region === 'be' && !/^\s*,?\s*\p{Lu}/u.test(tail)) return []
  const line = text.slice(0, code.to).replace(BEFORE, '') + tail
  for (let above = 0; above <= LINES; above++) {
    const lines = view.blocks.slice(Math.max(0, i - above), i).map((block) => block.text)
    if (lines.some((one) => one.length > LONGEST_LINE || FOOTER.test(one))) return []
    const whole = [...lines, line].join(', ').replace(LABEL, '')
    const address = readAddress({ address: whole }, region)
    if (isWhole(address)) return [{ address, excerpt: whole }]
  }
  return []
}

const LABEL =
  /^(?:.{0,40}?\b(?:adres|address|adresse|bezoekadres|visit us|find us|registered office|siège social|maatschappelijke zetel)\s*:?,?\s*)/i
