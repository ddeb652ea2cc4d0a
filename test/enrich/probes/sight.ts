import { judge, loadProbes } from '../../../pipeline/enrich/judge.ts'
import { ownerOf, readSite } from '../../../pipeline/enrich/read.ts'
import type { StoredListing } from '../../../pipeline/model/listing.ts'
import type { Region } from '../../../pipeline/model/region.ts'
import type { PageRole, Site, SiteEvent, SitePage } from '../../../pipeline/probe.ts'
import { viewOf } from '../../../pipeline/text/html.ts'

const NOW = '2026-11-23T08:00:00.000Z'
export const HOST = 'harbour.example'
const probes = await loadProbes()
export const PROBES = probes

/** What a test says of a site; the rest is a healthy site of nobody. */
export interface Scene {
  readonly region?: Region
  /** Bodies by role; the home page stands at `/`. */
  readonly pages?: Readonly<Partial<Record<PageRole, string>>>
  readonly scheme?: 'http' | 'https'
  readonly events?: readonly Omit<SiteEvent, 'at'>[]
  readonly listings?: readonly Partial<StoredListing>[]
  readonly own?: Site['own']
}

const listing = (id: number, more: Partial<StoredListing>): StoredListing => ({
  id,
  source: 'uk/yell',
  ref: String(id),
  region: 'uk',
  name: 'Harbour Bakery',
  phones: [],
  emails: [],
  socials: [],
  address: {},
  registers: {},
  noMarketing: false,
  status: 'open',
  raw: { ref: String(id), name: 'Harbour Bakery' },
  origin: { '*': 1 },
  firstSeen: NOW,
  lastSeen: `2026-11-${String(10 + id).padStart(2, '0')}T08:00:00.000Z`,
  ...more,
})

/** A site as probes see it. */
export const stage = (scene: Scene): Site => {
  const { region = 'uk', scheme = 'https' } = scene
  const pages = Object.entries(scene.pages ?? {}).map(([role, body], i): SitePage => {
    const url = `${scheme}://${HOST}/${role === 'home' ? '' : role}`
    return {
      id: i + 1,
      url,
      role: role as PageRole,
      status: 200,
      headers: {},
      body,
      at: NOW,
      view: viewOf(body, url),
    }
  })
  const listings = (scene.listings ?? []).map((one, i) => listing(i + 1, { region, ...one }))
  const from = { listing: 1, source: 'uk/yell', page: 1, at: NOW } as const
  return {
    prospect: 1,
    region,
    golden: { name: { value: 'Harbour Bakery', from, agree: [], differ: [] } },
    listings,
    pages,
    events: (scene.events ?? []).map((event) => ({ at: NOW, ...event })),
    reading: readSite(pages, region, ownerOf('Harbour Bakery', listings)),
    now: NOW,
    ...(scene.own === undefined ? {} : { own: scene.own }),
  }
}

/** What every probe sees of a scene, by probe. */
export const sightings = (
  scene: Scene,
): Readonly<Record<string, Readonly<Record<string, string>>>> =>
  Object.fromEntries(judge(probes, stage(scene)).map(({ probe, data }) => [probe, data]))
