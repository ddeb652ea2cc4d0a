import { domainToASCII } from 'node:url'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { getDomain } from 'tldts'
import type { AddressParts } from '../model/listing.ts'
import type { Region } from '../model/region.ts'
import { fold } from './plain.ts'
import { companyNumber, kboNumber, kvkNumber, vatNumber } from './registers.ts'

/**
 * One form per real thing: two spellings that reach the same mailbox, telephone, letterbox, domain or
 * business give the same text. Suppression compares these forms (hashed), so where a provider's rule is
 * not known the broader reading is taken: a no reaches too far rather than not far enough.
 */

const GMAIL = new Set(['gmail.com', 'googlemail.com'])
const PROTON = new Set(['proton.me', 'protonmail.com', 'protonmail.ch', 'pm.me'])
const YAHOO = /^(?:yahoo\.[a-z.]+|ymail\.com|rocketmail\.com)$/
const APPLE = new Set(['icloud.com', 'me.com', 'mac.com'])

/** The mailbox that an address reaches, or undefined when the text is none. Plus-tags go (RFC 5233), dots as the provider treats them. */
export const emailIdentity = (text: string): string | undefined => {
  const address = text
    .normalize('NFKC')
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/\?.*$/, '')
  const at = address.lastIndexOf('@')
  if (at < 1 || at === address.length - 1 || /\s/.test(address)) return undefined
  const domain = domainToASCII(address.slice(at + 1).replace(/\.$/, '')).toLowerCase()
  if (!domain.includes('.')) return undefined
  const local = address
    .slice(0, at)
    .toLowerCase()
    .replace(/^"(.*)"$/, '$1')
  const untagged = local.replace(/(?!^)\+.*$/, '')
  if (GMAIL.has(domain)) return `${untagged.replaceAll('.', '')}@gmail.com`
  if (PROTON.has(domain)) return `${untagged.replace(/[._-]/g, '')}@proton.me`
  if (APPLE.has(domain)) return `${untagged}@icloud.com`
  if (YAHOO.test(domain)) return `${untagged.replace(/(?!^)-.*$/, '')}@${domain}`
  return `${untagged}@${domain}`
}

const ISO = { uk: 'GB', nl: 'NL', be: 'BE' } as const

/** A telephone number as E.164, national spellings read in `region`; undefined when the text is none. Extensions go. */
export const phoneIdentity = (text: string, region?: Region): string | undefined => {
  if (/^\+[1-9]\d{6,14}$/.test(text)) return text
  const spelled = text.replace(/^tel:/i, '')
  const number = parsePhoneNumberFromString(
    spelled,
    region === undefined ? {} : { defaultCountry: ISO[region] },
  )
  return number?.isPossible() ? number.number : undefined
}

/** The registrable domain of a URL, host or e-mail address (public suffix list, private part included), as punycode. */
export const domainIdentity = (text: string): string | undefined =>
  getDomain(text.trim().toLowerCase(), { allowPrivateDomains: true }) ?? undefined

const UNIT_WORD =
  /\b(?:unit|flat|suite|apartment|apt|room|office|bus|bte|boite|box|appartement|app)\b\.?/g

const compact = (text: string | undefined): string => fold(text ?? '').replaceAll(' ', '')

/**
 * The letterbox of an address: postcode, street where the postcode does not tell it, number and unit.
 * Undefined without a postcode or without anything that tells doors apart.
 */
export const deliveryPoint = (address: AddressParts, country: Region): string | undefined => {
  const postcode = compact(address.postcode)
  if (postcode === '') return undefined
  const unit = compact(fold(address.unit ?? '').replace(UNIT_WORD, ' '))
  const number =
    compact(address.number) || compact(/\d+\s?[a-z]?\b/i.exec(address.street ?? '')?.[0])
  const door = number || compact(address.building) || compact(address.street)
  if (door === '') return undefined
  // A Dutch postcode is a side of a street and a British one a few doors; a Belgian one is a town.
  const street = country === 'be' ? compact(address.street?.replace(/\d.*$/, '')) : ''
  return [country, postcode, street, door, unit].join('|')
}

const LEGAL_FORM =
  /\b(?:limited|ltd|llp|plc|cic|lp|besloten vennootschap|b ?v|n ?v|v ?o ?f|c ?v|eenmanszaak|maatschap|stichting|bv ?ba|b ?v ?b ?a|sprl|srl|sarl|s ?a|snc|sc|comm ?v|comm va|asbl|vzw|gcv)\b/g

/** A business name without case, accents, punctuation, legal form and the words that come and go (`&`, `and`, `the`). */
export const nameIdentity = (name: string): string => {
  const words = fold(name)
  const bare = words
    .replace(LEGAL_FORM, ' ')
    .replace(/\b(?:and|en|et|und|the|de|het|la|le)\b/g, ' ')
  return bare.replaceAll(' ', '') || words.replaceAll(' ', '')
}

/** A business as its name and postcode; undefined where either is missing. */
export const businessIdentity = (
  name: string,
  postcode: string | undefined,
): string | undefined => {
  const what = nameIdentity(name)
  const where = compact(postcode)
  return what === '' || where === '' ? undefined : `${what}|${where}`
}

/** A register number under its register's name; undefined when the text is none. A Belgian VAT number is its enterprise number. */
export const registerIdentity = (
  register: 'company' | 'kvk' | 'kbo' | 'vat',
  number: string,
): string | undefined => {
  if (register === 'company') return named('company', companyNumber(number))
  if (register === 'kvk') return named('kvk', kvkNumber(number))
  const kbo = kboNumber(number)
  if (kbo !== undefined) return `kbo:${kbo}`
  return register === 'kbo' ? undefined : named('vat', vatNumber(number))
}

const named = (register: string, number: string | undefined): string | undefined =>
  number === undefined ? undefined : `${register}:${number}`
