import { readFileSync, statSync } from 'node:fs'
import { Trouble } from './model/trouble.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads a secret from an environment variable or from a file that only its owner can read.
 * Undefined where neither is named; Trouble `secret-missing` where one is named and not usable. Never prints it.
 */
export const readSecret = (
  from: { readonly env?: string | undefined; readonly file?: string | undefined },
  env: Environment,
): string | undefined => {
  if (from.env !== undefined) {
    const value = env[from.env]
    if (value) return value
    throw missing(`the environment variable ${from.env} is empty; set it and run this again`)
  }
  return from.file === undefined ? undefined : readPrivateFile(from.file)
}

const readPrivateFile = (file: string): string => {
  try {
    if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      throw missing(`${file} can be read by others; run: chmod 600 ${file}`)
    return readFileSync(file, 'utf8').trimEnd()
  } catch (cause) {
    if (cause instanceof Trouble) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Trouble(
      'secret-missing',
      'stop',
      `the secret in ${file} cannot be read: ${why}`,
      cause,
    )
  }
}

const missing = (what: string) => new Trouble('secret-missing', 'stop', what)
