import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../pipeline/config.ts'
import { planHarvest } from '../../pipeline/harvest/plan.ts'
import { loadSources } from '../../pipeline/harvest/sources.ts'
import { TRADES } from '../../pipeline/text/trades.ts'

const sources = await loadSources()
const plan = (asked: Omit<Parameters<typeof planHarvest>[2], 'region'>, config = {}) =>
  planHarvest(sources, parseConfig(config, undefined), { region: 'uk', ...asked }, {})

describe('a plan', () => {
  it('asks an open source for every trade at once, and a directory for one after the other', async () => {
    const { queries } = await plan(
      { source: ['any/osm', 'uk/yell'], what: ['all'], where: ['Leeds', 'York'] },
      { sources: { 'uk/yell': { permission: 'ours' } } },
    )
    expect(queries('any/osm').map(({ what, where }) => `${what} ${where.name}`)).toEqual([
      '* Leeds',
      '* York',
    ])
    expect(queries('uk/yell')).toHaveLength(2 * TRADES.length)
  })

  it('leaves out a source that may not run, and says why', async () => {
    const { sources: chosen, said } = await plan({ source: ['uk/yell'], where: ['Leeds'] })
    expect(chosen).toEqual([])
    expect(said.join()).toMatch(/uk\/yell is left out: its terms forbid/)
  })

  it('plans all the same for a source that may not run yet, when it is only a plan', async () => {
    const { sources: chosen, said } = await plan({ source: ['any/google-places'], dryRun: true })
    expect(chosen.map(([id]) => id)).toEqual(['any/google-places'])
    expect(said.join()).toMatch(/any\/google-places would not run yet: it costs money/)
    const bulk = await plan({ source: ['any/overture'], dryRun: true })
    expect(bulk.sources).toEqual([])
  })

  it('says what was chosen where nothing was asked for, and how many there are to choose from', async () => {
    const { said, places } = await plan({})
    expect(said.join()).toMatch(/reading any\/osm: plumbers in Leeds .* trades, \d{4} towns/)
    expect(places).toMatchObject([{ name: 'Leeds' }])
  })
})
