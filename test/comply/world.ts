import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { comply } from '../../pipeline/comply/comply.ts'
import { forget } from '../../pipeline/comply/forget.ts'
import { openVoice } from '../../pipeline/comply/words.ts'
import { comply as section } from '../../pipeline/config/comply.ts'
import { openArchive } from '../../pipeline/fetch/archive.ts'
import type { TidyListing } from '../../pipeline/model/listing.ts'
import { loadRegions } from '../../pipeline/region.ts'
import { inscriber, NOTHING_WRITTEN } from '../../pipeline/resolve/inscribe.ts'
import { saveConsent } from '../../pipeline/store/consent.ts'
import { saveDecision } from '../../pipeline/store/decision.ts'
import { listDrafts, saveDraft } from '../../pipeline/store/draft.ts'
import { journalFileOf } from '../../pipeline/store/journal.ts'
import { type Keyring, openKeyring } from '../../pipeline/store/keyring.ts'
import { findKnown, saveListing } from '../../pipeline/store/listing.ts'
import { placeReader } from '../../pipeline/store/member.ts'
import { approveDraft, type MessageRow } from '../../pipeline/store/message.ts'
import { openStore, type Store } from '../../pipeline/store/open.ts'
import { namedKeys, optOut, optOutProspect } from '../../pipeline/store/opt-out.ts'
import { applyChanges, claimMessages } from '../../pipeline/store/outbox.ts'
import { isErased } from '../../pipeline/store/prospect-key.ts'
import { currentVerdict } from '../../pipeline/store/verdict.ts'
import { addDays } from '../../pipeline/text/days.ts'
import { AT, addContact, addLegal, listing } from './house.ts'

/** One invented business, as two sources list it; the second has another number, and no address for mail. */
export interface Business {
  readonly kind: 'company' | 'sole'
  readonly country: 'uk' | 'nl' | 'be'
  readonly email: string
  readonly listings: readonly [TidyListing, TidyListing]
}

const business = (
  n: number,
  kind: Business['kind'],
  country: Business['country'],
  place: TidyListing['address'],
  shared?: string,
): Business => {
  const name = `${['Quillon', 'Brackenridge', 'Wexcombe', 'Oostvogel', 'Dewitteroos'][n]} Trading ${n}`
  const email = `info@${name.split(' ')[0]?.toLowerCase()}.example`
  const first = listing({
    source: country === 'uk' ? 'uk/yell' : `${country}/goudengids`,
    region: country,
    ref: `first-${n}`,
    name,
    phones: [`+44163296010${n}`],
    emails: [email],
    address: place,
  })
  const second = { ...first, source: 'any/osm' as const, ref: `second-${n}`, emails: [] }
  return {
    kind,
    country,
    email,
    listings: [first, { ...second, phones: [shared ?? `+44163296020${n}`] }],
  }
}

/** Two British companies that share a number, a sole trader, a Belgian and a Dutch company. */
export const TOWN: readonly Business[] = [
  business(
    0,
    'company',
    'uk',
    { street: 'Ropewalk', number: '1', postcode: 'AB10 1XG' },
    '+441632960300',
  ),
  business(
    1,
    'company',
    'uk',
    { street: 'Ropewalk', number: '2', postcode: 'AB10 1XG' },
    '+441632960300',
  ),
  business(2, 'sole', 'uk', { street: 'Tannery Row', number: '3', postcode: 'AB11 5QN' }),
  business(3, 'company', 'be', { street: 'Kaai', number: '4', postcode: '9000', town: 'Gent' }),
  business(4, 'company', 'nl', { street: 'Kade', number: '5', postcode: '3011 AA' }),
]

/** What may happen. Numbers choose among what is there at that moment. */
export type Step =
  | { readonly do: 'harvest'; readonly who: number; readonly which: 0 | 1 }
  | { readonly do: 'merge' | 'split'; readonly a: number; readonly b: number }
  | { readonly do: 'no'; readonly who: number; readonly by: 'email' | 'phone' | 'prospect' }
  | { readonly do: 'bounce' | 'consent' | 'decide' | 'approve'; readonly who: number }
  | { readonly do: 'forget'; readonly who: number; readonly by: 'email' | 'prospect' }
  | { readonly do: 'wait'; readonly days: number }
  | { readonly do: 'comply' | 'send' | 'backup' | 'restore' }

