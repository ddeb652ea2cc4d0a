import { readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/**
 * Folders are the registries. `here` is this program's own tree: `pipeline/` when run from source,
 * `dist/pipeline/` when compiled, with `scrapers/` beside it in both.
 */
const here = dirname(fileURLToPath(import.meta.url))
const UNIT = /^(?!.*\.d\.[cm]?ts$)(.+)\.(?:ts|js)$/

/** Names of the unit files in a folder of the program (relative to `pipeline/`), without their ending, sorted. */
export const unitsIn = (folder: string): readonly string[] =>
  readdirSync(join(here, folder))
    .flatMap((file) => UNIT.exec(file)?.[1] ?? [])
    .sort()

/** Address of a unit's module. */
const moduleOf = (folder: string, name: string): string => {
  const file = readdirSync(join(here, folder)).find((entry) => UNIT.exec(entry)?.[1] === name)
  if (file === undefined) throw new Error(`no unit '${name}' in ${folder}`)
  return pathToFileURL(join(here, folder, file)).href
}

/** Loads one unit's default export. */
export const loadUnit = async <T>(folder: string, name: string): Promise<T> => {
  const unit: { default: T } = await import(moduleOf(folder, name))
  return unit.default
}

/** Loads every unit of a folder, by name. */
export const loadUnits = async <T>(folder: string): Promise<ReadonlyMap<string, T>> =>
  new Map(
    await Promise.all(
      unitsIn(folder).map(async (name) => [name, await loadUnit<T>(folder, name)] as const),
    ),
  )

/** Ids of all sources: `uk/yell`, `any/osm`. */
export const sourceIds = (): readonly string[] => {
  const top = join(here, '..', 'scrapers')
  return readdirSync(top)
    .filter((cc) => statSync(join(top, cc)).isDirectory())
    .flatMap((cc) => unitsIn(join('..', 'scrapers', cc)).map((name) => `${cc}/${name}`))
    .sort()
}

/** Address of a source's module, for threads that load it themselves. */
export const sourceModule = (id: string): string =>
  moduleOf(join('..', 'scrapers', dirname(id)), basename(id))

/** Loads one source by its id. */
export const loadSource = <T>(id: string): Promise<T> =>
  loadUnit<T>(join('..', 'scrapers', dirname(id)), basename(id))
