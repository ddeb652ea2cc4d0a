import { type Cell, defineLaw } from '../../law.ts'
import type { RegisterDuty } from '../../model/law.ts'

/**
 * Belgium: Code of Economic Law (CEL, WER/CDE) books VI and XII, Royal Decree of 4 April 2003, GDPR.
 * Read in November 2026; not legal advice.
 */
const SPF = 'FPS Economy, Spamming in 24 vragen (2005); CEL; Royal Decree 4 April 2003'

const mail: Cell = {
  may: 'open',
  says: {
    en: 'E-mail needs prior consent, except to the impersonal address of a legal person with an offer aimed at that legal person; recognisable as advertising, sender identified, opting out explained.',
    nl: 'E-mail vergt voorafgaande toestemming, behalve aan het onpersoonlijke adres van een rechtspersoon met een aanbod dat op die rechtspersoon is gericht; herkenbaar als reclame, afzender bekend, uitschrijven uitgelegd.',
    fr: 'L’e-mail demande un consentement préalable, sauf à l’adresse impersonnelle d’une personne morale pour une offre qui lui est destinée ; reconnaissable comme publicité, expéditeur identifié, désinscription expliquée.',
  },
  article: 'CEL art. XII.13, XII.12; RD 4 April 2003 art. 1, 2°',
  source: SPF,
  conditions: [
    'offer-for-the-firm',
    'advertising-recognisable',
    'sender-identified',
    'opt-out-in-message',
    'opt-out-explained',
  ],
  evidence: ['legal-person', 'impersonal-address'],
  registers: [],
  notice: 'none',
  footer: [
    'sender-name-and-address',
    'company-details',
    'opt-out',
    'opt-out-explained',
    'advertising-label',
  ],
  uncertain: false,
}

const consentMail: Cell = {
  ...mail,
  may: 'consent',
  says: {
    en: 'E-mail to a named person or to a natural person in business needs prior consent: the exception is for impersonal addresses of legal persons only.',
    nl: 'E-mail aan een persoon bij naam of aan een natuurlijke persoon in bedrijf vergt voorafgaande toestemming: de uitzondering geldt alleen voor onpersoonlijke adressen van rechtspersonen.',
    fr: 'L’e-mail à une personne nommée ou à une personne physique en affaires demande un consentement préalable : l’exception ne vaut que pour les adresses impersonnelles des personnes morales.',
  },
  article: 'CEL art. XII.13',
  conditions: [
    'advertising-recognisable',
    'sender-identified',
    'opt-out-in-message',
    'opt-out-explained',
    'balancing-test',
    'source-told',
    'objection-pointed-out',
  ],
  evidence: ['prior-consent'],
  notice: 'art14',
  footer: [...mail.footer, 'data-source', 'privacy-rights'],
}

const DNCM: readonly RegisterDuty[] = [
  { name: 'DNCM', maxAgeDays: 30, perCampaign: true, asks: 'phone' },
]

const call: Cell = {
  may: 'open',
  says: {
    en: 'A live call needs no prior consent if the number is not on the Do-Not-Call-Me list, which holds natural and legal persons and is asked before each campaign.',
    nl: 'Een gesproken oproep mag zonder voorafgaande toestemming als het nummer niet op de Bel-me-niet-meer-lijst staat, die natuurlijke en rechtspersonen bevat en vóór elke campagne wordt geraadpleegd.',
    fr: 'Un appel en direct ne demande pas de consentement préalable si le numéro ne figure pas sur la liste Ne m’appelez plus, qui contient personnes physiques et morales et se consulte avant chaque campagne.',
  },
  article: 'CEL arts VI.111–VI.114; RD 28 June 2015',
  source: 'dncm.be',
  conditions: ['caller-shown', 'own-do-not-call-list'],
  evidence: [],
  registers: DNCM,
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
  article: 'no consent rule for post; CEL art. XII.12 by analogy',
  source: SPF,
  conditions: ['sender-identified', 'opt-out-in-message'],
  evidence: [],
  registers: [],
  notice: 'none',
  footer: ['sender-name-and-address', 'company-details', 'opt-out'],
  uncertain: false,
}

