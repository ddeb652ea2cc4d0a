import { describe, expect, it } from 'vitest'
import { reachOf } from '../../pipeline/enrich/contacts/roles.ts'
import { judge, loadProbes } from '../../pipeline/enrich/judge.ts'
import { legalEvidence } from '../../pipeline/enrich/legal/kind.ts'
import { readSite } from '../../pipeline/enrich/read.ts'
import type { Site, SiteEvent } from '../../pipeline/probe.ts'
import { legalKindOf } from '../../pipeline/store/legal.ts'
import { EMAIL_READERS, phonesOf, type SavedSite, savedSites, score } from './score.ts'

const sites = savedSites()
const probes = await loadProbes()
const emails = ({ truth }: SavedSite) => Object.keys(truth.emails)

const siteOf = ({ truth, pages }: SavedSite, more: Partial<Site> = {}): Site => {
  const from = { listing: 1, source: 'uk/yell', page: 1, at: '2026-11-01T00:00:00.000Z' } as const
  return {
    prospect: 1,
    region: truth.region,
    golden: { name: { value: truth.name, from, agree: [], differ: [] } },
    listings: [],
    pages,
    events: [],
    reading: readSite(pages, truth.region, { names: [truth.name], emails: [] }),
    now: '2026-11-23T08:00:00.000Z',
    ...more,
  }
}

describe('contacts on sites in the shape of real ones', () => {
  it('are read with a precision of at least 0.98 and a recall of at least 0.9', () => {
    const ours = EMAIL_READERS.ours ?? (() => [])
    expect(score(sites, ours, emails)).toMatchObject({ wrong: [], missed: [] })
    const phones = score(sites, phonesOf, ({ truth }) => truth.phones)
    expect(phones.wrong).toEqual([])
    expect(phones.recall).toBeGreaterThanOrEqual(0.9)
  })

  it('are missed and mistaken by the usual readers, so that the sites are no easy ones', () => {
    for (const [name, read] of Object.entries(EMAIL_READERS))
      if (name !== 'ours') expect(score(sites, read, emails).recall).toBeLessThan(0.7)
  })

  it.each(sites.map((site) => [site.name, site] as const))(
    '%s: are classed by whom they reach',
    (_name, { truth }) => {
      for (const [email, reach] of Object.entries(truth.emails))
        expect([email, reachOf(email, [truth.name, truth.host.replace(/^www\./, '')])]).toEqual([
          email,
          reach,
        ])
    },
  )
})

describe('legal kind of sites', () => {
  it.each(sites.map((site) => [site.name, site] as const))('%s', (_name, { truth, pages }) => {
    const evidence = legalEvidence(truth.region, [truth.name], [], pages)
    expect(legalKindOf(evidence)).toBe(truth.legal)
    const numbers = evidence.filter(({ by }) => by.endsWith('-number')).map(({ value }) => value)
    expect([...numbers].sort()).toEqual([...(truth.numbers ?? [])].sort())
  })
})

describe('hours and addresses of sites', () => {
  it.each(sites.map((site) => [site.name, site] as const))(
    '%s: what is read is true',
    (_name, site) => {
      const { hours, addresses } = siteOf(site).reading
      for (const one of hours) if (one.hours !== undefined) expect(one.hours).toBe(site.truth.hours)
      if (typeof site.truth.address === 'string')
        for (const { address } of addresses) expect(address.postcode).toBe(site.truth.address)
    },
  )

  it('are read from most sites that state them', () => {
    const stated = sites.filter(({ truth }) => truth.hours)
    const read = stated.filter((site) =>
      siteOf(site).reading.hours.some(({ hours }) => hours !== undefined),
    )
    expect(read.length / stated.length).toBeGreaterThan(0.5)
    const placed = sites.filter(({ truth }) => truth.address)
    const found = placed.filter((site) => siteOf(site).reading.addresses.length > 0)
    expect(found.length / placed.length).toBeGreaterThan(0.8)
  })
})

describe('findings on sites', () => {
  const events: Readonly<Record<string, readonly SiteEvent[]>> = {
    'nl-joomla-schilder': [
      {
        url: 'https://www.schildersbedrijf-kuipers.example/index.php/prijzen',
        what: 'http 404',
        at: '2026-11-23T08:00:00.000Z',
        link: 'Prijzen',
        from: 'https://www.schildersbedrijf-kuipers.example/',
      },
    ],
  }
  it.each(sites.map((site) => [site.name, site] as const))(
    '%s: are those that a person sees, no more and no less',
    (name, site) => {
      const found = judge(probes, siteOf(site, { events: events[name] ?? [] })).map(
        ({ probe }) => probe,
      )
      expect([...new Set(found)].sort()).toEqual([...(site.truth.findings ?? [])].sort())
    },
  )
})
