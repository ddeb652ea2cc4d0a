import { type Cell, defineLaw } from '../../law.ts'

/**
 * The Netherlands: Telecommunicatiewet (Tw) article 11.7, AVG. Read in November 2026; not legal advice.
 */
const TW = 'Tw art. 11.7 (wetten.overheid.nl/BWBR0009950); Stb. 2008, 525'

const mail: Cell = {
  may: 'human',
  says: {
    en: 'E-mail needs prior consent, also to legal persons; except to an address that the recipient itself intended and published for unsolicited communication, and only for that purpose. Whether it did, a person decides.',
    nl: 'E-mail vergt voorafgaande toestemming, ook aan rechtspersonen; behalve aan een adres dat de ontvanger zelf voor ongevraagde communicatie heeft bestemd en bekendgemaakt, en alleen voor dat doel. Of dat zo is, beslist een mens.',
    fr: 'L’e-mail demande un consentement préalable, aussi envers les personnes morales ; sauf à une adresse que le destinataire a lui-même destinée et publiée pour des communications non sollicitées, et à cette fin seulement. Une personne en décide.',
  },
  article: 'Tw art. 11.7 lid 1, lid 3',
  source: `${TW}; privacy.nl 2009, Van Till 2009 (narrow); Company.info (wide)`,
  conditions: [
    'fits-published-purpose',
    'advertising-recognisable',
    'sender-identified',
    'opt-out-in-message',
  ],
  evidence: ['legal-person', 'impersonal-address', 'published-by-recipient'],
  registers: [],
  notice: 'none',
  footer: ['sender-name-and-address', 'company-details', 'opt-out'],
  uncertain: 'whether an info@ on a website was published for unsolicited mail (lid 3) is disputed',
}

const consentMail: Cell = {
  ...mail,
  may: 'consent',
  says: {
    en: 'E-mail needs prior consent: the opt-in has covered legal persons since 1 October 2009, and natural persons in business too.',
    nl: 'E-mail vergt voorafgaande toestemming: de opt-in geldt sinds 1 oktober 2009 ook voor rechtspersonen, en ook voor natuurlijke personen in bedrijf.',
    fr: 'L’e-mail demande un consentement préalable : l’opt-in vaut depuis le 1er octobre 2009 aussi pour les personnes morales, et pour les personnes physiques en affaires.',
  },
  article: 'Tw art. 11.7 lid 1',
  source: TW,
  conditions: [
    'advertising-recognisable',
    'sender-identified',
    'opt-out-in-message',
    'balancing-test',
    'source-told',
    'objection-pointed-out',
  ],
  evidence: ['prior-consent'],
  notice: 'art14',
  footer: [...mail.footer, 'data-source', 'privacy-rights'],
  uncertain: false,
}

const call: Cell = {
  may: 'open',
  says: {
    en: 'A legal person may be called without prior consent: no hidden number, the right to object offered in every call, an own do-not-call list.',
    nl: 'Een rechtspersoon mag zonder voorafgaande toestemming worden gebeld: geen verborgen nummer, het recht van bezwaar in elk gesprek aangeboden, een eigen bel-me-niet-lijst.',
    fr: 'Une personne morale peut être appelée sans consentement préalable : pas de numéro masqué, droit d’opposition offert à chaque appel, liste d’opposition propre.',
  },
  article: 'Tw art. 11.7 (since 1 July 2021)',
  source: 'Lumen Group, DDMA 2021; ban on anonymous calls, tweakers 183860',
  conditions: ['caller-shown', 'objection-offered-in-call', 'own-do-not-call-list'],
  evidence: ['legal-person'],
  registers: [],
  notice: 'none',
  footer: [],
  uncertain: false,
}

const namedCall: Cell = {
  ...call,
  conditions: [...call.conditions, 'source-told'],
  notice: 'art14',
}

