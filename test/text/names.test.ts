import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { REGIONS, type Region } from '../../pipeline/model/region.ts'
import { LEGAL_FORMS, legalKindOf, splitLegalForm } from '../../pipeline/text/legal-forms.ts'
import { naturalCase, tradingName } from '../../pipeline/text/names.ts'

describe('natural case', () => {
  it.each([
    ['JOHN SMITH PLUMBING', 'John Smith Plumbing'],
    ['bakkerij van der berg', 'Bakkerij van der Berg'],
    ["MCDONALD'S GARAGE", "McDonald's Garage"],
    ["O'BRIEN & SONS", "O'Brien & Sons"],
    ["L'ATELIER DU PAIN", "L'Atelier du Pain"],
    ["CAFÉ DE L'EUROPE", "Café de l'Europe"],
    ["SLAGERIJ D'HONDT", "Slagerij D'Hondt"],
    ['JBS HEATING', 'JBS Heating'],
    ['A.B.C. TAXIS', 'A.B.C. Taxis'],
    ['SINT-JAN DRUKKERIJ', 'Sint-Jan Drukkerij'],
    ['24 HOUR PLUMBERS', '24 Hour Plumbers'],
    ['ST HELENS', 'St Helens'],
    ['KINGSTON UPON HULL', 'Kingston upon Hull'],
    ['BBC', 'BBC'],
    ['www.fietsen-voorbeeld.example', 'www.fietsen-voorbeeld.example'],
    ['eBay Repairs', 'eBay Repairs'],
    ['Slagerij van der Berg', 'Slagerij van der Berg'],
  ])('writes %j as %j', (name, said) => {
    expect(naturalCase(name)).toBe(said)
  })

  it('leaves alone what it has written, and never changes a letter but its case', () => {
    const shouted = fc
      .array(
        fc.constantFrom(
          'THE',
          'VAN',
          'DE',
          "D'OR",
          'MCX',
          'JBS',
          '24',
          'É',
          '&',
          'A.B.',
          'II',
          'x',
        ),
      )
      .map((words) => words.join(' '))
    fc.assert(
      fc.property(fc.oneof(fc.string(), shouted), (name) => {
        const once = naturalCase(name)
        expect(naturalCase(once)).toBe(once)
        expect(once.toUpperCase()).toBe(name.toUpperCase())
      }),
      { numRuns: 500 },
    )
  })

  it('prefers the name people know to its owner', () => {
    expect(tradingName("Smith Ltd t/a Smithy's Café")).toEqual({
      name: "Smithy's Café",
      owner: 'Smith Ltd',
    })
    expect(tradingName('J. Jansen h.o.d.n. De Klusser').name).toBe('De Klusser')
    expect(tradingName('Data Trading')).toEqual({ name: 'Data Trading' })
  })
})

describe('legal forms', () => {
  it.each<[Region, string, string, string | undefined]>([
    ['uk', 'Smith & Sons Ltd.', 'Smith & Sons', 'Ltd'],
    ['uk', 'The Pub Co PLC', 'The Pub Co', 'PLC'],
    ['uk', 'Foo (UK) Limited', 'Foo (UK)', 'Ltd'],
    ['uk', 'Busnes Cyf', 'Busnes', 'Ltd'],
    ['uk', 'Casa SA', 'Casa SA', undefined],
    ['nl', 'De Vries B.V.', 'De Vries', 'BV'],
    ['nl', 'Jan v.o.f', 'Jan', 'VOF'],
    ['nl', 'Stichting De Hoek', 'Stichting De Hoek', 'Stichting'],
    ['nl', 'CV Service Jansen', 'CV Service Jansen', undefined],
    ['be', 'Bakkerij Peeters b.v.b.a.', 'Bakkerij Peeters', 'BVBA'],
    ['be', 'SPRL Dupont', 'Dupont', 'SPRL'],
    ['be', 'Janssens NV/SA', 'Janssens', 'SA'],
    ['be', 'Les Amis A.S.B.L.', 'Les Amis', 'ASBL'],
    ['be', 'Casa Nova', 'Casa Nova', undefined],
    ['uk', 'Ltd', 'Ltd', undefined],
  ])('in %s reads %j as %j and %j', (region, text, name, form) => {
    expect(splitLegalForm(text, region)).toEqual(form === undefined ? { name } : { name, form })
  })

  it('finds each form that it would write, and cuts nothing from what it has cut', () => {
    const stem = fc.constantFrom('Bakker', 'Smith & Sons', 'Café Élan', '3D Print')
    fc.assert(
      fc.property(
        stem,
        fc.constantFrom(...LEGAL_FORMS),
        fc.constantFrom(...REGIONS),
        (name, form, region) => {
          if (form.in[region] === undefined) return
          const split = splitLegalForm(`${name} ${form.form}`, region)
          expect(split.form).toBe(form.form)
          expect(legalKindOf(form.form, region)).toBe(form.in[region])
          expect(splitLegalForm(split.name, region).name).toBe(split.name)
        },
      ),
    )
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...REGIONS), (text, region) => {
        const { name } = splitLegalForm(text, region)
        expect(splitLegalForm(name, region).name).toBe(name)
      }),
    )
  })

  it('knows that a Dutch vof is people and a Belgian one a legal person', () => {
    expect(legalKindOf('VOF', 'nl')).toBe('sole')
    expect(legalKindOf('VOF', 'be')).toBe('corporate')
    expect(legalKindOf('Ltd', 'uk')).toBe('corporate')
    expect(legalKindOf('Quango', 'uk')).toBe('unknown')
  })
})
