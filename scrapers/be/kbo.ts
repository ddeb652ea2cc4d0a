import type { Listing } from '../../pipeline/model/listing.ts'
import type { Page } from '../../pipeline/model/page.ts'
import { parseJson } from '../../pipeline/platforms/json.ts'
import {
  type KboDossier,
  type KboEstablishment,
  type KboPage,
  kboActivities,
  kboAddress,
  kboContacts,
  kboForm,
  kboLegalKind,
  kboOf,
  kboStatus,
  kboTradeName,
} from '../../pipeline/platforms/kbo.ts'
import {
  type Card,
  facts,
  listing,
  readCards,
  reading,
  safely,
  unknown,
  unread,
} from '../../pipeline/platforms/reading.ts'
import { defineSource } from '../../pipeline/source.ts'
import { belgianLanguages } from '../../pipeline/text/belgium.ts'

type Nace = KboPage['kbo']['nace']

/** Every place of business is a listing of its own; an enterprise without one is its registered office. */
const places = (
  dossier: KboDossier,
): readonly (readonly [KboDossier, KboEstablishment | undefined])[] =>
  dossier.establishments.length === 0
    ? [[dossier, undefined]]
    : dossier.establishments.map((establishment) => [dossier, establishment] as const)

const entities = (page: Page) => {
  const kbo = (parseJson(page.body) as Partial<KboPage> | undefined)?.kbo
  if (kbo === undefined || !Array.isArray(kbo.dossiers))
    return unknown('not a page of enterprises', page)
  const cards = readCards(kbo.dossiers.flatMap(places), ([dossier, place]) =>
    business(dossier, place, kbo.nace ?? {}),
  )
  return reading(kbo.dossiers.length === 0 ? 'empty' : 'ok', cards)
}

const business = (dossier: KboDossier, place: KboEstablishment | undefined, nace: Nace): Card => {
  const number = kboOf(dossier)
  if (number === undefined)
    return {
      unread: unread(
        'EnterpriseNumber',
        'fails its check digits',
        dossier.enterprise.EnterpriseNumber,
      ),
    }
  if (kboLegalKind(dossier) !== 'corporate') return { left: 'natural person' }
  if (kboStatus(dossier) !== 'active') return { left: 'not active' }
  const at = kboAddress(place?.addresses ?? [], 'BAET') ?? kboAddress(dossier.addresses, 'REGO')
  const language =
    belgianLanguages({ ...(at?.postcode && { postcode: at.postcode }) })[0] === 'fr' ? 'fr' : 'nl'
  const bus = language === 'fr' ? 'bte' : 'bus'
  const codes = kboActivities([...(place?.activities ?? []), ...dossier.activities])
  const contacts = (type: 'TEL' | 'EMAIL' | 'WEB') => [
    ...new Set([
      ...kboContacts(place?.contacts ?? [], type),
      ...kboContacts(dossier.contacts, type),
    ]),
  ]
  return listing({
    ref: place?.number ?? number,
    name: kboTradeName(dossier, place, language),
    url: `https://kbopub.economie.fgov.be/kbopub/zoeknummerform.html?nummer=${number}`,
    categories: codes.flatMap((code) => nace[code]?.[language] ?? []),
    ...street(at, language, bus),
    phones: contacts('TEL'),
    emails: contacts('EMAIL'),
    website: contacts('WEB')[0],
    registers: { kbo: number },
    legalForm: kboForm(dossier),
    seller: 'business',
    extra: facts({ nace: codes.join(' '), start: dossier.enterprise.StartDate }),
  })
}

const street = (
  at: ReturnType<typeof kboAddress>,
  language: 'nl' | 'fr',
  bus: string,
): Partial<Listing> =>
  at === undefined
    ? {}
    : {
        ...(at.street[language] && {
          street: [at.street[language], at.number, at.box && `${bus} ${at.box}`]
            .filter((part) => part !== '')
            .join(' '),
        }),
        ...(at.postcode && { postcode: at.postcode }),
        ...(at.town[language] && { town: at.town[language] }),
      }

export default defineSource({
  name: 'KBO/BCE',
  about:
    'Open data of the Belgian Crossroads Bank for Enterprises: every legal person with its places of business, some with phone, e-mail and website',
  home: 'https://kbopub.economie.fgov.be/kbo-open-data',
  // It comes as a file (--from FILE, or its path in the configuration); there is no page to ask for.
  hosts: [],
  regions: ['be'],
  terms: {
    automated: 'allowed',
    says: 'open data after registration; the licence forbids direct marketing with the data of natural persons, who are left out here. Read it before use',
    read: '2026-08',
  },
  evidence: 'documented',
  attribution: 'Source: Crossroads Bank for Enterprises, FPS Economy (KBO/BCE open data)',
  pace: { perMinute: 1 },
  expect: { entities: { fill: { registers: 1, postcode: 0.9 } } },
  start: () => [],
  read: { entities: safely(entities) },
  recognise: ({ body }) => (/^\s*\{\s*"kbo"\s*:/.test(body) ? 'entities' : undefined),
})
