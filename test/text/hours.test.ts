import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hoursOf, openingHours } from '../../pipeline/text/hours.ts'

describe('opening hours', () => {
  it.each([
    ['Mo-Fr 09:00-17:00; Sa 10:00-16:00; Su off', 'Mo-Fr 09:00-17:00; Sa 10:00-16:00; Su off'],
    ['Mo-Fr 09:00-17:00; PH off', 'Mo-Fr 09:00-17:00; PH off'],
    ['Mo,Tu,We 09:00-12:00', 'Mo-We 09:00-12:00'],
    ['24/7', '24/7'],
    ['Mo-Su 11:30+', 'Mo-Su 11:30+'],
    ['Open 24 hours', '24/7'],
    ['Monday: 9am - 5pm, Tuesday: 9am-5:30pm', 'Mo 09:00-17:00; Tu 09:00-17:30'],
    ['Mon-Fri 9:00 AM – 5:30 PM, Sat closed', 'Mo-Fr 09:00-17:30; Sa off'],
    ['Daily 9-5', 'Mo-Su 09:00-17:00'],
    ['Mon 1 - 5pm', 'Mo 13:00-17:00'],
    ['Fri 5pm - midnight', 'Fr 17:00-24:00'],
    ['ma t/m vr 9.00-17.30 uur', 'Mo-Fr 09:00-17:30'],
    ['ma-vr: van 8.30 tot 17 uur', 'Mo-Fr 08:30-17:00'],
    ['di 9u-12u30 en 13u-18u', 'Tu 09:00-12:30,13:00-18:00'],
    ['maandag tot en met vrijdag 08:00 tot 18:00', 'Mo-Fr 08:00-18:00'],
    ['zo gesloten', 'Su off'],
    ['lundi: 9h-18h30', 'Mo 09:00-18:30'],
    ['du lundi au vendredi de 9h00 à 12h00 et de 13h00 à 18h00', 'Mo-Fr 09:00-12:00,13:00-18:00'],
    ['Lundi Fermé Mardi 10:00–19:00', 'Mo off; Tu 10:00-19:00'],
    ['Mo-Su 17:00-02:00', 'Mo-Su 17:00-02:00'],
    ['by appointment', undefined],
    ['Mon-Fri 9-5 except in August', undefined],
    ['Mo 25:00-26:00', undefined],
    ['Sun', undefined],
    ['', undefined],
  ])('reads %j as %j', (text, hours) => {
    expect(openingHours(text)).toBe(hours)
  })

  it('reads schema.org specifications', () => {
    expect(
      hoursOf([
        { dayOfWeek: ['https://schema.org/Monday', 'Tuesday'], opens: '09:00:00', closes: '17:00' },
        { dayOfWeek: 'Saturday', opens: '10:00', closes: '23:59' },
        { dayOfWeek: 'Sunday', opens: '00:00', closes: '00:00' },
      ]),
    ).toBe('Mo,Tu 09:00-17:00; Sa 10:00-24:00; Su off')
    expect(
      hoursOf([
        { dayOfWeek: ['Monday', 'Tuesday'], opens: '09:00', closes: '12:30' },
        { dayOfWeek: ['Monday', 'Tuesday'], opens: '13:30', closes: '18:00' },
      ]),
    ).toBe('Mo,Tu 09:00-12:30,13:30-18:00')
    expect(hoursOf([])).toBeUndefined()
  })

  it('never throws, and reads its own output as itself', () => {
    const words = fc
      .array(
        fc.constantFrom(
          ...'mo tu ma di lundi Mon Fri sunday 9 9am 17:30 9u30 18h - t/m tot à au , ; closed gesloten fermé 24 24/7 PH off en uur'.split(
            ' ',
          ),
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join(' '))
    fc.assert(
      fc.property(fc.oneof(words, fc.string()), (text) => {
        const hours = openingHours(text)
        if (hours !== undefined) expect(openingHours(hours)).toBe(hours)
      }),
      { numRuns: 2000 },
    )
  })
})
