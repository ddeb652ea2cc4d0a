import { saveConsent } from '../../../pipeline/store/consent.ts'
import { saveDecision } from '../../../pipeline/store/decision.ts'
import { listDrafts, saveDraft } from '../../../pipeline/store/draft.ts'
import { approveDraft } from '../../../pipeline/store/message.ts'
import { namedKeys, optOut, optOutProspect } from '../../../pipeline/store/opt-out.ts'
import { type Life, prospectOf, regions } from './life.ts'
import { idsOf, parts, TOWN } from './town.ts'

/** Whoever stands with an identity when a no is said to it has said no with all it is known by. */
const remember = (life: Life, ids: readonly string[]) => {
  for (const id of ids) life.nos.add(id)
  for (const cluster of life.memory.clusters) {
    const known = cluster.flatMap((listed) => idsOf(...parts(listed)))
    if (known.some((id) => ids.includes(id))) for (const id of known) life.nos.add(id)
  }
}

/** A business says no, under an address, a number, or as the prospect it is. */
export const no = (life: Life, who: number, by: 'email' | 'phone' | 'prospect') => {
  const found = TOWN[who]
  if (found === undefined) return
  const no = { reason: 'objection', via: 'letter', at: life.at } as const
  const phone = found.listings[1].phones[0] ?? ''
  const prospect = prospectOf(life, `${who}/1`) ?? prospectOf(life, `${who}/0`)
  if (by === 'prospect') {
    if (prospect === undefined) return
    optOutProspect(life.store, life.ring, prospect, no)
    const cluster = life.memory.clusters.find((each) =>
      each.some((listed) => prospectOf(life, listed) === prospect),
    )
    for (const listed of cluster ?? []) for (const id of idsOf(...parts(listed))) life.nos.add(id)
    return
  }
  const asked = by === 'email' ? { email: found.email } : { phone }
  optOut(life.store, life.ring, namedKeys(life.ring, asked), no)
  remember(life, [by === 'email' ? `email ${found.email}` : `phone ${phone}`])
}

/** Mail to a business comes back for good. */
export const bounce = (life: Life, who: number) => {
  const email = TOWN[who]?.email ?? ''
  optOut(life.store, life.ring, namedKeys(life.ring, { email }), {
    reason: 'bounce',
    via: 'email',
    at: life.at,
  })
  life.bounced.add(email)
}

/** A business asks to be written to. */
export const consent = (life: Life, who: number) => {
  const prospect = prospectOf(life, `${who}/0`)
  const email = TOWN[who]?.email ?? ''
  if (prospect === undefined) return
  saveConsent(life.store, {
    prospect,
    channel: 'email',
    key: life.ring.hash('email', email),
    contactType: 'email',
    givenAt: life.at,
    how: 'asked for it',
    proof: { name: 'mail.eml', type: 'message/rfc822', bytes: Buffer.from(`From: ${email}`) },
    by: 'Jo Smith',
    at: life.at,
  })
  life.memory.consents.set(email, life.at)
}

/** A named person looks at the evidence and allows what the law leaves to a person. */
export const decide = (life: Life, who: number) => {
  const prospect = prospectOf(life, `${who}/0`)
  const email = TOWN[who]?.email ?? ''
  if (prospect === undefined) return
  saveDecision(life.store, {
    prospect,
    channel: 'email',
    key: life.ring.hash('email', email),
    rule: 'nl/email/legal-impersonal',
    ruleVersion: regions.nl.law.rules.email['legal-impersonal'].version,
    answer: 'allow',
    by: 'Jo Smith',
    reason: 'invites offers',
    evidence: [],
    at: life.at,
  })
  life.memory.decisions.set(email, life.at)
}

/** Approves a message to every address of a prospect, allowed or not: the claim has to know better. */
export const approve = (life: Life, who: number) => {
  const prospect = prospectOf(life, `${who}/0`) ?? prospectOf(life, `${who}/1`)
  if (prospect === undefined) return
  const contacts = life.store.raw
    .prepare<[number], { id: number; value: string }>(
      `select id, value from contact where prospect = ? and type = 'email'`,
    )
    .all(prospect)
  for (const contact of contacts) {
    const campaign = `campaign-${life.campaign++}`
    const id = saveDraft(life.store, {
      prospect,
      campaign,
      set: 'directory-invite',
      step: 0,
      channel: 'email',
      language: 'en',
      variant: 'a',
      subject: 'Your listing',
      text: 'Good morning',
      statements: [],
      contact: contact.id,
      createdAt: life.at,
    })
    const draft = listDrafts(life.store, { campaign }).find((one) => one.id === id)
    if (draft !== undefined)
      approveDraft(life.store, draft, {
        by: 'Jo Smith',
        at: life.at,
        address: contact.value,
        region: 'uk',
        ring: life.ring,
      })
  }
}
