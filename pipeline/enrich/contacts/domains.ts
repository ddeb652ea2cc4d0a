import { getDomain, getPublicSuffix, parse } from 'tldts'
import { FREEMAIL } from '../../text/emails.ts'
import { domainOf } from '../../text/hosts.ts'

const set = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter(Boolean))

/** Whether anybody can have a box there: `gmail.com`, `telenet.be`, `btinternet.com`. */
export const isFreemail = (domain: string): boolean =>
  FREEMAIL.has(domain) || FREEMAIL.has(getDomain(domain) ?? '')

/** Houses whose addresses on a firm's page are machinery: error reporting, builders, themes, registries, platforms. */
const MACHINERY = set(
  `sentry.io sentry-cdn.com wixpress.com wix.com parastorage.com squarespace.com weebly.com jimdo.com
   jimdofree.com webnode.com webnode.nl godaddy.com secureserver.net wordpress.com wordpress.org automattic.com
   shopify.com myshopify.com strato.de one.com ionos.com ionos.co.uk ionos.fr mailchimp.com cookiebot.com
   onetrust.com iubenda.com elementor.com divi.com elegantthemes.com themeforest.net envato.com themeisle.com
   google-analytics.com googletagmanager.com gstatic.com googleapis.com doubleclick.net schema.org w3.org
   w3schools.com jquery.com github.com npmjs.com cloudflare.com jsdelivr.net unpkg.com fontawesome.com
   latofonts.com typemade.mx indiantypefoundry.com sansoxygen.com impallari.com facebook.com twitter.com
   instagram.com linkedin.com youtube.com adobe.com apple.com microsoft.com mozilla.org yoast.com gravatar.com
   bugsnag.com rollbar.com datadoghq.com newrelic.com hotjar.com intercom.io zendesk.com hubspot.com jouwweb.nl
   webador.nl webador.com webador.be webador.co.uk yola.com duda.co dudaone.com`,
)

/** Domains that stand in templates for a domain to be filled in. */
const PLACEHOLDER = set(
  `example.com example.org example.net example.co.uk example.nl example.be example.fr domain.com domain.org
   domain.co.uk domein.nl domein.be domaine.fr domaine.be yourdomain.com yourdomain.co.uk yoursite.com
   your-domain.com yourcompany.com mydomain.com mysite.com mycompany.com company.com website.com site.com
   sitename.com jouwdomein.nl jouwsite.nl jouwbedrijf.nl uwdomein.nl uwdomein.be uwbedrijf.nl uwbedrijf.be
   uwsite.nl bedrijf.nl bedrijfsnaam.nl voorbeeld.nl voorbeeld.be votredomaine.fr votredomaine.com
   votresite.com votresite.fr votre-site.fr votre-domaine.com exemple.com exemple.fr exemple.be societe.fr
   monsite.com monsite.fr test.com test.nl test.be test.co.uk doe.com address.com adres.nl adresse.fr
   provider.com host.com server.com sample.com demo.com demolink.org company.co.uk firstlast.com xyz.com abc.com
   mail.nl email.nl email.be email.fr mail.be yourmail.com youremail.com jouwemail.nl emailadres.nl`,
)

/** What may speak against a domain. */
export type DomainTrouble =
  | 'machinery'
  | 'placeholder'
  | 'reserved'
  | 'image-name'
  | 'no-such-suffix'

const FILE =
  /\.(?:png|jpe?g|gif|webp|svg|avif|ico|bmp|tiff?|css|m?js|json|map|woff2?|ttf|eot|mp4|pdf|php|html?)$/
// `.example` is what our own tests and the RFC use for invented firms, so it is told apart from the others.
const RESERVED = /(?:^|\.)(?:test|invalid|localhost|local|localdomain|internal)$/

/** Why an address at this domain says nothing about the firm; undefined when nothing speaks against it. */
export const domainTrouble = (domain: string): DomainTrouble | undefined => {
  if (FILE.test(domain) || /^\d+x(?:\.|$)/.test(domain)) return 'image-name'
  if (RESERVED.test(domain)) return 'reserved'
  if (!hasKnownSuffix(domain)) return 'no-such-suffix'
  const registrable = getDomain(domain) ?? domain
  if (MACHINERY.has(registrable)) return 'machinery'
  return PLACEHOLDER.has(registrable) ? 'placeholder' : undefined
}

/** Whether the name ends in a suffix that people can register under (or `.example`, RFC 2606). */
export const hasKnownSuffix = (domain: string): boolean => {
  if (/^[^.]+(?:\.[^.]+)*\.example$/.test(domain)) return true
  const { isIcann, domain: registrable } = parse(domain)
  return isIcann === true && registrable !== null
}

/** The part a firm registers, private suffixes (`firm.wixsite.com`) counted as the firm's own; lower case. */
export const registrable = (host: string): string => domainOf(host) ?? host.toLowerCase()

/** The firm's own word in a domain: `bakkerij-jansen` of `www.bakkerij-jansen.co.uk`. */
export const brandOf = (host: string): string => {
  const own = registrable(host)
  const suffix = getPublicSuffix(own, { allowPrivateDomains: true }) ?? ''
  return own.slice(0, own.length - suffix.length - 1)
}
