import type { Page } from '../model/page.ts'
import type { Source } from '../source.ts'
import { hostOf } from './address.ts'

/** Which source a page is of, and which of its readers understands it. */
export interface Recognised {
  readonly id: string
  readonly kind: string
}

/**
 * Tells a page's source: by its address where it has one of a source's own, else by what its body holds.
 * A page that two sources claim goes to the first in the order of ids.
 */
export const recognise = (
  sources: Iterable<readonly [id: string, source: Pick<Source, 'hosts' | 'recognise'>]>,
  page: Pick<Page, 'url' | 'contentType' | 'body'>,
): Recognised | undefined => {
  const host = hostOf(page.url)
  const all = [...sources]
  const own = all.filter(([, source]) => serves(source, host))
  for (const [id, source] of [...own, ...all.filter((one) => !own.includes(one))]) {
    const kind = source.recognise(page)
    if (kind !== undefined) return { id, kind }
  }
  return undefined
}

/** Whether a source serves pages from a host. */
export const serves = (source: Pick<Source, 'hosts'>, host: string): boolean =>
  host !== '' && source.hosts.some((own) => host === own || host.endsWith(`.${own}`))
