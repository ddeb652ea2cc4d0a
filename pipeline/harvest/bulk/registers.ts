import { COMPANY_COLUMNS, companyOf } from '../../platforms/companies-house.ts'
import type { Store } from '../../store/open.ts'
import {
  dropOldNames,
  type NamedEntity,
  noteImport,
  type Register,
  saveEntities,
} from '../../store/register-entity.ts'
import { companyFiles } from './companies-house.ts'
import { companyEntity, kboEntity } from './entities.ts'
import { isKbo, kboCodes, kboDossiers } from './kbo.ts'
import { type Bundle, openBundle } from './open.ts'
import { rowsOf } from './rows.ts'

/** What an import did, or has done so far. */
export interface Imported {
  readonly entities: number
  readonly setAside: number
  readonly asOf: string
}

/** What an import needs beside the file. */
export interface Importing {
  readonly store: Store
  readonly at: string
  /** Day of the file where the file does not say. */
  readonly asOf: string
  readonly signal: AbortSignal
  readonly progress: (done: Imported) => void
  /** Told of the first lines that could not be read. */
  readonly bad: (where: string, why: string) => void
}

type Batches = AsyncGenerator<readonly (NamedEntity | undefined)[]>

async function* companies(bundle: Bundle, about: Importing): Batches {
  for (const member of await companyFiles(bundle)) {
    const asOf = /\d{4}-\d{2}-\d{2}/.exec(member.name)?.[0] ?? about.asOf
    const stream = await member.open()
    const rows = rowsOf(
      stream,
      ({ line, why }) => about.bad(`${member.name} line ${line}`, why),
      COMPANY_COLUMNS,
    )
    for await (const batch of rows)
      yield batch.map((row) => {
        const company = companyOf(row)
        return company && companyEntity(company, asOf)
      })
  }
}

async function* enterprises(bundle: Bundle, about: Importing): Batches {
  const { asOf = about.asOf } = await kboCodes(bundle)
  const bad = (file: string, { line, why }: { readonly line: number; readonly why: string }) =>
    about.bad(`${file} line ${line}`, why)
  for await (const batch of kboDossiers(bundle, bad))
    yield batch.map((dossier) => kboEntity(dossier, asOf))
}

/** Entities in one transaction: enough to make its cost small, few enough to hold. */
const TOGETHER = 10_000

/** Which register a bundle holds. */
const registerIn = async (bundle: Bundle): Promise<Register | undefined> => {
  if (isKbo(bundle)) return 'kbo'
  return (await companyFiles(bundle)).length > 0 ? 'companies-house' : undefined
}

/**
 * Fills the register tables from a file, batch by batch in flat memory. Safe to kill and to run again: an
 * entity is stored by its number, and an older file never overwrites a newer one. Answers undefined where the
 * path holds no register that is known.
 */
export const importRegister = async (
  path: string,
  about: Importing,
): Promise<(Imported & { readonly register: Register }) | undefined> => {
  const bundle = await openBundle(path)
  try {
    const register = await registerIn(bundle)
    if (register === undefined) return undefined
    let entities = 0
    let setAside = 0
    let asOf = ''
    const counting: Importing = {
      ...about,
      bad: (where, why) => {
        setAside++
        about.bad(where, why)
      },
    }
    const batches = register === 'kbo' ? enterprises(bundle, counting) : companies(bundle, counting)
    let held: NamedEntity[] = []
    const save = () => {
      saveEntities(about.store, held)
      entities += held.length
      asOf = held.at(-1)?.entity.asOf ?? asOf
      held = []
      about.progress({ entities, setAside, asOf })
    }
    for await (const batch of batches) {
      about.signal.throwIfAborted()
      for (const one of batch)
        if (one === undefined) setAside++
        else held.push(one)
      if (held.length >= TOGETHER) save()
    }
    save()
    dropOldNames(about.store, register)
    const done = { entities, setAside, asOf: asOf || about.asOf }
    noteImport(about.store, {
      register,
      file: path,
      as_of: done.asOf,
      entities,
      set_aside: setAside,
      at: about.at,
    })
    return { register, ...done }
  } finally {
    bundle.close()
  }
}
