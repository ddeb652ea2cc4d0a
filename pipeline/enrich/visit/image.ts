import type { Element } from 'domhandler'
import type { Failed } from '../../fetch/fetched.ts'
import { absolute, type PageView } from '../../text/html.ts'
import { siteDomain } from './entry.ts'
import type { Pages } from './pages.ts'

const SMALL =
  /logo|icon|favicon|sprite|avatar|badge|flag|banner-cookie|pixel|spacer|placeholder|loader/i
const PHOTO = /\.(?:jpe?g|png|webp|gif|bmp|tiff?)$/i

/** The first photo that a visitor of the page is sent, where it is the site's own; logos, icons and inline images are not. */
export const firstPhoto = (view: PageView): string | undefined => {
  for (const element of view.elements) {
    if (element.name !== 'img') continue
    const url = photo(element, view.url)
    if (url !== undefined) return url
  }
  return undefined
}

const photo = ({ attribs }: Element, page: string): string | undefined => {
  const source = attribs.src ?? ''
  const said = `${source} ${attribs.class ?? ''} ${attribs.id ?? ''} ${attribs.alt ?? ''}`
  const width = Number(attribs.width)
  // With a srcset or lazy loading the visitor may be sent another file than the one named.
  if (source === '' || source.startsWith('data:') || attribs.srcset !== undefined) return undefined
  if (SMALL.test(said) || (width > 0 && width < 200)) return undefined
  const url = absolute(source, page)
  if (url === undefined || siteDomain(url) !== siteDomain(page)) return undefined
  return PHOTO.test(new URL(url).pathname) ? url : undefined
}

const IMAGES = ['image/jpeg', 'image/png', 'image/webp', 'image/gif', 'image/bmp', 'image/avif']

/**
 * Asks how large a photo is and leaves its body unread: the answer is `image 6291456 bytes`, undefined where the server
 * does not say, or the failure to ask.
 */
export const weigh = async (url: string, pages: Pages): Promise<string | Failed | undefined> => {
  const got = await pages.fetch({ url, accept: IMAGES, maxBytes: 1, keep: false })
  if (got?.kind === 'failed') return got
  if (got?.kind !== 'refused' || got.why !== 'too-large' || got.status !== 200) return undefined
  const bytes = /^(\d+) bytes/.exec(got.detail)?.[1]
  return bytes === undefined ? undefined : `image ${bytes} bytes`
}
