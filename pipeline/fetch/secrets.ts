import { Trouble } from '../model/trouble.ts'
import type { FetchRequest } from './fetched.ts'

const PLACEHOLDER = /^\{([A-Z][A-Z0-9_]*)\}$/

/**
 * Puts secrets where a request's headers name them: a value `{NAME}` becomes that variable of the environment. Only
 * the request on its way holds them; the frontier and the archive never do. Trouble `secret-missing` names one that
 * is not there.
 */
export const withSecrets = (
  request: FetchRequest,
  env: Readonly<Record<string, string | undefined>>,
): FetchRequest => {
  if (request.headers === undefined) return request
  const headers = Object.entries(request.headers).map(([header, value]) => {
    const name = PLACEHOLDER.exec(value)?.[1]
    if (name === undefined) return [header, value]
    const secret = env[name]
    if (secret === undefined || secret === '')
      throw new Trouble('secret-missing', 'stop', `${request.url} needs ${name} in the environment`)
    return [header, secret]
  })
  return { ...request, headers: Object.fromEntries(headers) }
}
