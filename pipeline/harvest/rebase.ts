import type { Config } from '../config.ts'
import type { Fetched, FetchRequest } from '../fetch/fetched.ts'
import type { SourceId } from '../model/region.ts'
import type { Source } from '../source.ts'

type Fetch = (request: FetchRequest) => Promise<Fetched>

/**
 * Reads a source from another address than its own (`sources[id].base`: a mirror of Overpass, a test
 * server). Requests go to the mirror; readers, frontier and provenance keep the source's own addresses.
 */
export const rebased = (
  fetch: Fetch,
  id: SourceId,
  card: Source,
  settings: Config['sources'],
): Fetch => {
  const base = settings[id]?.base
  if (base === undefined) return fetch
  const there = new URL(base)
  const own = new URL(card.home)
  const to = (address: string): string => {
    const url = new URL(address)
    if (!card.hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`)))
      return address
    return new URL(url.pathname + url.search, there).href
  }
  return async (request) => {
    const got = await fetch({ ...request, url: to(request.url) })
    return { ...got, url: home(got.url, there, request.url, own) }
  }
}

/** The source's own address of what a mirror served: the asked one, unless the mirror redirected within itself. */
const home = (served: string, there: URL, asked: string, own: URL): string => {
  const url = new URL(served)
  if (url.origin !== there.origin) return served
  const origin = new URL(asked).origin === there.origin ? own.origin : new URL(asked).origin
  return new URL(url.pathname + url.search, origin).href
}
