import { loadSource, sourceIds } from '../discover.ts'
import type { SourceId } from '../model/region.ts'
import type { Source } from '../source.ts'
import { hostOf } from './observe.ts'

/** The host name by which people know each source (`yell.com`), from its card; sources that are gone keep their own name. */
export const sourceHosts = async (): Promise<(source: SourceId) => string> => {
  const hosts = new Map<string, string>(
    await Promise.all(
      sourceIds().map(async (id) => [id, hostOf((await loadSource<Source>(id)).home)] as const),
    ),
  )
  return (source) => hosts.get(source) || source.slice(source.indexOf('/') + 1)
}
