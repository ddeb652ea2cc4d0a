import { describe, expect, it } from 'vitest'
import { REGIONS } from '../../pipeline/model/region.ts'
import { loadRegion, loadRegions } from '../../pipeline/region.ts'

describe('region cards', () => {
  it('has one card for each region and none besides', async () => {
    expect(Object.keys(await loadRegions()).sort()).toEqual([...REGIONS].sort())
  })

  it.each(REGIONS)('%s names a time zone and a currency that exist', async (region) => {
    const card = await loadRegion(region)
    expect(() => new Intl.DateTimeFormat('en', { timeZone: card.timeZone })).not.toThrow()
    expect(Intl.supportedValuesOf('currency')).toContain(card.currency)
    expect(new Intl.DisplayNames('en', { type: 'region' }).of(card.iso)).toContain(
      card.name.en.replace('the ', ''),
    )
  })

  it('writes to Flanders in Dutch, to Wallonia in French, and to Brussels by the words of the address', async () => {
    const { languagesOf } = await loadRegion('be')
    expect(languagesOf({ postcode: '9000' })).toEqual(['nl'])
    expect(languagesOf({ postcode: '3500' })).toEqual(['nl'])
    expect(languagesOf({ postcode: '1300' })).toEqual(['fr'])
    expect(languagesOf({ postcode: '4000' })).toEqual(['fr'])
    expect(languagesOf({ postcode: '7700' })).toEqual(['fr'])
    expect(languagesOf({ postcode: '1000', street: 'Rue Neuve' })).toEqual(['fr', 'nl'])
    expect(languagesOf({ postcode: '1000', street: 'Nieuwstraat' })).toEqual(['nl', 'fr'])
    expect(languagesOf({ postcode: '1000' })).toEqual(['fr', 'nl'])
  })

  it('writes English in the United Kingdom and Dutch in the Netherlands', async () => {
    expect((await loadRegion('uk')).languagesOf({})).toEqual(['en'])
    expect((await loadRegion('nl')).languagesOf({})).toEqual(['nl'])
  })
})
