import { loadSource, sourceIds } from '../discover.ts'
import type { SourceId } from '../model/region.ts'
import type { Source } from '../source.ts'

/**
 * What people call each source (`Yell`, `Gouden Gids`), from its card; never a host name, which mail programs would
 * turn into a link. A source whose card is gone keeps the name of its id.
 */
export const sourceNames = async (): Promise<(source: SourceId) => string> => {
  const names = new Map(
    await Promise.all(
      sourceIds().map(async (id) => [id, (await loadSource<Source>(id)).name] as const),
    ),
  )
  return (source) => names.get(source) ?? capital(source.slice(source.indexOf('/') + 1))
}

const capital = (id: string): string => id.charAt(0).toUpperCase() + id.slice(1)

/** Lines of attribution that exports must carry, for the sources whose licence asks for it. */
export const attributions = async (used: ReadonlySet<string>): Promise<readonly string[]> => {
  const known = sourceIds().filter((id) => used.has(id))
  const cards = await Promise.all(known.map((id) => loadSource<Source>(id)))
  return cards.flatMap(({ attribution }) => attribution ?? [])
}
