import type { Page } from '../../pipeline/model/page.ts'
import { COMPANY_HEAD, type Company, companyOf } from '../../pipeline/platforms/companies-house.ts'
import {
  type Card,
  facts,
  listing,
  readCards,
  reading,
  safely,
  unknown,
  unread,
} from '../../pipeline/platforms/reading.ts'
import { defineSource } from '../../pipeline/source.ts'
import { readTable } from '../../pipeline/text/csv.ts'

/** Rows of the register's file under its own head; a bulk file comes in as many such pages. */
const rows = (page: Page) => {
  if (!COMPANY_HEAD.test(page.body)) return unknown('no head of the company data file', page)
  const bad: ReturnType<typeof unread>[] = []
  const table = readTable(page.body, ({ line, why }) => bad.push(unread(`line ${line}`, why)))
  const cards = readCards(table, (row): Card => {
    const company = companyOf(row)
    if (company === undefined)
      return { unread: unread('row', 'no name or no number', Object.values(row).join(' ')) }
    return company.status.startsWith('active') ? business(company) : { left: 'not active' }
  })
  return reading(table.length === 0 && bad.length === 0 ? 'empty' : 'ok', {
    ...cards,
    cards: table.length + bad.length,
    unread: [...cards.unread, ...bad],
  })
}

const business = (company: Company): Card =>
  listing({
    ref: company.number,
    name: company.name,
    url: `https://find-and-update.company-information.service.gov.uk/company/${company.number}`,
    categories: company.activities.map(({ text }) => text),
    street: company.street.join(', '),
    town: company.town,
    county: company.county,
    postcode: company.postcode,
    country: company.country,
    registers: { company: company.number },
    legalForm: company.form,
    seller: 'business',
    extra: facts({
      category: company.category,
      status: company.status === 'active' ? undefined : company.status,
      incorporated: company.incorporated,
      sic: company.activities.map(({ code }) => code).join(' '),
    }),
  })

export default defineSource({
  name: 'Companies House',
  about:
    'Companies House free company data: every live company of the United Kingdom, monthly; no phones or websites',
  home: 'https://download.companieshouse.gov.uk/en_output.html',
  // It comes as a file (--from FILE, or its path in the configuration); there is no page to ask for.
  hosts: [],
  regions: ['uk'],
  terms: {
    automated: 'allowed',
    says: 'open data; Companies House places no restriction on its use',
    read: '2026-09',
  },
  evidence: 'documented',
  attribution:
    'Contains public sector information licensed under the Open Government Licence v3.0 (Companies House)',
  pace: { perMinute: 1 },
  expect: { rows: { fill: { registers: 1, postcode: 0.9, legalForm: 0.9 } } },
  start: () => [],
  read: { rows: safely(rows) },
  recognise: ({ body }) => (COMPANY_HEAD.test(body) ? 'rows' : undefined),
})