const namedLetter: Cell = {
  ...letter,
  says: {
    en: 'Addressed post to a named person needs no consent, and the GDPR applies: a balancing test, notice of the source, and an absolute right to object.',
    nl: 'Geadresseerde post aan een persoon bij naam vergt geen toestemming, en de AVG geldt: belangenafweging, melding van de bron en een absoluut recht van bezwaar.',
    fr: 'Le courrier adressé à une personne nommée ne demande pas de consentement, et le RGPD s’applique : mise en balance, mention de la source et droit d’opposition absolu.',
  },
  article: 'GDPR arts 6(1)(f), 14, 21',
  source: 'GDPR; objection ignored: fine of €26–10,000 (retaildetail)',
  conditions: [...letter.conditions, 'balancing-test', 'source-told', 'objection-pointed-out'],
  notice: 'art14',
  footer: [...letter.footer, 'data-source', 'privacy-rights'],
}

const soleLetter: Cell = {
  ...namedLetter,
  says: {
    en: 'Addressed post to a natural person in business needs no consent, the GDPR applies, and a home that is on the Robinson list is left alone.',
    nl: 'Geadresseerde post aan een natuurlijke persoon in bedrijf vergt geen toestemming, de AVG geldt, en een woning op de Robinsonlijst wordt met rust gelaten.',
    fr: 'Le courrier adressé à une personne physique en affaires ne demande pas de consentement, le RGPD s’applique, et un domicile inscrit sur la liste Robinson est laissé en paix.',
  },
  conditions: [...namedLetter.conditions, 'no-home-on-robinson'],
  registers: [
    { name: 'Robinson', maxAgeDays: 90, asks: 'address', homesOnly: true, voluntary: true },
  ],
  uncertain: 'a plan of 2021 to make the Robinson list binding: no entry into force found',
}

const FORMS_AS_MAIL = 'no authority names contact forms; they deliver electronic mail'

const form: Cell = {
  ...mail,
  may: 'human',
  evidence: ['legal-person'],
  says: {
    en: 'No text names contact forms; a form of a legal person delivers electronic mail, so a person looks at it first.',
    nl: 'Geen tekst noemt contactformulieren; het formulier van een rechtspersoon levert elektronische post af, dus een mens kijkt eerst.',
    fr: 'Aucun texte ne nomme les formulaires de contact ; celui d’une personne morale délivre du courrier électronique, une personne l’examine donc d’abord.',
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

const consentForm: Cell = { ...consentMail, uncertain: FORMS_AS_MAIL }

export const law = defineLaw({
  region: 'be',
  version: '2026-11-23',
  checkedOn: '2026-11-23',
  cells: {
    email: {
      'legal-impersonal': mail,
      'legal-named': consentMail,
      sole: {
        ...consentMail,
        uncertain:
          'an info@ of a sole trader may be no personal data, but the exception is for legal persons',
      },
      unknown: consentMail,
    },
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
      sole: consentForm,
      unknown: consentForm,
    },
  },
  forms: [
    {
      form: /^(?:vof|snc|comm\.? ?v|commv|scs|scomm|gcv)$/i,
      is: 'corporate',
      because: {
        en: 'in Belgium vof/SNC and comm.v/SComm have legal personality',
        nl: 'in België hebben vof en comm.v rechtspersoonlijkheid',
        fr: 'en Belgique, la SNC et la SComm ont la personnalité juridique',
      },
    },
    {
      form: /^(?:eenmanszaak|entreprise individuelle|personne physique|natuurlijk persoon|maatschap|société simple)$/i,
      is: 'sole',
      because: {
        en: 'a natural person in business; a maatschap has no legal personality',
        nl: 'een natuurlijke persoon in bedrijf; een maatschap heeft geen rechtspersoonlijkheid',
        fr: 'une personne physique en affaires ; la société simple n’a pas de personnalité juridique',
      },
    },
  ],
  suffixProves: false,
})
