import type { Contact } from '../../model/contact.ts'
import { isFreemail } from './domains.ts'

/**
 * Local parts that reach a desk and not a person: RFC 2142 and what firms of the three countries
 * print on their pages, in English, Dutch and French. A word may carry a number or a place (`info2`, `info-gent`).
 */
const ROLES: ReadonlySet<string> = new Set(
  `info information informatie informations infos contact contacts contactus contacteer contactez mail email
   post postbus postmaster mailbox hello hallo hi hey welcome welkom bonjour goedendag dag
   admin administration administratie administrator beheer office kantoor bureau secretariat secretariaat secretary
   secretaire reception receptie accueil onthaal balie frontdesk frontoffice backoffice desk
   sales sale verkoop vente ventes commercial commercieel orders order bestelling bestellingen bestel commande
   commandes shop webshop winkel magasin boutique store winkels
   service services servicedesk klantenservice klantendienst klanten klant serviceclient clientservice client clients
   customerservice customercare customer customers support help helpdesk aide hulp ondersteuning storing storingen
   enquiries enquiry inquiries inquiry enquire ask vraag vragen question questions
   quote quotes quotation offerte offertes devis estimate estimates aanvraag aanvragen demande
   booking bookings book bookme boeking boekingen reservation reservations reservatie reservaties reserveren
   reservering reserveringen reserver appointment appointments afspraak afspraken rendezvous rdv agenda planning
   accounts account accounting accountancy boekhouding comptabilite compta facturatie facturation invoice invoices
   factuur facturen facture factures billing finance finances financien payroll debiteuren crediteuren payments
   purchasing inkoop achat achats procurement
   jobs job vacatures vacature vacancies careers career recruitment recrutement emploi hr hrm rh personeel werkenbij
   sollicitatie sollicitaties solliciteren
   marketing media press pers presse pr communication communicatie communications news nieuws nieuwsbrief newsletter
   web website webmaster site online internet privacy gdpr avg rgpd dpo legal juridisch juridique compliance abuse
   security hostmaster noc
   management manager directie direction director directeur board bestuur
   team teams staff everyone firm company bedrijf zaak entreprise group groep groupe
   workshop werkplaats atelier garage showroom studio salon praktijk practice clinic kliniek cabinet surgery
   keuken kitchen cuisine restaurant bar cafe bistro brasserie catering traiteur hotel lodge camping rooms events
   event evenementen evenement feesten party parties weddings
   bakery bakkerij boulangerie slagerij boucherie butchers apotheek pharmacie pharmacy dental dentist tandarts
   dentiste huisarts dokter doctor doctors vet dierenarts veterinaire
   school lessons lessen cours opleiding opleidingen training trainings academy academie
   transport logistics logistiek logistique warehouse magazijn depot parts onderdelen pieces
   rental rentals verhuur location rent huur hire lettings letting property properties vastgoed immo makelaar
   makelaardij notaris notaire advocaat advocaten avocat avocats law solicitors
   technical technisch technique techniek tech it ict systems
   export import europe uk nl be belgie belgique belgium nederland netherlands london
   general algemeen general-enquiries generalenquiries project projects projecten projets
   bouw construct construction install installatie installation onderhoud maintenance entretien
   dispatch emergency noodgeval urgence urgences spoed`
    .split(/\s+/)
    .filter(Boolean),
)

/** Whether a local part names a desk: a role word alone, with digits, or with other words beside it. */
export const isRole = (local: string): boolean => {
  if (ROLES.has(local)) return true
  const parts = local.split(/[._+-]+/).map((part) => part.replace(/^\d+|\d+$/g, ''))
  return parts.some((part) => LEADING.has(part)) || parts.every((part) => ROLES.has(part))
}

/** Words that make the whole local part a desk, whatever stands beside them (`info.leeds`). */
const LEADING: ReadonlySet<string> = new Set(
  `info contact office kantoor sales verkoop ventes hello hallo bonjour mail receptie reception accueil onthaal
   enquiries service support klantenservice admin administratie secretariaat secretariat reservations reservaties
   reservation bookings booking orders shop winkel`
    .split(/\s+/)
    .filter(Boolean),
)

const squash = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')

/**
 * Whom an address reaches. A box at a freemail house is `freemail` whatever its name; a role word or the firm's
 * own name (one of `names`) is `impersonal`; everything else is taken for a person's name.
 */
export const reachOf = (email: string, names: readonly string[]): Contact['reach'] => {
  const at = email.lastIndexOf('@')
  const local = email.slice(0, at)
  const domain = email.slice(at + 1)
  if (isFreemail(domain)) return 'freemail'
  if (isRole(local)) return 'impersonal'
  const bare = squash(local)
  const firm = names
    .map(squash)
    .some((name) => name.length > 3 && (name === bare || soft(name, bare)))
  return firm ? 'impersonal' : 'personal'
}

/** A firm's box is often a part of its name: `dekroon@` for `cafedekroon`. Short parts could be a person's. */
const soft = (name: string, local: string): boolean => local.length >= 7 && name.endsWith(local)
