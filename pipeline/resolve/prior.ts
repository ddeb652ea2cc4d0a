import { FIELDS, type Field } from './fields.ts'

/**
 * What a pair of listings that share a block can be. Chains, tenants and sister firms agree on much
 * and are not one business: with two classes only, they are taken for matches.
 */
export const CLASSES = ['match', 'branch', 'tenant', 'sister', 'chance'] as const
export type Class = (typeof CLASSES)[number]

/** Share of pairs in each class, and how often each level occurs in it. Levels with `pin` are not fitted. */
export interface Archetype {
  readonly share: number
  /** Levels that may not grow beyond this, whatever the data say: they would change what the class means. */
  readonly most?: { readonly [F in Field]?: Readonly<Record<string, number>> }
  readonly levels: Readonly<Record<Field, Readonly<Record<string, number>>>>
}

/** Shares before any data is seen; levels left out share what remains. Fitted on invented listings of three countries. */
export const ARCHETYPES: Readonly<Record<Class, Archetype>> = {
  match: {
    share: 0.25,
    most: { place: { 'other-door': 0.02, elsewhere: 0.02 } },
    levels: {
      name: {
        same: 0.6,
        'same-common': 0.1,
        near: 0.12,
        strong: 0.07,
        contained: 0.05,
        overlap: 0.015,
        partial: 0.015,
        slight: 0.008,
        trace: 0.003,
        other: 0.008,
      },
      place: {
        door: 0.55,
        'door-otherwise': 0.02,
        building: 0.13,
        near: 0.12,
        street: 0.03,
        area: 0.1,
        'next-door': 0.012,
        'other-door': 0.02,
        elsewhere: 0.02,
      },
      phone: { same: 0.48, 'same-shared': 0.02, 'digit-off': 0.02, other: 0.08 },
      site: { same: 0.33, 'same-shared': 0.02, similar: 0.01, 'other-page': 0.002, other: 0.03 },
      trade: { same: 0.5, other: 0.1 },
      source: { other: 0.97, same: 0.03, 'other-apart': 0.99, 'same-apart': 0.01 },
    },
  },
  branch: {
    share: 0.15,
    most: {
      place: { 'next-door': 0.02 },
      name: {
        contained: 0.12,
        overlap: 0.06,
        partial: 0.04,
        slight: 0.04,
        trace: 0.02,
        other: 0.04,
      },
    },
    levels: {
      name: {
        same: 0.1,
        'same-common': 0.7,
        near: 0.05,
        strong: 0.06,
        contained: 0.04,
        overlap: 0.01,
        partial: 0.01,
        slight: 0.01,
        trace: 0.005,
        other: 0.01,
      },
      place: {
        door: 0,
        'door-otherwise': 0.002,
        building: 0,
        near: 0.005,
        street: 0.005,
        area: 0.05,
        'next-door': 0.01,
        'other-door': 0.1,
        elsewhere: 0.82,
      },
      phone: { same: 0.003, 'same-shared': 0.15, 'digit-off': 0.01, other: 0.48 },
      site: { same: 0.01, 'same-shared': 0.3, similar: 0.02, 'other-page': 0.1, other: 0.05 },
      trade: { same: 0.5, other: 0.1 },
      source: { other: 0.88, same: 0.12, 'other-apart': 0.88, 'same-apart': 0.12 },
    },
  },
  tenant: {
    share: 0.15,
    most: {
      name: {
        strong: 0.01,
        contained: 0.03,
        overlap: 0.05,
        partial: 0.05,
        slight: 0.06,
        trace: 0.12,
      },
    },
    levels: {
      name: {
        same: 0,
        'same-common': 0,
        near: 0,
        strong: 0.001,
        contained: 0.005,
        overlap: 0.01,
        partial: 0.02,
        slight: 0.1,
        trace: 0.16,
        other: 0.7,
      },
      place: {
        door: 0.5,
        'door-otherwise': 0.003,
        building: 0.2,
        near: 0.25,
        street: 0.05,
        area: 0,
        'next-door': 0,
        'other-door': 0,
        elsewhere: 0,
      },
      phone: { same: 0.02, 'same-shared': 0.02, 'digit-off': 0.01, other: 0.55 },
      site: { same: 0.01, 'same-shared': 0.01, similar: 0.005, 'other-page': 0.005, other: 0.37 },
      trade: { same: 0.15, other: 0.5 },
      source: { other: 0.88, same: 0.12, 'other-apart': 0.88, 'same-apart': 0.12 },
    },
  },
  sister: {
    share: 0.05,
    most: {
      name: { trace: 0.15, other: 0.08 },
      place: { area: 0.1, 'other-door': 0.06, elsewhere: 0.04 },
    },
    levels: {
      name: {
        same: 0,
        'same-common': 0,
        near: 0.02,
        strong: 0.15,
        contained: 0.2,
        overlap: 0.15,
        partial: 0.2,
        slight: 0.2,
        trace: 0.05,
        other: 0.02,
      },
      place: {
        door: 0.55,
        'door-otherwise': 0.01,
        building: 0.15,
        near: 0.12,
        street: 0.03,
        area: 0.08,
        'next-door': 0.02,
        'other-door': 0.03,
        elsewhere: 0.02,
      },
      phone: { same: 0.35, 'same-shared': 0.05, 'digit-off': 0.02, other: 0.23 },
      site: { same: 0.25, 'same-shared': 0.05, similar: 0.02, 'other-page': 0.03, other: 0.15 },
      trade: { same: 0, other: 0.8 },
      source: { other: 0.88, same: 0.12, 'other-apart': 0.88, 'same-apart': 0.12 },
    },
  },
  chance: {
    share: 0.4,
    most: { place: { door: 0.002 } },
    levels: {
      name: {
        same: 0.01,
        'same-common': 0.05,
        near: 0.02,
        strong: 0.05,
        contained: 0.05,
        overlap: 0.05,
        partial: 0.1,
        slight: 0.25,
        trace: 0.15,
        other: 0.26,
      },
      place: {
        door: 0.002,
        'door-otherwise': 0.004,
        building: 0.005,
        near: 0.02,
        street: 0.02,
        area: 0.25,
        'next-door': 0.02,
        'other-door': 0.25,
        elsewhere: 0.43,
      },
      phone: { same: 0.003, 'same-shared': 0.007, 'digit-off': 0.01, other: 0.58 },
      site: { same: 0.003, 'same-shared': 0.007, similar: 0.005, 'other-page': 0.005, other: 0.38 },
      trade: { same: 0.35, other: 0.3 },
      source: { other: 0.88, same: 0.12, 'other-apart': 0.88, 'same-apart': 0.12 },
    },
  },
}

/** The archetype's shares of one field, in the order of its levels. */
export const archetypeOf = (type: Class, field: Field): number[] =>
  FIELDS[field].map((level) => ARCHETYPES[type].levels[field][level] ?? 0)
