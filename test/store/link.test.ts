import { describe, expect, it } from 'vitest'
import {
  addLinks,
  claimLinks,
  countLinks,
  endLink,
  focus,
  freeDeadLeases,
  nextLinkAt,
  releaseLink,
  reviveLinks,
} from '../../pipeline/store/link.ts'
import type { Store } from '../../pipeline/store/open.ts'
import { beginRun } from '../../pipeline/store/run.ts'
import { tempStore } from '../temp.ts'

const at = (minute: number) => `2026-11-23T10:${String(minute).padStart(2, '0')}:00.000Z`
const origin = { source: 'uk/sample', region: 'uk', query: '{}', depth: 0, at: at(0) } as const
const links = [
  { kind: 'search', url: 'https://directory.example/1', priority: 1 },
  { kind: 'detail', url: 'https://directory.example/firm' },
]
const claim = (store: Store, run: number, minute = 1, most = 9) =>
  claimLinks(store, { source: 'uk/sample', run, at: at(minute), until: at(minute + 3), most })

const filled = () => {
  const store = tempStore()
  focus(store, 'uk/sample', ['{}'])
  addLinks(store, origin, links)
  return { store, run: beginRun(store, 'harvest', {}, at(0)) }
}

describe('the frontier', () => {
  it('takes an address once, however often it is found', () => {
    const { store } = filled()
    expect(addLinks(store, origin, links)).toBe(0)
    expect(countLinks(store, 'uk/sample').ready).toBe(2)
  })

  it('asks again in a later run for what failed, and not for what is gone until a refresh wants it', () => {
    const { store, run } = filled()
    const [search, firm] = claim(store, run)
    endLink(store, search?.id ?? 0, { state: 'skipped', at: at(2), reason: 'http 403' })
    endLink(store, firm?.id ?? 0, { state: 'skipped', at: at(2), reason: 'http 404' })
    expect(reviveLinks(store, ['uk/sample'], at(5))).toBe(1)
    expect(claim(store, run, 6).map(({ url }) => url)).toEqual(['https://directory.example/1'])
    expect(addLinks(store, { ...origin, staleBefore: at(9) }, links)).toBe(1)
  })

  it('takes the same address with another body as another link', () => {
    const { store } = filled()
    const url = 'https://overpass.example/interpreter'
    const post = (body: string) => ({ kind: 'search', url, method: 'POST', body }) as const
    expect(addLinks(store, origin, [post('a'), post('b'), post('a')])).toBe(2)
  })

  it('gives the more urgent link first, and each link to one claimer only', () => {
    const { store, run } = filled()
    const first = claim(store, run, 1, 1)
    const second = claim(store, run, 1, 1)
    expect([...first, ...second].map(({ kind }) => kind)).toEqual(['search', 'detail'])
    expect(claim(store, run)).toEqual([])
  })

  it('gives a link again when its lease ran out', () => {
    const { store, run } = filled()
    claim(store, run, 1)
    expect(claim(store, run, 3)).toEqual([])
    expect(claim(store, run, 5)).toHaveLength(2)
  })

  it('frees at once what a killed process had claimed', () => {
    const { store, run } = filled()
    claim(store, run)
    const owner = store.raw.prepare<[number, number]>('update run set pid = ? where id = ?')
    owner.run(process.ppid, run)
    expect(freeDeadLeases(store)).toBe(0)
    owner.run(999_999_999, run)
    expect(freeDeadLeases(store)).toBe(2)
    expect(claim(store, beginRun(store, 'harvest', {}, at(2)), 2)).toHaveLength(2)
  })

  it('holds a link back until its time has come', () => {
    const { store, run } = filled()
    const [link] = claim(store, run, 1, 1)
    releaseLink(store, link?.id ?? 0, { tried: true, notBefore: at(9) })
    expect(claim(store, run, 2)).toHaveLength(1)
    expect(nextLinkAt(store, 'uk/sample')).toBe(at(9))
    expect(claim(store, run, 9).map(({ tries }) => tries)).toEqual([1, 0])
  })

  it('keeps to the queries of the run, and leaves those of others', () => {
    const { store, run } = filled()
    addLinks(store, { ...origin, query: '{"what":"other"}' }, [
      { kind: 'search', url: 'https://directory.example/other' },
    ])
    expect(claim(store, run)).toHaveLength(2)
    expect(claim(store, run)).toEqual([])
    focus(store, 'uk/sample', ['{"what":"other"}'])
    expect(claim(store, run)).toHaveLength(1)
  })

  it('asks again what is stale, and leaves alone what is fresh', () => {
    const { store, run } = filled()
    for (const { id } of claim(store, run)) endLink(store, id, { state: 'done', at: at(1) })
    expect(addLinks(store, { ...origin, staleBefore: at(1) }, links)).toBe(0)
    expect(addLinks(store, { ...origin, staleBefore: at(2) }, links)).toBe(2)
  })
})
