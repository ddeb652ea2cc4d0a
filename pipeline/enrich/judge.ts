import { loadUnits } from '../discover.ts'
import type { Finding } from '../model/finding.ts'
import type { Probe, Site } from '../probe.ts'

/** Every probe of `enrich/probes/`, by name. */
export const loadProbes = (): Promise<ReadonlyMap<string, Probe>> =>
  loadUnits<Probe>('enrich/probes')

/** Longest excerpt that a finding keeps. */
const EXCERPT = 300

/** What the probes see of a site, each sighting dated by the page that shows it, or by the look itself. */
export const judge = (
  probes: ReadonlyMap<string, Probe>,
  site: Site,
): readonly Omit<Finding, 'id' | 'prospect'>[] =>
  [...probes].flatMap(([name, probe]) =>
    probe.look(site).map((sighting) => {
      const page = site.pages.find(({ id }) => id === sighting.page)
      const { excerpt, ...rest } = sighting
      return {
        ...rest,
        ...(page === undefined || rest.url !== undefined ? {} : { url: page.url }),
        ...(excerpt === undefined ? {} : { excerpt: excerpt.slice(0, EXCERPT) }),
        probe: name,
        severity: probe.severity,
        sayable: probe.sayable,
        at: page?.at ?? site.now,
      }
    }),
  )
