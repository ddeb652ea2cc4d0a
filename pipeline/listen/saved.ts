import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Trouble } from '../model/trouble.ts'

/** A saved mail; its bytes are read when asked for. */
export interface SavedMail {
  readonly file: string
  readonly bytes: () => Uint8Array
}

/** Mails in the given files and folders (folders are searched for .eml and .msg-free Maildir files), in order of name. */
export function* savedMails(paths: readonly string[], cwd: string): Generator<SavedMail> {
  for (const path of paths) {
    const full = resolve(cwd, path)
    const files = isFolder(full, path) ? inside(full) : [full]
    for (const file of files) yield { file, bytes: () => readFileSync(file) }
  }
}

const isFolder = (full: string, path: string): boolean => {
  try {
    return statSync(full).isDirectory()
  } catch (cause) {
    throw new Trouble('bad-file', 'usage', `${path} is not there or cannot be read`, cause)
  }
}

const inside = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => /\.(?:eml|mail|mbx)$|\/(?:cur|new)\/[^/]+$/i.test(file))
    .sort()
