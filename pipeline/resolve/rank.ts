import type { SourceId } from '../model/region.ts'

/** What a source may be trusted with: registers know names and forms, maps know places, directories know phones. */
export type Trust = 'name' | 'register' | 'place' | 'contact'

type Kind = 'register' | 'map' | 'places' | 'directory' | 'classified' | 'bulk'

/** What each source is, by the last part of its id; what is not here is a directory. */
const KINDS: Readonly<Record<string, Kind>> = {
  'companies-house': 'register',
  kbo: 'register',
  kvk: 'register',
  osm: 'map',
  'google-places': 'places',
  'google-maps': 'places',
  overture: 'bulk',
  gumtree: 'classified',
  marktplaats: 'classified',
  '2dehands': 'classified',
  '2ememain': 'classified',
}

/** Weight of one listing's word, by kind of source. A register's address is often the accountant's. */
const RANKS: Readonly<Record<Kind, Readonly<Record<Trust, number>>>> = {
  register: { name: 1.2, register: 5, place: 0.8, contact: 1 },
  places: { name: 1.6, register: 0.5, place: 1.6, contact: 1.6 },
  map: { name: 1.3, register: 0.5, place: 1.5, contact: 1.2 },
  directory: { name: 1, register: 1, place: 1, contact: 1 },
  bulk: { name: 0.9, register: 0.5, place: 1, contact: 0.9 },
  classified: { name: 0.5, register: 0.5, place: 0.5, contact: 0.8 },
}

/** How much a source's word weighs in a kind of field. */
export const rankOf = (source: SourceId, trust: Trust): number =>
  RANKS[KINDS[source.slice(source.indexOf('/') + 1)] ?? 'directory'][trust]
