import { defineProbe } from '../../probe.ts'

/** Any word by which a site may speak of its hours; if one stands there, we may have failed to read them. */
const SPEAKS =
  /opening|openings|open\s|closed|hours|geopend|gesloten|horaire|ouvert|ferm[ée]|heures|\b24\s?\/\s?7\b|24 uur|afspraak|appointment|rendez-vous|dagelijks|daily|everyday|7 dagen|\b(?:ma|lun|mon)\w*\s*(?:-|–|t\/m|tot|to|au)\s*(?:vr|ven|fri|za|sam|sat|zo|dim|sun)/i
/** Where they may stand as a picture or be drawn by a script. */
const ELSEWHERE =
  /openingsuren|openingstijden|opening-?hours|opening_hours|horaires|business-hours|google\.com\/maps\/embed/i

export default defineProbe({
  about: 'no page of the site that was read says when the business is open',
  severity: 'middle',
  sayable: true,
  says: [],
  look: ({ pages, reading }) => {
    const home = pages.find((page) => page.role === 'home')
    const contact = pages.find((page) => page.role === 'contact')
    // Hours stand on the home or the contact page; without having read both, nothing is known.
    if (home === undefined || contact === undefined || home.view.text.length < 200) return []
    if (reading.hours.length > 0) return []
    if (pages.some((page) => SPEAKS.test(page.view.text) || ELSEWHERE.test(page.body))) return []
    return [{ page: contact.id, data: {} }]
  },
})
