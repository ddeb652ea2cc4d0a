import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeReading } from '../../pipeline/harvest/merge.ts'
import type { Listing } from '../../pipeline/model/listing.ts'

const raw = fc.record(
  {
    ref: fc.constant('7'),
    name: fc.string({ minLength: 1 }),
    website: fc.webUrl(),
    phones: fc.array(fc.string(), { minLength: 1 }),
    postcode: fc.string({ minLength: 1 }),
  },
  { requiredKeys: ['ref', 'name'] },
) as fc.Arbitrary<Listing>

describe('merging readings of one listing', () => {
  it('keeps what a detail page told when the search page is read again', () => {
    const seen = mergeReading(undefined, { ref: '7', name: 'Weir Lane Cafe' }, 1)
    const detailed = mergeReading(
      seen,
      { ref: '7', name: 'Weir Lane Cafe', website: 'https://weir.example' },
      2,
    )
    const again = mergeReading(detailed, { ref: '7', name: 'Weir Lane Cafe' }, 3)
    expect(again.raw.website).toBe('https://weir.example')
    expect(again.origin).toEqual({ '*': 3, website: 2 })
  })

  it('leads each field to the page that showed it last, always', () => {
    fc.assert(
      fc.property(fc.array(raw, { minLength: 1, maxLength: 6 }), (readings) => {
        const last = readings.reduce<ReturnType<typeof mergeReading> | undefined>(
          (known, reading, i) => mergeReading(known, reading, i + 1),
          undefined,
        )
        for (const field of Object.keys(last?.raw ?? {})) {
          const page = readings.findLastIndex((reading) => field in reading) + 1
          expect(last?.origin[field] ?? last?.origin['*']).toBe(page)
          expect(last?.raw[field as keyof Listing]).toEqual(
            readings[page - 1]?.[field as keyof Listing],
          )
        }
      }),
    )
  })

  it('reads the same facts to the same bytes, whatever the order of their keys', () => {
    const one = mergeReading(undefined, { ref: '7', name: 'A', postcode: 'LS1 1ZZ' }, 1)
    const two = mergeReading(undefined, { postcode: 'LS1 1ZZ', name: 'A', ref: '7' }, 1)
    expect(JSON.stringify(one.raw)).toBe(JSON.stringify(two.raw))
  })
})
