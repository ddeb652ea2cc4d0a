import { type HoursSpecification, hoursOf, openingHours } from '../text/hours.ts'
import { at } from './json.ts'

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const

/** The OSM day of a number from 1 (Monday) to 7 (Sunday); 0 is Sunday too. */
export const dayNumbered = (number: number | undefined): string | undefined =>
  number === undefined ? undefined : DAYS[(number + 6) % 7]

/** A week in OSM syntax from its rows: a day as any language names it, and the words beside it. Rows not understood are left out. */
export const weekOf = (
  rows: readonly (readonly [day: string, words: string])[],
): string | undefined => {
  const lines = rows.map(([day, words]) => `${day} ${words}`)
  return openingHours(lines.filter((line) => openingHours(line) !== undefined).join('; '))
}

/** schema.org `openingHoursSpecification`, one or many, in OSM syntax. */
export const specifiedHours = (specification: unknown): string | undefined =>
  hoursOf(
    [specification].flat().flatMap((one): readonly HoursSpecification[] => {
      const days = [at(one, 'dayOfWeek')].flat(2).flatMap((day) => {
        const word = typeof day === 'string' ? day : (at(day, 'name') ?? at(day, '@id'))
        return typeof word === 'string' ? [word] : []
      })
      const [opens = '', closes = ''] = [at(one, 'opens'), at(one, 'closes')].flat().map(String)
      return days.length === 0 ? [] : [{ dayOfWeek: days, opens, closes }]
    }),
  )
