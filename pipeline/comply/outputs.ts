import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** Files of the out folder that name a person; packed ones (PDF, XLSX, ZIP) cannot be searched and are told apart. */
export const outputsWith = async (
  folder: string,
  strings: readonly string[],
): Promise<{ readonly named: readonly string[]; readonly unread: readonly string[] }> => {
  const named: string[] = []
  const unread: string[] = []
  for (const path of await filesIn(folder)) {
    if (PACKED.test(path) || (await stat(path)).size > MOST) unread.push(relative(folder, path))
    else if (holds(await readFile(path, 'utf8'), strings)) named.push(relative(folder, path))
  }
  return { named, unread }
}

const PACKED = /\.(?:pdf|xlsx|docx|zip|gz|png|jpe?g)$/i
const MOST = 256_000_000

const filesIn = async (folder: string): Promise<readonly string[]> => {
  if (!existsSync(folder)) return []
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

const holds = (text: string, strings: readonly string[]): boolean => {
  const lower = text.toLowerCase()
  // Mails are quoted-printable: soft line breaks may cut a word.
  const joined = lower.replace(/=\r?\n/g, '')
  return strings.some(
    (one) => lower.includes(one.toLowerCase()) || joined.includes(one.toLowerCase()),
  )
}
