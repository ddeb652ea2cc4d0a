import type { Config } from '../../config.ts'
import type { Draft } from '../../model/draft.ts'
import type { Instant, Language, Region, SourceId } from '../../model/region.ts'
import { Trouble } from '../../model/trouble.ts'
import type { Channel } from '../../model/verdict.ts'
import type { RegionCard } from '../../region.ts'
import { composeReader } from '../../store/compose-input.ts'
import { listDrafts } from '../../store/draft.ts'
import type { Store } from '../../store/open.ts'
import { plain } from '../evidence.ts'
import { knownOf, type Occasion, type Setting, type Subject } from '../facts.ts'
import { IDEAS } from '../make.ts'
import { openRenderer } from '../render.ts'
import { senderOf } from '../sender.ts'
import { allSets, KINDS, type Kind, openCopy, TEMPLATES } from '../sets.ts'
import type { Linted, Rule } from './rule.ts'
import { RULES } from './rules.ts'
import { SAMPLES, sampleOf } from './samples.ts'

/** One thing that lint says. */
export interface Remark {
  readonly rule: string
  readonly weight: Rule['weight']
  /** `templates/en/directory-invite/email.hbs (long)` or `draft 12`. */
  readonly where: string
  readonly what: string
  readonly about: string
}

const CHANNEL: Readonly<Record<Kind, Channel>> = {
  email: 'email',
  'follow-up': 'email',
  letter: 'letter',
  call: 'call',
}

/** What the rules say of one message. */
export const lintMessage = (message: Linted, where: string): readonly Remark[] =>
  RULES.filter((rule) => rule.channels.includes(message.channel)).flatMap((rule) =>
    rule.check(message).map((what) => ({
      rule: rule.name,
      weight: rule.weight,
      where,
      what,
      about: rule.about,
    })),
  )

/** What templates are tried with. */
export interface Trying {
  readonly config: Config
  readonly regions: Readonly<Record<Region, RegionCard>>
  readonly named: (source: SourceId) => string
  readonly at: Instant
  /** Only this set. */
  readonly set?: string
  readonly templates?: string
}

/** A template filled for one sample. */
export interface Trial {
  readonly where: string
  readonly kind: Kind
  readonly message: Linted
}

/**
 * Every template of every set, in every region and language that reads it, filled for each sample and with the longest
 * notice. A template that cannot be filled is an error: Trouble names it.
 */
export const tryTemplates = (asked: Trying): readonly Trial[] =>
  Object.entries(asked.regions).flatMap(([region, card]) =>
    card.languages.flatMap((language) => trySets(asked, region as Region, language)),
  )

const trySets = (asked: Trying, region: Region, language: Language): readonly Trial[] => {
  const { config, named, at, templates = TEMPLATES } = asked
  const copy = openCopy(language, region, templates)
  const sender = senderOf(config, region)
  const setting: Setting = { sender, copy, named }
  const written = [...allSets(templates)].filter(([, languages]) => languages.includes(language))
  const sets = written
    .map(([set]) => set)
    .filter((set) => asked.set === undefined || set === asked.set)
  return sets.flatMap((set) =>
    copy.variants(set).flatMap((variant) =>
      KINDS.flatMap((kind) => {
        const template = copy.template(set, kind, variant)
        return SAMPLES.flatMap((sample): readonly Trial[] => {
          const subject = sampleOf(sample, region, language, named, at)
          if (subject === undefined) return []
          const mail = CHANNEL[kind] === 'email'
          const occasion: Occasion = {
            mail,
            claim: mail
              ? `${sender.siteUrl}/claim/AAAAAAAAAAAAAAAAAAAAAA`
              : `${sender.siteHost}/c/c4d-7hj-2mn`,
            notice: 'art14',
            ideas: IDEAS[CHANNEL[kind]],
          }
          const message: Linted = {
            channel: CHANNEL[kind],
            step: kind === 'follow-up' ? 1 : 0,
            region,
            language,
            ...openRenderer(subject, setting)(template, occasion),
            notice: kind === 'call' ? 'none' : 'art14',
            sender,
            told: toldOf(subject, setting),
            at,
          }
          return [{ where: `templates/${template.file} (${sample})`, kind, message }]
        })
      }),
    ),
  )
}

/** The values of a prospect that a sentence may not state without evidence, and that no rule about words may judge. */
const toldOf = (subject: Subject, setting: Setting): readonly string[] => {
  const { facts } = knownOf(subject, setting)
  return [facts.name, facts.phone, facts.town].flatMap((value) =>
    typeof value === 'string' ? [plain(value)] : [],
  )
}

/** What the rules say of every template. */
export const lintTemplates = (asked: Trying): readonly Remark[] =>
  tryTemplates(asked).flatMap(({ where, message }) => lintMessage(message, where))

/** What the rules say of the drafts in the store, and of neighbours that would get the same words. */
export const lintDrafts = (
  store: Store,
  asked: Trying & { readonly campaign?: string },
): readonly Remark[] => {
  const reader = composeReader(store)
  const said: Remark[] = []
  const near = openNeighbours()
  for (let after = 0; ; ) {
    const chunk = listDrafts(store, {
      ...(asked.campaign === undefined ? {} : { campaign: asked.campaign }),
      after,
      limit: 500,
    })
    const last = chunk.at(-1)
    if (last === undefined) return said
    for (const draft of chunk) {
      const input = reader.one(draft.prospect)
      if (input === undefined) continue
      const sender = senderOf(asked.config, input.region)
      const copy = { language: draft.language, region: input.region } as Setting['copy']
      const told = safely(() =>
        toldOf({ ...input, observations: [] }, { sender, copy, named: asked.named }),
      )
      said.push(
        ...lintMessage(
          { ...draft, region: input.region, sender, told, at: asked.at },
          `draft ${draft.id}`,
        ),
      )
      said.push(...near(draft, input.golden.address?.value.postcode, told))
    }
    after = last.id
  }
}

const safely = (tell: () => readonly string[]): readonly string[] => {
  try {
    return tell()
  } catch (cause) {
    if (cause instanceof Trouble) return []
    throw cause
  }
}

/** The rule that needs more than one message. */
const TOO_ALIKE = {
  name: 'too-alike',
  about:
    'neighbours talk: two messages in one postcode that differ in no more than a name read as a mailshot',
  weight: 'advice',
} as const

/** Remembers the words of each postcode, without the values that are the prospect's own. */
const openNeighbours = () => {
  const seen = new Map<string, number>()
  return (
    draft: Draft,
    postcode: string | undefined,
    told: readonly string[],
  ): readonly Remark[] => {
    if (postcode === undefined) return []
    const bones = told
      .reduce((text, value) => text.replaceAll(value, ''), draft.text)
      .replace(/\S*\/\S+|[\d\s]+/g, ' ')
    const key = `${draft.campaign} ${draft.channel} ${draft.step} ${postcode} ${bones}`
    const twin = seen.get(key)
    if (twin === undefined) {
      seen.set(key, draft.id)
      return []
    }
    const what = `the same words as draft ${twin} in ${postcode}`
    return [
      {
        rule: TOO_ALIKE.name,
        weight: TOO_ALIKE.weight,
        about: TOO_ALIKE.about,
        where: `draft ${draft.id}`,
        what,
      },
    ]
  }
}