/** What the test itself remembers: who stands together, who said what. It knows nothing of how the store keeps it. */
interface Memory {
  /** Clusters of listings, as `who/which`. */
  clusters: string[][]
  consents: Map<string, string>
  decisions: Map<string, string>
}

/** What a sequence came to. */
export interface Outcome {
  readonly sent: number
  readonly forgotten: number
  readonly wrongs: readonly string[]
}

const VERSION = 'nl/email/legal-impersonal'
const regions = await loadRegions()
const voice = openVoice('en')
const config = section.parse({})

/** A place on disk that is used again and again, emptied in between; in memory's file system where there is one. */
export const openWorld = () => {
  const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
  const dir = mkdtempSync(join(base, 'doorstep-world-'))
  const path = join(dir, 'pipeline.db')
  let store = openStore(path)
  const tables = store.raw
    .prepare(`select name from sqlite_schema where type = 'table' and name <> 'keyring'`)
    .pluck()
    .all() as string[]
  const sweep = () => {
    store.transaction(() => {
      store.raw.pragma('defer_foreign_keys = ON')
      // Twice: a deletion may wake a trigger that writes a row of another table.
      for (const table of [...tables, ...tables]) store.raw.exec(`delete from "${table}"`)
      store.raw.exec('update keyring set journal_applied = 0')
    })
    for (const name of ['archive', 'kept', 'backup', 'pipeline.db.optouts'])
      rmSync(join(dir, name), { recursive: true, force: true })
  }
  return {
    /** Runs one sequence from nothing. */
    live: async (steps: readonly Step[]): Promise<Outcome> => {
      sweep()
      const life = openLife(dir, path, store)
      try {
        for (const step of steps) await take(life, step)
        return { sent: life.sent, forgotten: life.forgotten, wrongs: life.wrongs }
      } finally {
        store = life.store
      }
    },
    close: () => {
      store.close()
      rmSync(dir, { recursive: true })
    },
  }
}

const idsOf = (who: number, which: number): readonly string[] => {
  const { emails, phones, name, address } = TOWN[who]?.listings[which] ?? listing()
  return [
    ...emails.map((email) => `email ${email}`),
    ...phones.map((phone) => `phone ${phone}`),
    `business ${name} ${address.postcode}`,
  ]
}

const parts = (listed: string): readonly [number, number] => {
  const [who = 0, which = 0] = listed.split('/').map(Number)
  return [who, which]
}

/** One sequence under way. */
interface Life {
  store: Store
  readonly ring: Keyring
  readonly dir: string
  readonly path: string
  readonly wrongs: string[]
  sent: number
  forgotten: number
  at: string
  campaign: number
  /** What was said no to, for ever, by identity; a restore does not take it back. */
  readonly nos: Set<string>
  readonly bounced: Set<string>
  readonly erased: Set<string>
  memory: Memory
  saved: Memory | undefined
}

const openLife = (dir: string, path: string, store: Store): Life => {
  return {
    store,
    ring: openKeyring(store, {}),
    dir,
    path,
    wrongs: [],
    sent: 0,
    forgotten: 0,
    at: AT,
    campaign: 0,
    nos: new Set(),
    bounced: new Set(),
    erased: new Set(),
    memory: { clusters: [], consents: new Map(), decisions: new Map() },
    saved: undefined,
  }
}

const take = async (life: Life, step: Step): Promise<void> => {
  if (step.do === 'harvest') await harvest(life, step.who, step.which)
  else if (step.do === 'merge') merge(life, step.a, step.b)
  else if (step.do === 'split') split(life, step.a, step.b)
  else if (step.do === 'no') no(life, step.who, step.by)
  else if (step.do === 'bounce') bounce(life, step.who)
  else if (step.do === 'consent') consent(life, step.who)
  else if (step.do === 'decide') decide(life, step.who)
  else if (step.do === 'approve') approve(life, step.who)
  else if (step.do === 'forget') await leave(life, step.who, step.by)
  else if (step.do === 'wait') life.at = addDays(life.at, step.days)
  else if (step.do === 'comply') await judgeAll(life)
  else if (step.do === 'send') send(life)
  else if (step.do === 'backup') backup(life)
  else restore(life)
}

