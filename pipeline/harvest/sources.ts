import type { Config } from '../config.ts'
import { loadSource, sourceIds } from '../discover.ts'
import type { Region, SourceId } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import type { Source } from '../source.ts'

export type Sources = ReadonlyMap<SourceId, Source>

/** Loads every source of the folder, by id. */
export const loadSources = async (): Promise<Sources> =>
  new Map(
    await Promise.all(
      sourceIds().map(async (id) => [id as SourceId, await loadSource<Source>(id)] as const),
    ),
  )

/** Whether a source may be read live with this configuration, and why not. */
export const liveness = (
  id: SourceId,
  source: Source,
  settings: Config['sources'],
  env: Readonly<Record<string, string | undefined>> = {},
): { readonly live: boolean; readonly why: string } => {
  const setting = settings[id]
  const no = (why: string) => ({ live: false, why })
  if (setting?.enabled === false) return no('turned off in the configuration')
  if (source.hosts.length === 0)
    return no('it has no address of its own; it comes with a file: --from FILE, or pipeline import')
  if (source.needs !== undefined && setting?.enabled !== true)
    return no(
      `it costs money (${source.needs.cost}); put its key into ${source.needs.secret} and turn it on with sources['${id}'].enabled`,
    )
  if (source.evidence === 'reported' && setting?.enabled !== true)
    return no(
      `its readers were written from reports and never checked on a real page; turn it on with sources['${id}'].enabled`,
    )
  if (source.needs !== undefined && !env[source.needs.secret])
    return no(`it needs ${source.needs.secret} in the environment`)
  if (source.terms.automated === 'allowed' || setting?.permission !== undefined)
    return { live: true, why: '' }
  return no(
    `its terms ${source.terms.automated === 'forbidden' ? 'forbid automated reading' : 'do not clearly allow automated reading'} (${source.terms.says}); ` +
      `save its pages yourself and bring them in with --from PATH, or set sources['${id}'].permission to say who permitted it`,
  )
}

/** The sources that serve a region: the ones asked for by id, or every one. Trouble names an unknown id. */
export const sourcesFor = (
  sources: Sources,
  region: Region,
  wanted: readonly string[] | undefined,
): readonly (readonly [SourceId, Source])[] => {
  for (const id of wanted ?? [])
    if (!sources.has(id as SourceId))
      throw new Trouble(
        'unknown-source',
        'usage',
        `there is no source '${id}'; there are ${[...sources.keys()].join(', ')}`,
      )
  const chosen = [...sources].filter(([id]) => wanted === undefined || wanted.includes(id))
  const elsewhere = chosen.filter(([, source]) => !source.regions.includes(region))
  if (wanted !== undefined && elsewhere.length > 0)
    throw new Trouble(
      'unknown-source',
      'usage',
      `${elsewhere.map(([id]) => id).join(', ')} does not cover --region ${region}`,
    )
  return chosen.filter(([, source]) => source.regions.includes(region))
}
