import { domainToASCII } from 'node:url'
import { parse } from 'tldts'
import { plain } from './plain.ts'

/** Hosts of examples, trackers and site builders: an address there reaches no business. */
const JUNK_DOMAINS = new Set(
  (
    'example.com example.org example.net domain.com domein.nl domaine.com email.com mysite.com yoursite.com yourdomain.com ' +
    'yourcompany.com company.com sentry.io sentry.wixpress.com wixpress.com sentry-next.wixpress.com wix.com squarespace.com ' +
    'godaddy.com wordpress.org wordpress.com schema.org w3.org test.com placeholder.com'
  ).split(' '),
)
const JUNK_LOCALS =
  /^(?:(?:no|do-?not|niet)-?_?(?:reply|antwoorden|repondre)|ne-?pas-?repondre|mailer-daemon|postmaster|abuse|webmaster-noreply|your-?e?-?mail|youremail|jouw-?e?mail|uw-?e?mail|votre-?e?mail|name|naam|nom|user|username|example|voorbeeld|exemple|test|xxx+|john\.?doe|[0-9a-f]{24,})$/
const FILE = /\.(?:png|jpe?g|gif|svg|webp|avif|ico|css|js|mjs|woff2?|pdf|mp4|webm)$/

/** Mailboxes that people have for themselves, in the three countries. */
export const FREEMAIL: ReadonlySet<string> = new Set(
  (
    'gmail.com googlemail.com hotmail.com hotmail.co.uk hotmail.nl hotmail.be hotmail.fr outlook.com ' +
    'outlook.be outlook.fr live.com live.co.uk live.nl live.be live.fr msn.com yahoo.com yahoo.co.uk yahoo.fr ' +
    'ymail.com rocketmail.com aol.com icloud.com me.com mac.com proton.me protonmail.com pm.me gmx.com ' +
    'gmx.net gmx.co.uk mail.com zoho.com btinternet.com btopenworld.com btconnect.com talktalk.net ' +
    'virginmedia.com ntlworld.com blueyonder.co.uk sky.com tiscali.co.uk o2.co.uk plus.com plusnet.com ' +
    'tesco.net freeserve.co.uk orange.net ziggo.nl kpnmail.nl kpnplanet.nl planet.nl hetnet.nl home.nl ' +
    'xs4all.nl casema.nl upcmail.nl chello.nl quicknet.nl telfort.nl tele2.nl online.nl solcon.nl ' +
    'zeelandnet.nl caiway.nl skynet.be proximus.be telenet.be pandora.be belgacom.net scarlet.be voo.be ' +
    'edpnet.be brutele.be orange.fr wanadoo.fr free.fr laposte.net outlook.nl windowslive.com yahoo.nl ' +
    'yahoo.be aol.co.uk gmx.fr email.com protonmail.ch tutanota.com tuta.io tuta.com zohomail.eu fastmail.com ' +
    'fastmail.fm hushmail.com inbox.com mail.ru yandex.com yandex.ru usa.net talk21.com talktalk.co.uk ' +
    'virgin.net plus.net wanadoo.co.uk lineone.net supanet.com fsmail.net madasafish.com f2s.com zen.co.uk ' +
    'demon.co.uk onetel.com uwclub.net waitrose.com postmaster.co.uk cwgsy.net manx.net zonnet.nl wxs.nl ' +
    'telfortglasvezel.nl caiw.nl kabelfoon.nl versatel.nl wanadoo.nl tiscali.nl freeler.nl versanet.nl ' +
    't-mobilethuis.nl multiweb.nl filternet.nl concepts.nl deltanl.nl onsbrabantnet.nl onsnet.nl hccnet.nl ' +
    'base.be orange.be tvcablenet.be mobistarmail.be numericable.be euphonynet.be advalvas.be busmail.net ' +
    'sfr.fr neuf.fr bbox.fr club-internet.fr numericable.fr aliceadsl.fr web.de gmx.de t-online.de freenet.de'
  ).split(' '),
)

const LOCAL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~\u00a1-\uffff-]{1,64}$/u

/** `info [at] firm [dot] be`, `info(at)firm.be`, `info apenstaartje firm punt nl`. */
const unveil = (text: string) =>
  text
    .replace(/\s*[[({<]\s*(?:at|apenstaartje|arobase|chez|@)\s*[\])}>]\s*/giu, '@')
    .replace(/\s*[[({<]\s*(?:dot|punt|point|\.)\s*[\])}>]\s*/giu, '.')
    .replace(/\s+(?:apenstaartje|arobase)\s+/giu, '@')

const decode = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/**
 * An address in the form that is stored: lower case, domain in punycode. Undefined where the text is no
 * address, a file name (`logo@2x.png`), or its domain has no public suffix.
 */
export const email = (text: string): string | undefined => {
  const uri = /^\s*mailto:(?:\/\/)?([^?]*)/i.exec(text)
  const bare = unveil(plain(uri === null ? text : decode(uri[1] ?? '')))
  const inner = /<([^<>]+@[^<>]+)>/.exec(bare)?.[1] ?? bare
  const trimmed = inner.replace(/^[\s"'<(]+|[\s"'>).,;:]+$/g, '').toLowerCase()
  const at = trimmed.lastIndexOf('@')
  const local = trimmed.slice(0, at)
  if (at < 1 || !LOCAL.test(local) || /^\.|\.\.|\.$/.test(local)) return undefined
  const domain = domainToASCII(trimmed.slice(at + 1).replace(/\.$/, '')).toLowerCase()
  const parts = parse(domain, { allowPrivateDomains: true })
  const known = parts.isIcann || parts.isPrivate || /\.(?:example|test)$/.test(domain)
  if (FILE.test(domain) || !known || parts.domain === null || domain.length > 253) return undefined
  return `${local}@${domain}`
}

/** Whether a stored address is nobody's: a placeholder, a tracker's, a machine's. */
export const junkEmail = (address: string): boolean => {
  const [local = '', domain = ''] = [
    address.slice(0, address.lastIndexOf('@')),
    address.slice(address.lastIndexOf('@') + 1),
  ]
  return JUNK_LOCALS.test(local) || JUNK_DOMAINS.has(domain) || /(?:^|\.)sentry\./.test(domain)
}

/** The domain of a stored address. */
export const emailDomain = (address: string): string => address.slice(address.lastIndexOf('@') + 1)