const wrong = (life: Life, what: string) => {
  life.wrongs.push(what)
}

const listingOf = (life: Life, who: number, which: number): number | undefined => {
  const tidy = TOWN[who]?.listings[which]
  return tidy && findKnown(life.store, tidy.source, tidy.ref)?.id
}

const prospectOf = (life: Life, listed: string): number | undefined => {
  const id = listingOf(life, ...parts(listed))
  return id === undefined ? undefined : placeReader(life.store).placeOf(id)?.prospect
}

const harvest = async (life: Life, who: number, which: 0 | 1) => {
  const tidy = TOWN[who]?.listings[which]
  const found = TOWN[who]
  if (tidy === undefined || found === undefined) return
  const listed = `${who}/${which}`
  const must = idsOf(who, which).some((id) => life.erased.has(id))
  const kept = isErased(life.store, life.ring, tidy)
  if (must && !kept) wrong(life, `${listed} came back after an erasure`)
  if (kept || listingOf(life, who, which) !== undefined) return
  if (life.nos.size === 0 && who % 2 === 0) await keepPage(life, tidy)
  const { id } = saveListing(
    life.store,
    { tidy, raw: { ref: tidy.ref, name: tidy.name, phones: tidy.phones }, origin: {} },
    undefined,
    life.at,
    life.at,
  )
  inscribe(life, [[{ listing: id, prospect: undefined, home: undefined }]])
  const prospect = prospectOf(life, listed)
  if (prospect === undefined) return
  life.memory.clusters.push([listed])
  const [kind, by, value] =
    found.kind === 'sole'
      ? (['sole', 'site', 'sole trader'] as const)
      : found.country === 'uk'
        ? (['corporate', 'company-number', `0123456${who}`] as const)
        : (['corporate', found.country === 'be' ? 'kbo' : 'name-suffix', 'BV'] as const)
  addLegal(life.store, prospect, kind, by, value, life.at)
  life.store.raw.prepare('update legal set listing = ? where prospect = ?').run(id, prospect)
  for (const email of tidy.emails)
    addContact(
      life.store,
      prospect,
      {
        type: 'email',
        value: email,
        reach: 'impersonal',
        ...(found.country === 'nl' ? {} : { listed: id }),
      },
      life.at,
    )
}

const keepPage = async (life: Life, tidy: TidyListing) => {
  const archive = await openArchive({ folder: join(life.dir, 'archive'), now: () => life.at })
  await archive.keep({
    url: `https://directory.example/${tidy.ref}`,
    at: life.at,
    status: 200,
    headers: { 'content-type': 'text/html' },
    bytes: Buffer.from(`<li>${tidy.name} ${tidy.phones.join(' ')} ${tidy.emails.join(' ')}</li>`),
  })
  await archive.close()
}

const inscribers = new WeakMap<Store, ReturnType<typeof inscriber>>()

const inscriberOf = (store: Store): ReturnType<typeof inscriber> => {
  const found = inscribers.get(store) ?? inscriber(store, regions)
  inscribers.set(store, found)
  return found
}

const inscribe = (life: Life, clusters: Parameters<ReturnType<typeof inscriber>>[0]) => {
  life.store.transaction(() => {
    inscriberOf(life.store)(
      clusters,
      () => ({ because: ['said so'], probability: 1 }),
      'test',
      life.at,
      { ...NOTHING_WRITTEN },
    )
  })
}

const standing = (life: Life, listed: string) => {
  const id = listingOf(life, ...parts(listed)) ?? 0
  const place = placeReader(life.store).placeOf(id)
  return { listing: id, prospect: place?.prospect, home: place?.home ?? undefined }
}

const merge = (life: Life, a: number, b: number) => {
  const { clusters } = life.memory
  const one = clusters[a % Math.max(1, clusters.length)]
  const other = clusters[b % Math.max(1, clusters.length)]
  if (one === undefined || other === undefined || one === other) return
  const both = [...one, ...other]
  inscribe(life, [both.map((listed) => standing(life, listed))])
  life.memory.clusters = [...clusters.filter((each) => each !== one && each !== other), both]
}

