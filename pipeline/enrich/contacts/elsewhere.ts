import type { Element } from 'domhandler'
import { hostKind } from '../../text/hosts.ts'
import type { PageView } from '../../text/html.ts'

/** Profiles on social networks that the page links to, in one spelling each; share buttons and single posts are not profiles. */
export const socialsOn = (page: PageView): readonly string[] => [
  ...new Set(
    [...page.links.map((link) => link.url), ...sameAs(page)].flatMap((url) =>
      url === undefined ? [] : (profile(url) ?? []),
    ),
  ),
]

const sameAs = (page: PageView): readonly string[] =>
  page.data.flatMap((node) => [node.sameAs].flat().filter((one) => typeof one === 'string'))

const NOT_PROFILE =
  /^\/(?:$|share|sharer|intent|dialog|plugins|tr\b|hashtag|search|login|home|explore|p\/|reel|reels|stories|watch|embed|shorts|playlist|results|policies?|privacy|terms|legal|help|about|settings|business|pin\/create|cws|shareArticle|sharing|groups\/?$|events\/?$|photo|posts|v\d)/i
/** Networks' own, builders' and themes' profiles that templates ship with. */
const TEMPLATES =
  /^\/(?:@?(?:facebook|instagram|twitter|linkedin|youtube|wordpress|wix|wixcom|squarespace|elementor|elegantthemes|shopify|jouwweb|webador|weebly|jimdo|godaddy|yourpage|yourprofile|yourname|username|user|profile|company|example|page)|company\/(?:example|wix-com|yourcompany))\/?$/i

const profile = (address: string): string | undefined => {
  let url: URL
  try {
    url = new URL(address)
  } catch {
    return undefined
  }
  const host = url.hostname.replace(
    /^(?:www|m|mobile|[a-z]{2}-[a-z]{2}|[a-z]{2})\.(?=[^.]+\.[^.]+$)/,
    '',
  )
  if (/^(?:wa\.me|api\.whatsapp\.com|whatsapp\.com)$/.test(host)) {
    const number =
      /^\/(?:send\/?)?(\d{8,15})?/.exec(url.pathname)?.[1] ?? url.searchParams.get('phone')
    return number?.replace(/\D/g, '') ? `https://wa.me/${number.replace(/\D/g, '')}` : undefined
  }
  if (hostKind(address) !== 'social') return undefined
  if (host === 'facebook.com' && url.pathname === '/profile.php')
    return url.searchParams.has('id')
      ? `https://facebook.com/profile.php?id=${url.searchParams.get('id')}`
      : undefined
  if (NOT_PROFILE.test(url.pathname) || TEMPLATES.test(url.pathname)) return undefined
  return `https://${host}${url.pathname.replace(/\/+$/, '')}`
}

/** Whether the page holds a form that writes to the firm: a place for words and one for the writer's address. */
export const hasContactForm = (page: PageView): boolean =>
  page.elements.some((element) => element.name === 'form' && writesToFirm(element)) ||
  page.elements.some((e) => e.name === 'iframe' && FORM_HOST.test(e.attribs.src ?? ''))

const FORM_HOST =
  /^(?:https?:)?\/\/(?:[\w-]+\.)*(?:jotform(?:eu)?\.com|typeform\.com|docs\.google\.com\/forms|forms\.office\.com|tally\.so|formstack\.com|123formbuilder\.com|wufoo\.com|cognitoforms\.com)/i
/** Forms that are no letters to the firm: comments, search, sign-in, newsletters, baskets. */
const OTHER_FORM =
  /comment|search|zoek|recherche|login|log-in|signin|newsletter|nieuwsbrief|infolettre|mailchimp|mc-embedded|cart|basket|checkout|winkelwagen|review/i

const writesToFirm = (form: Element): boolean => {
  const { id = '', class: css = '', action = '', role = '', name = '' } = form.attribs
  if (OTHER_FORM.test(`${id} ${css} ${action} ${role} ${name}`)) return false
  const fields = within(form)
  const words = fields.some((field) => field.name === 'textarea')
  const writer = fields.some(
    (field) =>
      field.name === 'input' &&
      (field.attribs.type === 'email' ||
        /e-?mail|courriel|phone|telefoon|t[ée]l/i.test(
          `${field.attribs.name ?? ''} ${field.attribs.id ?? ''} ${field.attribs.placeholder ?? ''}`,
        )),
  )
  return words && writer
}

const within = (element: Element): readonly Element[] => {
  const found: Element[] = []
  const stack = [...element.children]
  for (let node = stack.pop(); node !== undefined; node = stack.pop())
    if ('children' in node) {
      if ('attribs' in node) found.push(node as Element)
      stack.push(...(node.children as typeof stack))
    }
  return found
}
