import { type Cell, defineLaw } from '../../law.ts'
import type { RegisterDuty } from '../../model/law.ts'

/**
 * The United Kingdom: Privacy and Electronic Communications Regulations 2003 (PECR), UK GDPR, Data (Use and
 * Access) Act 2025. Read in November 2026; not legal advice.
 */
const ICO = 'ICO, business-to-business marketing; PECR 2003 (legislation.gov.uk/uksi/2003/2426)'

const open: Cell = {
  may: 'open',
  says: {
    en: 'A company, LLP or Scottish partnership is a corporate subscriber: unsolicited e-mail to it needs no prior consent, but the sender must not be hidden and must give a valid address for opting out.',
    nl: 'Een company, LLP of Schotse partnership is een zakelijke abonnee: ongevraagde e-mail mag zonder voorafgaande toestemming, mits de afzender niet verborgen is en een geldig afmeldadres geeft.',
    fr: 'Une company, une LLP ou un partnership écossais est un abonné professionnel : un e-mail non sollicité ne demande pas de consentement préalable, mais l’expéditeur doit s’identifier et donner une adresse de désinscription valable.',
  },
  article: 'PECR regs 2, 22, 23',
  source: ICO,
  conditions: ['advertising-recognisable', 'sender-identified', 'opt-out-in-message'],
  evidence: ['legal-person'],
  registers: [],
  notice: 'none',
  footer: ['sender-name-and-address', 'company-details', 'opt-out', 'complaints-address'],
  uncertain: false,
}

const personal = {
  conditions: ['balancing-test', 'source-told', 'objection-pointed-out'],
  footer: ['data-source', 'privacy-rights'],
} as const

const named: Cell = {
  ...open,
  says: {
    en: 'A named person at a company may be e-mailed without prior consent, and UK GDPR applies: a balancing test, notice of the source at the first contact, and an absolute right to object.',
    nl: 'Een persoon bij naam bij een company mag zonder voorafgaande toestemming worden gemaild, en de UK GDPR geldt: een belangenafweging, melding van de bron bij het eerste contact en een absoluut recht van bezwaar.',
    fr: 'Une personne nommée au sein d’une company peut recevoir un e-mail sans consentement préalable, et l’UK GDPR s’applique : mise en balance, mention de la source au premier contact et droit d’opposition absolu.',
  },
  article: 'PECR regs 2, 22, 23; UK GDPR arts 6(1)(f), 14, 21',
  conditions: [...open.conditions, ...personal.conditions],
  notice: 'art14',
  footer: [...open.footer, ...personal.footer],
}

const soleMail: Cell = {
  ...named,
  may: 'consent',
  says: {
    en: 'Sole traders and ordinary partnerships are individual subscribers: e-mail only with their prior consent.',
    nl: 'Eenmanszaken en gewone partnerships zijn particuliere abonnees: e-mail alleen met voorafgaande toestemming.',
    fr: 'Les indépendants et les partnerships ordinaires sont des abonnés individuels : e-mail uniquement avec leur consentement préalable.',
  },
  article: 'PECR regs 2, 22',
  evidence: ['prior-consent'],
}

const unknownMail: Cell = {
  ...soleMail,
  says: {
    en: 'Not sure which kind of subscriber it is: treat it as an individual, so e-mail only with prior consent.',
    nl: 'Niet zeker welk soort abonnee het is: behandel als particulier, dus e-mail alleen met voorafgaande toestemming.',
    fr: 'Type d’abonné incertain : le traiter comme un individu, donc e-mail uniquement avec consentement préalable.',
  },
}

const SCREEN = 28
const TPS: readonly RegisterDuty[] = [
  { name: 'TPS', maxAgeDays: SCREEN, asks: 'phone' },
  { name: 'CTPS', maxAgeDays: SCREEN, asks: 'phone' },
]

const call: Cell = {
  may: 'open',
  says: {
    en: 'A live call needs no prior consent if the number is on neither TPS nor CTPS, screened within 28 days, and its owner has not objected; the caller’s number and name are shown.',
    nl: 'Een gesproken oproep mag zonder voorafgaande toestemming als het nummer niet op TPS of CTPS staat, hooguit 28 dagen geleden getoetst, en de houder geen bezwaar maakte; nummer en naam van de beller zijn zichtbaar.',
    fr: 'Un appel en direct ne demande pas de consentement préalable si le numéro ne figure ni au TPS ni au CTPS, vérifié depuis 28 jours au plus, et si son titulaire ne s’est pas opposé ; le numéro et le nom de l’appelant sont affichés.',
  },
  article: 'PECR regs 21, 24',
  source: 'PECR 2003; ICO enforcement, UKDBS and Ice Telecom (2023)',
  conditions: ['caller-shown', 'own-do-not-call-list'],
  evidence: [],
  registers: TPS,
  notice: 'none',
  footer: [],
  uncertain: false,
}

const personCall: Cell = {
  ...call,
  conditions: [...call.conditions, 'source-told'],
  notice: 'art14',
}

const letter: Cell = {
  may: 'open',
  says: {
    en: 'No consent rule binds addressed post to a business.',
    nl: 'Voor geadresseerde post aan een bedrijf geldt geen toestemmingsregel.',
    fr: 'Aucune règle de consentement ne lie le courrier adressé à une entreprise.',
  },
  article: 'no consent rule for post; UK GDPR where a person is named',
  source: 'ICO, advice for small organisations; DMA/CAP code (MPS)',
  conditions: ['sender-identified', 'opt-out-in-message'],
  evidence: [],
  registers: [],
  notice: 'none',
  footer: ['sender-name-and-address', 'company-details', 'opt-out', 'complaints-address'],
  uncertain: false,
}

