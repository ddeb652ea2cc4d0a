import { describe, expect, it } from 'vitest'
import { mergeByHand, splitByHand } from '../../pipeline/resolve/by-hand.ts'
import { explainAsked } from '../../pipeline/resolve/explain-asked.ts'
import { answerPairs } from '../../pipeline/store/doubt.ts'
import { membersOf } from '../../pipeline/store/member.ts'
import { findProspect, prospectLog } from '../../pipeline/store/prospect.ts'
import { AT, type House, invent, openHouse } from './house.ts'
import { scoreClusters } from './score.ts'

const bakery = {
  name: 'Alder & Sons Bakery Ltd',
  street: 'Mill Lane',
  number: '12',
  postcode: 'LS1 4AB',
  town: 'Leeds',
  phones: ['+441632960111'],
}

const clusters = (house: House, listings: readonly number[]) => listings.map(house.prospectOf)

describe('dedupe', () => {
  it('makes one prospect of two listings of one business, with what each source said', () => {
    const house = openHouse()
    const a = house.add({
      ...bakery,
      source: 'uk/yell',
      website: 'https://alder.example',
      domain: 'alder.example',
    })
    const b = house.add({
      ...bakery,
      source: 'any/osm',
      name: 'Alder and Sons Bakery',
      phones: ['+441632960112'],
    })
    const report = house.dedupe()
    expect(report).toMatchObject({ listings: 2, pending: 2, prospects: 1, made: 1 })
    expect(house.prospectOf(a)).toBe(house.prospectOf(b))
    const prospect = findProspect(house.store, house.prospectOf(a))
    expect(prospect?.golden.website?.from).toEqual({
      listing: a,
      source: 'uk/yell',
      page: 1,
      at: AT,
    })
    expect(prospect?.golden.phone?.differ).toHaveLength(1)
    expect(membersOf(house.store, prospect?.id ?? 0)[0]?.because).toContain(
      'same street and number',
    )
  })

  it('explains a pair by every fact that speaks for it, however sure the others make it', () => {
    const house = openHouse()
    const a = house.add(bakery)
    const b = house.add({ ...bakery, source: 'any/osm' })
    house.dedupe()
    const lines = explainAsked(house.store, [`listing:${a}`, `listing:${b}`])
    for (const fact of ['same name', 'same street and number', 'same phone'])
      expect(lines.find((line) => line.includes(fact))).toMatch(/\+(?!0\.0)\d/)
  })

  it('does nothing the second time', () => {
    const house = openHouse()
    for (const shop of invent(200, 5).shops) house.add(shop)
    house.dedupe()
    const before = house.store.raw.serialize()
    expect(house.dedupe()).toMatchObject({ way: 'nothing', pending: 0, made: 0, changed: 0 })
    expect(house.dedupe({ rebuild: true })).toMatchObject({
      made: 0,
      changed: 0,
      merged: 0,
      split: 0,
    })
    expect(house.store.raw.serialize().length).toBe(before.length)
  })

  it('stopped half-way, leaves whole businesses behind and goes on from there', () => {
    for (const options of [{}, { wholeUpTo: 0, refitAt: 99 }]) {
      const { shops } = invent(300, 6)
      const [stopped, straight] = [openHouse(), openHouse()]
      for (const house of [stopped, straight]) {
        shops.slice(0, 60).map(house.add)
        house.dedupe()
        shops.slice(60).map(house.add)
      }
      const stop = new AbortController()
      const progress = () => stop.abort()
      const half = { ...options, batch: 3, signal: stop.signal, progress }
      expect(stopped.dedupe(half)).toMatchObject({ interrupted: true })
      expect(stopped.dedupe({ ...options, batch: 3 }).pending).toBeGreaterThan(0)
      straight.dedupe({ ...options, batch: 3 })
      expect(stopped.world()).toEqual(straight.world())
    }
  })

  it('keeps ten listings of ten firms apart, before it has seen any others', () => {
    const house = openHouse()
    const { shops, truth } = invent(12, 9)
    const ids = shops.map(house.add)
    house.dedupe()
    expect(scoreClusters(clusters(house, ids), truth).f1).toBeGreaterThan(0.8)
  })

  it('keeps branches of a chain apart, though name, site and phone are the same', () => {
    const house = openHouse()
    const towns = [
      ['Leeds', 'LS1 4AB'],
      ['York', 'YO1 7HH'],
      ['Derby', 'DE1 2AA'],
      ['Hull', 'HU1 1AA'],
    ] as const
    const chain = {
      name: 'Quickbite',
      phones: ['+443069990123'],
      website: 'https://quickbite.example',
      domain: 'quickbite.example',
    }
    const ids = towns.flatMap(([town, postcode], k) =>
      (['uk/yell', 'any/osm'] as const).map((source) =>
        house.add({
          ...chain,
          source,
          town,
          postcode,
          street: 'High Street',
          number: String(20 + k),
        }),
      ),
    )
    house.dedupe()
    expect(new Set(clusters(house, ids)).size).toBe(4)
  })

  it('joins two listings under one register number, and parts two under different ones', () => {
    const house = openHouse()
    const a = house.add({
      name: 'Rosa Holding',
      region: 'nl',
      source: 'nl/kvk',
      registers: { kvk: '12345678' },
      postcode: '3511 AB',
      street: 'Lijnmarkt',
      number: '3',
      town: 'Utrecht',
    })
    const b = house.add({
      name: 'Kapsalon Rosa',
      region: 'nl',
      source: 'any/osm',
      registers: { kvk: '12345678' },
      postcode: '3511 AB',
      town: 'Utrecht',
    })
    const c = house.add({
      name: 'Kapsalon Rosa',
      region: 'nl',
      source: 'nl/goudengids',
      registers: { kvk: '87654321' },
      postcode: '3511 AB',
      street: 'Lijnmarkt',
      number: '3',
      town: 'Utrecht',
    })
    house.dedupe()
    expect(house.prospectOf(a)).toBe(house.prospectOf(b))
    expect(house.prospectOf(a)).not.toBe(house.prospectOf(c))
    expect(explainAsked(house.store, [`listing:${a}`, `listing:${c}`]).join('\n')).toContain(
      'register numbers decide',
    )
  })

  it('resolves a listing again when it has changed, and ends the prospect it left', () => {
    const house = openHouse()
    const a = house.add({ ...bakery, ref: 'a' })
    const b = house.add({
      ...bakery,
      name: 'Corner Optician',
      street: 'Quay Road',
      number: '3',
      postcode: 'YO1 7HH',
      town: 'York',
      phones: [],
      ref: 'b',
      source: 'any/osm',
    })
    house.dedupe()
    const left = house.prospectOf(b)
    expect(left).not.toBe(house.prospectOf(a))
    house.add({ ...bakery, ref: 'b', source: 'any/osm' })
    expect(house.dedupe()).toMatchObject({ merged: 1 })
    expect(house.prospectOf(b)).toBe(house.prospectOf(a))
    expect(findProspect(house.store, left)).toMatchObject({
      state: 'merged',
      mergedInto: house.prospectOf(a),
    })
  })

  it('ends a prospect when its last listing is erased', () => {
    const house = openHouse()
    const a = house.add(bakery)
    house.dedupe()
    const prospect = house.prospectOf(a)
    house.store.run(house.store.sql.deleteFrom('listing').where('id', '=', a))
    expect(house.dedupe()).toMatchObject({ gone: 1 })
    expect(findProspect(house.store, prospect)?.state).toBe('gone')
    expect(prospectLog(house.store, prospect).at(-1)?.what).toBe('gone')
  })

  it('makes a prospect anew from what is left when one of its listings is erased', () => {
    const house = openHouse()
    const a = house.add(bakery)
    const b = house.add({ ...bakery, source: 'any/osm' })
    house.dedupe()
    const prospect = house.prospectOf(a)
    expect(house.prospectOf(b)).toBe(prospect)
    house.store.run(house.store.sql.deleteFrom('listing').where('id', '=', a))
    expect(house.dedupe()).toMatchObject({ way: 'whole', pending: 0 })
    expect(findProspect(house.store, prospect)?.golden.name?.from.listing).toBe(b)
    expect(house.dedupe()).toMatchObject({ way: 'nothing' })
  })

  it("speaks each business's language: by province in Belgium", () => {
    const house = openHouse()
    const at = (postcode: string, town: string) =>
      house.add({ name: `Garage ${town}`, region: 'be', source: 'any/osm', postcode, town })
    const ids = [at('9000', 'Gent'), at('5000', 'Namur')]
    house.dedupe()
    expect(ids.map((id) => findProspect(house.store, house.prospectOf(id))?.language)).toEqual([
      'nl',
      'fr',
    ])
  })
})

