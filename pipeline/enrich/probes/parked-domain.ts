import { defineProbe } from '../../probe.ts'

/** Words and hosts of pages that registrars and traders put on a domain without a site, in three languages. */
const PARKED =
  /this domain (?:is|may be) (?:for sale|parked)|buy this domain|domain (?:name )?(?:is|has been) (?:parked|registered (?:at|by|with)|expired)|(?:this )?domain (?:has )?expired|account (?:has been )?suspended|website (?:is )?suspended|deze domeinnaam is (?:gereserveerd|geregistreerd|te koop|verlopen|geparkeerd)|dit domein is (?:gereserveerd|geregistreerd|te koop|verlopen|geparkeerd)|domein is te koop|gereserveerd voor een klant|ce (?:nom de )?domaine (?:est|a été) (?:à vendre|réservé|enregistré|expiré|parqué|déposé)|nom de domaine (?:à vendre|expiré)|future home of something quite cool|default web ?site page|apache2? (?:ubuntu|debian) default page|welcome to nginx!|index of \/$/i
const MACHINERY =
  /sedoparking|parkingcrew|bodis\.com|above\.com\/marketplace|parklogic|dan\.com|afternic|hugedomains|undeveloped\.com|parking\.godaddy|img\.sedo|cdn\.sedo/i

/** A parking page has no more words than this. */
const MOST = 2500

export default defineProbe({
  about: 'the domain is parked, for sale, expired or suspended',
  severity: 'high',
  sayable: false,
  says: ['host'],
  look: ({ pages, events }) => {
    const away = events.find(({ what }) =>
      /^leads to \S*(?:sedo|hugedomains|dan|afternic|parking)\./.test(what),
    )
    if (away !== undefined)
      return [{ url: away.url, excerpt: away.what, data: { host: new URL(away.url).hostname } }]
    const home = pages.find((page) => page.role === 'home')
    if (home === undefined || home.view.text.length > MOST) return []
    const line = home.view.blocks.find(({ text }) => PARKED.test(text))?.text
    const title = PARKED.test(home.view.title ?? '') ? home.view.title : undefined
    const machine = home.view.text.length < 400 ? MACHINERY.exec(home.body)?.[0] : undefined
    const excerpt = line ?? title ?? machine
    if (excerpt === undefined) return []
    return [{ page: home.id, excerpt, data: { host: new URL(home.url).hostname } }]
  },
})
