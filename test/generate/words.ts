import type { Region } from '../../pipeline/model/region.ts'

const words = (text: string): readonly string[] => text.trim().split(/\s+/)

/** What invented listings of a region are made of. Every firm and street is invented; towns are real. */
export interface Vocabulary {
  readonly surnames: readonly string[]
  readonly fancy: readonly string[]
  readonly trades: readonly (readonly [inName: string, category: string])[]
  readonly forms: readonly string[]
  readonly streets: readonly string[]
  readonly kinds: readonly (readonly [long: string, short: string])[]
  /** Town, start of its postcodes, latitude, longitude. */
  readonly towns: readonly (readonly [town: string, code: string, lat: number, lon: number])[]
  readonly sources: readonly string[]
  readonly dial: string
}

const pairs = (text: string): [string, string][] =>
  words(text).map((pair) => pair.replace(/_/g, ' ').split(':') as [string, string])

const places = (text: string): [string, string, number, number][] =>
  words(text).map((cell) => {
    const [town = '', code = '', lat = '0', lon = '0'] = cell.replace(/_/g, ' ').split(':')
    return [town, code, Number(lat), Number(lon)]
  })

const SYLLABLES = words(
  'al bar ben bor cal dal den dor el fen gar hal har hol kel kin lan lor mar mel nor pel ran ros sel stan tal tor van wel wil yar',
)
const ENDS: Readonly<Record<Region, readonly string[]>> = {
  uk: words('ton ham ley worth field den by wick son er man ford well'),
  nl: words('stra ma man sen huis dijk veld berg horst kamp steen brink'),
  be: words('aerts mans ens ville quin court ieux hout beke gem'),
}

/** Surnames of two syllables and an ending: twenty thousand, none of them anybody's on purpose. */
const surnames = (region: Region): string[] =>
  SYLLABLES.flatMap((a) =>
    SYLLABLES.flatMap((b) =>
      ENDS[region].map((end) => (a + b + end).replace(/^./, (c) => c.toUpperCase())),
    ),
  )

export const VOCABULARY: Readonly<Record<Region, Vocabulary>> = {
  uk: {
    surnames: surnames('uk'),
    fancy: words(
      'Golden Royal Premier Elite Copper Willow Phoenix Crown Jade Riverside Apex Beacon Harbour Meadow',
    ),
    trades: pairs(
      'Plumbing:Plumber Electrical:Electrician Roofing:Roofer Barbers:Hairdresser Dental_Care:Dentist Motors:Garage Bakery:Bakery Accountants:Accountant Florists:Florist Joinery:Carpenter Cleaning_Services:Cleaner Opticians:Optician Kebab_House:Takeaway Guest_House:Hotel',
    ),
    forms: ['Ltd', 'Limited', 'LLP', 'ltd.'],
    streets: words(
      'Alder Birch Cedar Mill Station Church Orchard Priory Castle Victoria Albion Quarry Hazel Meadow Tanner Weaver Cooper Saddler Bridge Chapel Spinney Larch Rowan Kestrel',
    ),
    kinds: pairs('Street:St Road:Rd Lane:Ln Avenue:Ave Close:Cl Terrace:Terr Drive:Dr Way:Way'),
    towns: places(
      'Bristol:BS:51.45:-2.59 Leeds:LS:53.80:-1.55 Norwich:NR:52.63:1.30 Exeter:EX:50.72:-3.53 Cardiff:CF:51.48:-3.18 Glasgow:G:55.86:-4.25 York:YO:53.96:-1.08 Derby:DE:52.92:-1.48 Swansea:SA:51.62:-3.94 Lincoln:LN:53.23:-0.54 Preston:PR:53.76:-2.70 Ipswich:IP:52.06:1.16 Oxford:OX:51.75:-1.26 Hull:HU:53.74:-0.33',
    ),
    sources: [
      'uk/yell',
      'uk/scoot',
      'uk/thomson',
      'uk/freeindex',
      'any/osm',
      'any/google-maps',
      'any/overture',
    ],
    dial: '44',
  },
  nl: {
    surnames: surnames('nl'),
    fancy: words('Gouden Zilveren Groene Oude Nieuwe Blauwe Ronde Hoge Stille Vrolijke'),
    trades: pairs(
      'Loodgieters:Loodgieter Schilderwerken:Schilder Dakwerken:Dakdekker Kapsalon:Kapper Tandartsen:Tandarts Autoservice:Garage Bakkerij:Bakker Administratie:Accountant Bloemisterij:Bloemist Timmerwerken:Timmerman Schoonmaak:Schoonmaak Optiek:Opticien Snackbar:Snackbar',
    ),
    forms: ['B.V.', 'BV', 'VOF', 'v.o.f.'],
    streets: words(
      'Beuken Eiken Linden Molen Kerk School Stations Haven Tuin Veld Berg Dorps Nieuwe Lange Korte Wilgen Esdoorn Kastanje Leeuwerik Zwaluw',
    ),
    kinds: pairs('straat:str laan:ln weg:weg plein:pl kade:kade dreef:dreef'),
    towns: places(
      'Utrecht:35:52.09:5.12 Zwolle:80:52.51:6.09 Breda:48:51.59:4.78 Gouda:28:52.01:4.71 Arnhem:68:51.98:5.91 Delft:26:52.01:4.36 Almere:13:52.37:5.22 Assen:94:52.99:6.56 Venlo:59:51.37:6.17 Hoorn:16:52.64:5.06',
    ),
    sources: [
      'nl/goudengids',
      'nl/detelefoongids',
      'nl/openingstijden',
      'any/osm',
      'any/google-maps',
      'any/overture',
    ],
    dial: '31',
  },
  be: {
    surnames: surnames('be'),
    fancy: words('Gouden Zwarte Witte Royal Belle Petit Grand Vieux Oude Nieuwe'),
    trades: pairs(
      'Loodgieterij:Loodgieter Plomberie:Plombier Dakwerken:Dakwerker Toitures:Couvreur Kapsalon:Kapper Coiffure:Coiffeur Garage:Garage Boulangerie:Boulanger Bakkerij:Bakker Fiduciaire:Comptable Schrijnwerkerij:Schrijnwerker Optiek:Opticien Frituur:Frituur',
    ),
    forms: ['BV', 'BVBA', 'NV', 'SRL', 'SPRL', 'VOF'],
    streets: words(
      'Beuken Eiken Molen Kerk School Stations Markt Leie Schelde Linden Kasteel Nieuwe Hoge Wijngaard',
    ),
    kinds: pairs('straat:str laan:ln steenweg:stwg plein:pl dreef:dreef'),
    towns: places(
      'Gent:90:51.05:3.72 Antwerpen:20:51.22:4.40 Leuven:30:50.88:4.70 Kortrijk:85:50.83:3.26 Brugge:80:51.21:3.22 Hasselt:35:50.93:5.34 Namur:50:50.47:4.87 Charleroi:60:50.41:4.44 Mechelen:28:51.03:4.48',
    ),
    sources: [
      'be/goudengids',
      'be/pagesdor',
      'be/infobel',
      'any/osm',
      'any/google-maps',
      'any/overture',
    ],
    dial: '32',
  },
}
