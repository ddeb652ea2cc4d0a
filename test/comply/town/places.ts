import { join } from 'node:path'
import { openArchive } from '../../../pipeline/fetch/archive.ts'
import type { TidyListing } from '../../../pipeline/model/listing.ts'
import { freshMaker } from '../../../pipeline/resolve/fresh.ts'
import { inscriber, NOTHING_WRITTEN } from '../../../pipeline/resolve/inscribe.ts'
import { saveListing } from '../../../pipeline/store/listing.ts'
import { placeReader } from '../../../pipeline/store/member.ts'
import type { Store } from '../../../pipeline/store/open.ts'
import { isErased } from '../../../pipeline/store/prospect-key.ts'
import { addContact, addLegal } from '../house.ts'
import { type Life, listingOf, prospectOf, regions, wrong } from './life.ts'
import { idsOf, parts, TOWN } from './town.ts'

/** A source shows a business: it is stored, unless somebody asked to be forgotten. */
export const harvest = async (life: Life, who: number, which: 0 | 1) => {
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
  const found = inscribers.get(store) ?? inscriber(store, freshMaker(store, regions))
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

/** Two prospects are taken for one business. */
export const merge = (life: Life, a: number, b: number) => {
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

/** A prospect is taken for two businesses. */
export const split = (life: Life, a: number, b: number) => {
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