describe('answers by hand', () => {
  it('hold through a rebuild', () => {
    const house = openHouse()
    const a = house.add(bakery)
    const b = house.add({ ...bakery, source: 'any/osm' })
    const c = house.add({
      name: 'Harbour Florist',
      town: 'Exeter',
      postcode: 'EX1 1AA',
      source: 'any/osm',
    })
    answerPairs(
      house.store,
      [
        { a, b, same: false },
        { a: c, b: a, same: true },
      ],
      'Jo',
      AT,
    )
    for (const rebuild of [false, true]) {
      house.dedupe({ rebuild })
      expect(house.prospectOf(a)).not.toBe(house.prospectOf(b))
      expect(house.prospectOf(a)).toBe(house.prospectOf(c))
    }
  })

  it('split what they merged, and give each business its old id back', () => {
    const house = openHouse()
    const a = house.add(bakery)
    const b = house.add({
      name: 'Harbour Florist',
      town: 'Exeter',
      postcode: 'EX1 1AA',
      source: 'any/osm',
    })
    house.dedupe()
    const [bake, flower] = [house.prospectOf(a), house.prospectOf(b)]
    mergeByHand(house.store, bake, flower, 'Jo', AT)
    house.dedupe()
    expect(house.prospectOf(b)).toBe(bake)
    expect(findProspect(house.store, flower)).toMatchObject({ state: 'merged', mergedInto: bake })
    splitByHand(house.store, bake, [], 'Jo', AT)
    house.dedupe()
    const told = [bake, flower].flatMap((id) => prospectLog(house.store, id))
    expect(told.map(({ what, why }) => `${what}: ${why}`)).toEqual(
      expect.arrayContaining(['merged: said by Jo', 'split: said by Jo']),
    )
    expect([house.prospectOf(a), house.prospectOf(b)]).toEqual([bake, flower])
    expect(findProspect(house.store, flower)?.state).toBe('live')
    expect(prospectLog(house.store, flower).map(({ what }) => what)).toEqual([
      'made',
      'merged',
      'back',
      'split',
    ])
  })

  it('take what hangs on a prospect along, and leave it with the stricter side', () => {
    const house = openHouse()
    const { store } = house
    const a = house.add(bakery)
    const b = house.add({
      name: 'Harbour Florist',
      town: 'Exeter',
      postcode: 'EX1 1AA',
      source: 'any/osm',
    })
    house.dedupe()
    const [bake, flower] = [house.prospectOf(a), house.prospectOf(b)]
    store.raw
      .prepare(`insert into notice (prospect, how, at) values (?, 'email', ?)`)
      .run(flower, AT)
    const key = Buffer.alloc(16, 7)
    store.raw.prepare(`insert into prospect_key values (?, ?, 'email', 0, 1)`).run(flower, key)
    store.raw
      .prepare(`insert into suppression values (?, 'opt-out', 'email', 'all', ?, 'one-click')`)
      .run(key, AT)
    mergeByHand(store, bake, flower, 'Jo', AT)
    house.dedupe()
    expect(store.raw.prepare('select prospect from notice').pluck().all()).toEqual([bake])
    splitByHand(store, bake, [], 'Jo', AT)
    house.dedupe()
    const stopped = store.raw
      .prepare('select prospect from prospect_key join suppression using (key) order by prospect')
      .pluck()
      .all()
    expect(stopped).toEqual([bake, flower])
  })
})
