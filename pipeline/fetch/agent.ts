import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Trouble } from '../model/trouble.ts'
import { root } from '../root.ts'
import { ACCEPT_ENCODING } from './encoding.ts'
import type { FetchRequest } from './fetched.ts'

/** The token by which robots.txt files may name us. */
export const PRODUCT = 'Doorstep'

const ACCEPT = 'text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.5'

/** Who asks: `Doorstep/<version> (+<contact>)`. Trouble `no-contact` without a contact that fits into a header. */
export const agentOf = (contact: string | undefined): string => {
  const plain = contact?.trim() ?? ''
  if (!/^[\x21-\x27\x2a-\x7e]+$/.test(plain))
    throw new Trouble(
      'no-contact',
      'usage',
      "nothing is fetched before it says who asks: set operator.contact in pipeline.config.ts to your address or a page about you (operator: { name: 'Your firm', contact: 'you@example.com' })",
    )
  return `${software()} (+${plain})`
}

/** Name and version of the program: `Doorstep/0.1.0`. */
export const software = (): string => {
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  )
  return `${PRODUCT}/${version}`
}

/** The headers of a request; those of a robots.txt ask for it unpacked, so that a part of it can be read. */
export const headersFor = (
  request: FetchRequest,
  userAgent: string,
  robots: boolean,
): Record<string, string> => ({
  accept: request.accept?.join(',') ?? ACCEPT,
  'accept-encoding': robots ? 'identity' : ACCEPT_ENCODING,
  ...Object.fromEntries(
    Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  ),
  ...(request.etag === undefined ? {} : { 'if-none-match': request.etag }),
  ...(request.lastModified === undefined ? {} : { 'if-modified-since': request.lastModified }),
  'user-agent': userAgent,
})