/** What a site says is read again after a split, and so found with the half whose site it is. */
const rereadSites = (life: Life) => {
  for (const [who, { email }] of TOWN.entries()) {
    const prospect = prospectOf(life, `${who}/0`)
    if (prospect !== undefined)
      life.store.raw
        .prepare('update or ignore contact set prospect = ? where value = ? and listing is null')
        .run(prospect, email)
  }
}

const split = (life: Life, a: number, b: number) => {
  const many = life.memory.clusters.filter((cluster) => cluster.length > 1)
  const cluster = many[a % Math.max(1, many.length)]
  if (cluster === undefined) return
  const cut = 1 + (b % (cluster.length - 1))
  const halves = [cluster.slice(0, cut), cluster.slice(cut)]
  inscribe(
    life,
    halves.map((half) => half.map((listed) => standing(life, listed))),
  )
  rereadSites(life)
  life.memory.clusters = [...life.memory.clusters.filter((each) => each !== cluster), ...halves]
}

/** Whoever stands with an identity when a no is said to it has said no with all it is known by. */
const remember = (life: Life, ids: readonly string[]) => {
  for (const id of ids) life.nos.add(id)
  for (const cluster of life.memory.clusters) {
    const known = cluster.flatMap((listed) => idsOf(...parts(listed)))
    if (known.some((id) => ids.includes(id))) for (const id of known) life.nos.add(id)
  }
}