const consentCall: Cell = {
  ...namedCall,
  may: 'consent',
  says: {
    en: 'Natural persons may be called only with prior consent since 1 July 2021: eenmanszaak, vof, maatschap and cv too.',
    nl: 'Natuurlijke personen mogen sinds 1 juli 2021 alleen met voorafgaande toestemming worden gebeld: ook eenmanszaak, vof, maatschap en cv.',
    fr: 'Les personnes physiques ne peuvent être appelées qu’avec consentement préalable depuis le 1er juillet 2021 : eenmanszaak, vof, maatschap et cv aussi.',
  },
  evidence: ['prior-consent'],
  notice: 'art14',
  uncertain:
    'final text of the change of 1 July 2026, and whether zzp are consumers in it, not seen',
}

const letter: Cell = {
  may: 'open',
  says: {
    en: 'No consent rule binds addressed post; an address from the trade register that bears the non-mailing indicator may not be used for advertising.',
    nl: 'Voor geadresseerde post geldt geen toestemmingsregel; een adres uit het Handelsregister met non-mailing-indicator mag niet voor reclame worden gebruikt.',
    fr: 'Aucune règle de consentement ne lie le courrier adressé ; une adresse du registre du commerce portant l’indicateur non-mailing ne peut servir à la publicité.',
  },
  article: 'no consent rule for post; KVK non-mailing-indicator (Handelsregisterwet 2007)',
  source: 'KVK, non-mailing-indicator; Code Postfilter 2021',
  conditions: ['not-marked-nmi', 'sender-identified', 'opt-out-in-message'],
  evidence: [],
  registers: [{ name: 'NMI', maxAgeDays: 365, asks: 'listing', voluntary: true }],
  notice: 'none',
  footer: ['sender-name-and-address', 'company-details', 'opt-out'],
  uncertain: false,
}

const personLetter: Cell = {
  ...letter,
  says: {
    en: 'Addressed post to a person in business needs no consent, the AVG applies, and the non-mailing indicator binds.',
    nl: 'Geadresseerde post aan een persoon in bedrijf vergt geen toestemming, de AVG geldt, en de non-mailing-indicator bindt.',
    fr: 'Le courrier adressé à une personne en affaires ne demande pas de consentement, l’AVG s’applique et l’indicateur non-mailing lie.',
  },
  article: 'AVG arts 6(1)(f), 14, 21; KVK non-mailing-indicator',
  conditions: [...letter.conditions, 'balancing-test', 'source-told', 'objection-pointed-out'],
  notice: 'art14',
  footer: [...letter.footer, 'data-source', 'privacy-rights'],
}

const FORMS_AS_MAIL = 'no authority names contact forms; they deliver electronic mail'

const form: Cell = {
  ...mail,
  evidence: ['legal-person', 'published-by-recipient'],
  says: {
    en: 'No text names contact forms; a form of a legal person delivers electronic mail, so a person decides whether it was published for this.',
    nl: 'Geen tekst noemt contactformulieren; het formulier van een rechtspersoon levert elektronische post af, dus een mens beslist of het hiervoor bestemd is.',
    fr: 'Aucun texte ne nomme les formulaires de contact ; celui d’une personne morale délivre du courrier électronique, une personne décide donc s’il y est destiné.',
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
  region: 'nl',
  version: '2026-11-23',
  checkedOn: '2026-11-23',
  cells: {
    email: {
      'legal-impersonal': mail,
      'legal-named': consentMail,
      sole: consentMail,
      unknown: consentMail,
    },
    call: {
      'legal-impersonal': call,
      'legal-named': namedCall,
      sole: consentCall,
      unknown: consentCall,
    },
    letter: {
      'legal-impersonal': letter,
      'legal-named': personLetter,
      sole: personLetter,
      unknown: personLetter,
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
      form: /^(?:eenmanszaak|zzp|vof|vennootschap onder firma|maatschap|cv|commanditaire vennootschap)$/i,
      is: 'sole',
      because: {
        en: 'eenmanszaak, vof, maatschap and cv are natural persons in Tw art. 11.7',
        nl: 'eenmanszaak, vof, maatschap en cv zijn natuurlijke personen in Tw art. 11.7',
        fr: 'eenmanszaak, vof, maatschap et cv sont des personnes physiques (Tw art. 11.7)',
      },
    },
  ],
  suffixProves: true,
})
