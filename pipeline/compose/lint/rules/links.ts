import { bodyOf, footOf, found, LINK, type Rule, SENT, when } from '../rule.ts'

/** Links and images. */
export const linksRules: readonly Rule[] = [
  {
    name: 'too-many-links',
    about: 'one link at most, and one more in the foot for the privacy notice',
    weight: 'fault',
    channels: SENT,
    check: ({ text }) => [
      ...when(
        (bodyOf(text).match(LINK) ?? []).length > 1,
        `${bodyOf(text).match(LINK)?.length} links`,
      ),
      ...when((footOf(text).match(LINK) ?? []).length > 1, 'more than one link in the foot'),
    ],
  },
  {
    name: 'strange-link',
    about:
      'a link goes to the directory and nowhere else: no shortener, no bare number, no other host',
    weight: 'fault',
    channels: SENT,
    check: ({ text, sender }) =>
      (text.match(LINK) ?? [])
        .filter((link) => {
          const { hostname = '' } = URL.parse(link.includes('://') ? link : `https://${link}`) ?? {}
          const privacy =
            sender.privacy === undefined ? '' : (URL.parse(sender.privacy)?.hostname ?? '')
          return hostname.replace(/^www\./, '') !== sender.siteHost && hostname !== privacy
        })
        .map((link) => `'${link}'`),
  },
  {
    name: 'link-text-differs',
    about: 'the words of a link name another place than it leads to (rspamd: PHISHING)',
    weight: 'fault',
    channels: ['email', 'form'],
    check: ({ html = '' }) =>
      [...html.matchAll(/<a\b[^>]*href="([^"]+)"[^>]*>([\s\S]*?)<\/a>/gi)]
        .filter(([, target = '', shown = '']) => {
          const host = /(?:https?:\/\/)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)/i.exec(shown)?.[1]
          return host !== undefined && host !== URL.parse(target)?.hostname
        })
        .map(([whole]) => whole),
  },
  {
    name: 'image-or-tracker',
    about: 'a first mail has no images, scripts or pixels',
    weight: 'fault',
    channels: ['email', 'form'],
    check: ({ html = '' }) => found(html, /<(?:img|script|iframe|object|embed)\b[^>]*>/i, 'holds'),
  },
]
