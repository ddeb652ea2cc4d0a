import type { FetchedPage, FetchRequest, Refused } from './fetched.ts'

const REDIRECTS = new Set([301, 302, 303, 307, 308])

/**
 * The request that a redirect asks for; undefined when the page is none; refused when it leads nowhere, in a circle
 * or on and on. The caller's headers and body go to the same origin only.
 */
export const redirectOf = (
  request: FetchRequest,
  page: FetchedPage,
  passed: readonly string[],
  most: number,
): FetchRequest | Refused | undefined => {
  const { location } = page.headers
  if (!REDIRECTS.has(page.status) || location === undefined) return undefined
  const refused = (detail: string): Refused => ({
    kind: 'refused',
    why: 'redirects',
    detail,
    url: page.url,
    status: page.status,
  })
  if (!URL.canParse(location, page.url))
    return refused(`it redirects to '${location.slice(0, 100)}', which is no address`)
  const url = new URL(location, page.url).href.replace(/#.*$/, '')
  if (url === page.url || passed.includes(url)) return refused(`it redirects in a circle: ${url}`)
  if (passed.length >= most) return refused(`more than ${most} redirects`)
  return onward(request, page, url)
}

const onward = (request: FetchRequest, page: FetchedPage, url: string): FetchRequest => {
  const { method, body, headers, etag: _, lastModified: __, ...rest } = request
  const keepsMethod = page.status === 307 || page.status === 308
  const sameOrigin = new URL(page.url).origin === new URL(url).origin
  return {
    ...rest,
    url,
    ...(keepsMethod && method !== undefined ? { method } : {}),
    ...(keepsMethod && body !== undefined && sameOrigin ? { body } : {}),
    ...(sameOrigin && headers !== undefined ? { headers } : {}),
  }
}
