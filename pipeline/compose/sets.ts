import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Handlebars from 'handlebars'
import { LANGUAGES, type Language, type Region } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import { root } from '../root.ts'
import { fold } from '../text/plain.ts'
import { compilePart, compileTemplate, type Template } from './template.ts'
import { FACT_NAMES } from './words.ts'

/** What a set holds for one language: the first mail, its follow-up, the letter and the script of a call. */
export type Kind = 'email' | 'follow-up' | 'letter' | 'call'
export const KINDS: readonly Kind[] = ['email', 'follow-up', 'letter', 'call']

export const TEMPLATES = join(root, 'templates')

/** The copy of one language in one region: sets, parts and the findings' sentences, compiled when first asked for. */
export interface Copy {
  readonly language: Language
  readonly region: Region
  /** The template of a kind; variant `a` is the plain file. Trouble `bad-template` when there is none. */
  readonly template: (set: string, kind: Kind, variant: string) => Template
  /** Variants of a set's first mail, `a` first. */
  readonly variants: (set: string) => readonly string[]
  /** What may be said about a finding; undefined where the language has no sentence for it. */
  readonly finding: (probe: string) => Template | undefined
}

/**
 * Opens the copy below a templates folder. `email.hbs` is the text, `email.b.hbs` its variant b, and
 * `email.be.hbs` what Belgium reads instead.
 */
export const openCopy = (language: Language, region: Region, folder = TEMPLATES): Copy => {
  const known = new Map<string, Template | undefined>()
  const once = (key: string, make: () => Template | undefined): Template | undefined => {
    if (!known.has(key)) known.set(key, make())
    return known.get(key)
  }
  const parts = partsOf(folder, language, region)
  const read = (file: string, names: ReadonlySet<string> | undefined) =>
    compileTemplate(readFileSync(join(folder, file), 'utf8'), { file, names, parts })
  const find = (path: string, ends: readonly string[]): string | undefined =>
    ends.map((end) => `${language}/${path}${end}.hbs`).find((f) => existsSync(join(folder, f)))
  return {
    language,
    region,
    variants: (set) => variantsOf(join(folder, language, set), region),
    template: (set, kind, variant) => {
      const found = once(`${set}/${kind}/${variant}`, () => {
        const plain = [`.${region}`, '']
        const ends = variant === 'a' ? plain : [`.${region}.${variant}`, `.${variant}`, ...plain]
        const file = find(`${set}/${kind}`, ends)
        return file === undefined ? undefined : read(file, FACT_NAMES)
      })
      if (found === undefined)
        throw new Trouble(
          'bad-template',
          'stop',
          `there is no templates/${language}/${set}/${kind}.hbs; sets of this language: ${setsIn(language, folder).join(', ')}`,
        )
      return found
    },
    finding: (probe) =>
      once(`findings/${probe}`, () => {
        const file = find(`findings/${probe}`, [`.${region}`, ''])
        return file === undefined ? undefined : read(file, undefined)
      }),
  }
}

/** Names of a language's sets. */
const setsIn = (language: Language, folder = TEMPLATES): readonly string[] =>
  existsSync(join(folder, language))
    ? readdirSync(join(folder, language), { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !RESERVED.has(entry.name))
        .map((entry) => entry.name)
        .sort()
    : []

/** Names of all sets, and the languages that each is written in. */
export const allSets = (folder = TEMPLATES): ReadonlyMap<string, readonly Language[]> => {
  const sets = new Map<string, Language[]>()
  for (const language of LANGUAGES)
    for (const set of setsIn(language, folder)) sets.set(set, [...(sets.get(set) ?? []), language])
  return sets
}

/** Copies a set in every language it is written in, and answers the new folders. Trouble `bad-option` where it cannot. */
export const copySet = (from: string, name: string, folder = TEMPLATES): readonly string[] => {
  const sets = allSets(folder)
  const usage = (what: string) => new Trouble('bad-option', 'usage', what)
  if (!/^[a-z][a-z0-9-]*$/.test(name) || RESERVED.has(name))
    throw usage(
      `'${name}' cannot be a set's name: small letters, digits and hyphens, a letter first, for it is a folder everywhere alike; try '${slugOf(name)}'`,
    )
  if (sets.has(name)) throw usage(`there is a set '${name}' already`)
  const languages = sets.get(from)
  if (languages === undefined)
    throw usage(`there is no set '${from}'; there are ${[...sets.keys()].join(', ')}`)
  return languages.map((language) => {
    const made = join(folder, language, name)
    cpSync(join(folder, language, from), made, { recursive: true, errorOnExist: true })
    return made
  })
}

/** The nearest name that a set may have. */
const slugOf = (name: string): string => {
  const slug = fold(name)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
  return slug === '' || RESERVED.has(slug) ? 'my-set' : slug
}

/** Folders of a language that are not sets. */
const RESERVED: ReadonlySet<string> = new Set(['parts', 'findings'])

const partsOf = (folder: string, language: Language, region: Region) => {
  const dir = join(folder, language, 'parts')
  const files = existsSync(dir) ? readdirSync(dir).sort() : []
  const names = files.flatMap((file) => /^([a-z0-9-]+)\.hbs$/.exec(file)?.[1] ?? [])
  // Parts may include parts, so that all names are known before the first is compiled.
  const parts: Record<string, Handlebars.TemplateDelegate> = Object.fromEntries(
    names.map((name) => [name, () => '']),
  )
  for (const name of names) {
    const own = files.includes(`${name}.${region}.hbs`) ? `${name}.${region}.hbs` : `${name}.hbs`
    const file = `${language}/parts/${own}`
    const text = readFileSync(join(folder, file), 'utf8')
    parts[name] = compilePart(text, { file, names: FACT_NAMES, parts })
  }
  return parts
}

const variantsOf = (dir: string, region: Region): readonly string[] => {
  const files = existsSync(dir) ? readdirSync(dir) : []
  const more = files.flatMap((file) => {
    const [, place, variant] = /^email(?:\.(uk|nl|be))?\.([a-z])\.hbs$/.exec(file) ?? []
    return variant !== undefined && (place === undefined || place === region) ? [variant] : []
  })
  return ['a', ...new Set(more)].sort()
}