const namedLetter: Cell = {
  ...letter,
  says: {
    en: 'Addressed post to a named person needs no consent, and UK GDPR applies: a balancing test, notice of the source, and an absolute right to object.',
    nl: 'Geadresseerde post aan een persoon bij naam vergt geen toestemming, en de UK GDPR geldt: belangenafweging, melding van de bron en een absoluut recht van bezwaar.',
    fr: 'Le courrier adressé à une personne nommée ne demande pas de consentement, et l’UK GDPR s’applique : mise en balance, mention de la source et droit d’opposition absolu.',
  },
  article: 'UK GDPR arts 6(1)(f), 14, 21',
  conditions: [...letter.conditions, ...personal.conditions],
  notice: 'art14',
  footer: [...letter.footer, ...personal.footer],
}

const soleLetter: Cell = {
  ...namedLetter,
  says: {
    en: 'Addressed post to a sole trader needs no consent, UK GDPR applies, and a home that is on the Mailing Preference Service is left alone.',
    nl: 'Geadresseerde post aan een eenmanszaak vergt geen toestemming, de UK GDPR geldt, en een woning die bij de Mailing Preference Service staat wordt met rust gelaten.',
    fr: 'Le courrier adressé à un indépendant ne demande pas de consentement, l’UK GDPR s’applique, et un domicile inscrit au Mailing Preference Service est laissé en paix.',
  },
  conditions: [...namedLetter.conditions, 'no-home-on-mps'],
  registers: [{ name: 'MPS', maxAgeDays: 90, asks: 'address', homesOnly: true, voluntary: true }],
}

const FORMS_AS_MAIL = 'no authority names contact forms; they deliver electronic mail'

const form: Cell = {
  ...open,
  may: 'human',
  says: {
    en: 'No text names contact forms; a form of a company delivers electronic mail, so a person looks at it first.',
    nl: 'Geen tekst noemt contactformulieren; het formulier van een company levert elektronische post af, dus een mens kijkt eerst.',
    fr: 'Aucun texte ne nomme les formulaires de contact ; celui d’une company délivre du courrier électronique, une personne l’examine donc d’abord.',
  },
  uncertain: FORMS_AS_MAIL,
}

const noNamedForm: Cell = {
  ...form,
  may: 'block',
  says: {
    en: 'A contact form has no named recipient.',
    nl: 'Een contactformulier heeft geen geadresseerde bij naam.',
    fr: 'Un formulaire de contact n’a pas de destinataire nommé.',
  },
}

export const law = defineLaw({
  region: 'uk',
  version: '2026-11-23',
  checkedOn: '2026-11-23',
  cells: {
    email: { 'legal-impersonal': open, 'legal-named': named, sole: soleMail, unknown: unknownMail },
    call: {
      'legal-impersonal': call,
      'legal-named': personCall,
      sole: personCall,
      unknown: personCall,
    },
    letter: {
      'legal-impersonal': letter,
      'legal-named': namedLetter,
      sole: soleLetter,
      unknown: soleLetter,
    },
    form: {
      'legal-impersonal': form,
      'legal-named': noNamedForm,
      sole: { ...soleMail, uncertain: FORMS_AS_MAIL },
      unknown: { ...unknownMail, uncertain: FORMS_AS_MAIL },
    },
  },
  forms: [
    {
      form: /^(?:general |qualifying )?scottish (?:limited )?partnership$|^S[LG]\d{6}$/i,
      is: 'corporate',
      because: {
        en: 'a Scottish partnership is a corporate subscriber (PECR reg 2)',
        nl: 'een Schotse partnership is een zakelijke abonnee (PECR reg 2)',
        fr: 'un partnership écossais est un abonné professionnel (PECR reg 2)',
      },
    },
    {
      form: /^(?:LP|NL)\d{6}$|^(?:limited partnership|LP)$/i,
      is: 'sole',
      because: {
        en: 'a limited partnership outside Scotland has no legal personality',
        nl: 'een limited partnership buiten Schotland heeft geen rechtspersoonlijkheid',
        fr: 'un limited partnership hors d’Écosse n’a pas de personnalité juridique',
      },
    },
    {
      form: /^(?:ordinary |general )?partnership$|^sole trader$/i,
      is: 'sole',
      because: {
        en: 'sole traders and ordinary partnerships are individual subscribers (PECR reg 2)',
        nl: 'eenmanszaken en gewone partnerships zijn particuliere abonnees (PECR reg 2)',
        fr: 'indépendants et partnerships ordinaires sont des abonnés individuels (PECR reg 2)',
      },
    },
    {
      form: /^(?:corporation sole|royal charter(?: body)?)$|^RC\d{6}$/i,
      is: 'corporate',
      because: {
        en: 'corporations sole and royal charter bodies are corporate subscribers (PECR reg 2)',
        nl: 'corporations sole en royal charter bodies zijn zakelijke abonnees (PECR reg 2)',
        fr: 'corporations sole et royal charter bodies sont des abonnés professionnels (PECR reg 2)',
      },
    },
    {
      form: /^(?:\d{8}|(?:SC|NI|OC|SO|NC|CE|CS|IP|RS|SP|FC|SF|NF|BR)\d{6})$/i,
      is: 'corporate',
      because: {
        en: 'a number of Companies House that only companies, LLPs and societies bear',
        nl: 'een nummer van Companies House dat alleen companies, LLP’s en societies dragen',
        fr: 'un numéro de Companies House réservé aux companies, LLP et societies',
      },
    },
  ],
  suffixProves: false,
})