const no = (life: Life, who: number, by: 'email' | 'phone' | 'prospect') => {
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

const bounce = (life: Life, who: number) => {
  const email = TOWN[who]?.email ?? ''
  optOut(life.store, life.ring, namedKeys(life.ring, { email }), {
    reason: 'bounce',
    via: 'email',
    at: life.at,
  })
  life.bounced.add(email)
}

const consent = (life: Life, who: number) => {
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

const decide = (life: Life, who: number) => {
  const prospect = prospectOf(life, `${who}/0`)
  const email = TOWN[who]?.email ?? ''
  if (prospect === undefined) return
  saveDecision(life.store, {
    prospect,
    channel: 'email',
    key: life.ring.hash('email', email),
    rule: VERSION,
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
const approve = (life: Life, who: number) => {
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

const job = (life: Life) => {
  return { store: life.store, ring: life.ring, regions, config, voice, at: life.at }
}

const judgeAll = async (life: Life) => {
  const { forgotten } = comply(job(life))
  for (const prospect of forgotten) await erase(life, String(prospect))
}

const send = (life: Life) => {
  const sender = Number(
    life.store.raw.prepare(`insert into sender (boot, started_at) values ('', ?)`).run(life.at)
      .lastInsertRowid,
  )
  const claimed = claimMessages(life.store, {
    sender,
    mailbox: 'main',
    from: 'sender.example',
    at: life.at,
    limit: 100,
    regions: ['uk', 'nl', 'be'],
    perHour: 1000,
    perDay: 1000,
    perDomainPerHour: 1000,
  })
  for (const message of claimed) judge(life, message)
  applyChanges(
    life.store,
    sender,
    claimed.map(({ id }) => ({ to: 'sent', id, at: life.at, reply: '250 ok', nextDue: life.at })),
  )
  life.sent += claimed.length
}

const judge = (life: Life, { prospect, address, contact }: MessageRow) => {
  const cluster = life.memory.clusters.find((each) =>
    each.some((listed) => prospectOf(life, listed) === prospect),
  )
  const who = TOWN.findIndex(({ email }) => email === address)
  const owners = [...new Set((cluster ?? []).map((listed) => parts(listed)[0]))]
  const told = `message to ${who} of {${(cluster ?? []).join(' ')}}`
  if (cluster === undefined) return wrong(life, `${told}: nobody is there`)
  if (life.nos.has(`email ${address}`)) wrong(life, `${told}: the address said no`)
  if (life.bounced.has(address)) wrong(life, `${told}: the address bounced`)
  for (const id of cluster.flatMap((listed) => idsOf(...parts(listed))))
    if (life.nos.has(id)) wrong(life, `${told}: ${id} said no`)
  const verdict = currentVerdict(life.store, prospect, 'email')
  if (
    verdict?.may !== 'open' ||
    verdict.expiresAt <= life.at ||
    (verdict.contact ?? null) !== contact
  )
    wrong(life, `${told}: no open verdict for it`)
  const consented = life.memory.consents.get(address)
  const asked = consented !== undefined && addDays(consented, config.consentDays) > life.at
  if (asked || !owners.includes(who)) return
  if (owners.some((owner) => TOWN[owner]?.kind === 'sole'))
    wrong(life, `${told}: a person, without consent`)
  if (owners.every((owner) => TOWN[owner]?.country === 'nl') && !life.memory.decisions.has(address))
    wrong(life, `${told}: Dutch, and nobody decided`)
}

const leave = async (life: Life, who: number, by: 'email' | 'prospect') => {
  const email = TOWN[who]?.email ?? ''
  const prospect = prospectOf(life, `${who}/0`) ?? prospectOf(life, `${who}/1`)
  if (by === 'prospect' && prospect === undefined) return
  await erase(life, by === 'email' ? email : String(prospect))
  if (by === 'email') for (const set of [life.erased, life.nos]) set.add(`email ${email}`)
}

const erase = async (life: Life, word: string) => {
  life.forgotten++
  const report = await forget(job(life), word, {
    archive: join(life.dir, 'archive'),
    outDir: join(life.dir, 'out'),
  })
  if (!report.emptied) wrong(life, 'the log was not emptied')
  const gone = life.memory.clusters.filter((cluster) =>
    cluster.every((listed) => listingOf(life, ...parts(listed)) === undefined),
  )
  life.memory.clusters = life.memory.clusters.filter((cluster) => !gone.includes(cluster))
  const left = new Set(
    life.memory.clusters.flatMap((cluster) => cluster.flatMap((listed) => idsOf(...parts(listed)))),
  )
  const alone = gone
    .flatMap((cluster) => cluster.flatMap((listed) => idsOf(...parts(listed))))
    .filter((id) => !left.has(id))
  for (const id of alone) for (const set of [life.erased, life.nos]) set.add(id)
  searchBytes(life, alone)
}

/** What only the erased were known by stands in no byte of the folder, kept pages unpacked, the backup aside. */
const searchBytes = (life: Life, ids: readonly string[]) => {
  const traces = ids
    .map((id) => id.replace(/^\w+ /, '').replace(/ \S+ ?\S*$/, ''))
    .filter((text) => text.length > 5)
  const names = ids.flatMap((id) => (id.startsWith('business') ? [id.split(' ')[1] ?? ''] : []))
  for (const file of readdirSync(life.dir, { recursive: true, withFileTypes: true })) {
    if (!file.isFile() || file.name === 'backup' || file.parentPath.endsWith('kept')) continue
    const bytes = readFileSync(join(file.parentPath, file.name))
    const text = (file.name.endsWith('.gz') && bytes.length > 0 ? gunzipSync(bytes) : bytes)
      .toString('latin1')
      .toLowerCase()
    for (const trace of [...traces, ...names])
      if (text.includes(trace.toLowerCase())) wrong(life, `'${trace}' is left in ${file.name}`)
  }
}

const backup = (life: Life) => {
  life.store.raw.pragma('wal_checkpoint(TRUNCATE)')
  copyFileSync(life.path, join(life.dir, 'backup'))
  life.saved = structuredClone(life.memory)
  rmSync(join(life.dir, 'kept'), { recursive: true, force: true })
  if (existsSync(join(life.dir, 'archive')))
    cpSync(join(life.dir, 'archive'), join(life.dir, 'kept'), { recursive: true })
}

const restore = (life: Life) => {
  if (life.saved === undefined) return
  life.store.close()
  for (const tail of ['-wal', '-shm']) rmSync(`${life.path}${tail}`, { force: true })
  copyFileSync(join(life.dir, 'backup'), life.path)
  rmSync(join(life.dir, 'archive'), { recursive: true, force: true })
  if (existsSync(join(life.dir, 'kept')))
    cpSync(join(life.dir, 'kept'), join(life.dir, 'archive'), { recursive: true })
  // The machine may have died while the last opt-out was written: half a line more changes nothing.
  const journal = journalFileOf(life.path)
  if (existsSync(journal)) truncateSync(journal, readFileSync(journal).length)
  life.store = openStore(life.path)
  life.memory = structuredClone(life.saved)
}
