import { defineSource, type Source } from '../../../pipeline/source.ts'

/** A real source's reader over the bench's server: all its pages (`what` many, below the place's address) are known from the start. */
export const over = (reader: Source): Source =>
  defineSource({
    ...reader,
    home: 'http://127.0.0.1',
    hosts: ['127.0.0.1'],
    terms: { automated: 'allowed', says: 'ours', read: '2026-11' },
    evidence: 'documented',
    pace: { perMinute: 1e9 },
    expect: {},
    start: ({ what, where }) =>
      Array.from({ length: Number(what) }, (_, i) => ({
        kind: 'search',
        url: `${where.name}/${i}`,
      })),
    read: {
      search: (page) => ({
        ...(reader.read.search?.(page) ?? { verdict: 'unknown', listings: [], unread: [] }),
        links: [],
      }),
    },
  })
