import { z } from 'zod'

const imap = z.strictObject({
  /** `imaps://user@host:993`, or `imap://` with STARTTLS; no password in it. */
  imap: z.url({ protocol: /^imaps?$/ }).refine((url) => new URL(url).password === '', {
    message: 'keep the password out of the file: name it with passwordEnv or passwordFile',
  }),
  /** Environment variable that holds the password. */
  passwordEnv: z.string().min(1).optional(),
  /** File of mode 0600 that holds the password. */
  passwordFile: z.string().min(1).optional(),
  /** Folders to read; add the one for sent mail, and messages of unknown fate found there are settled. */
  folders: z.array(z.string().min(1)).min(1).default(['INBOX']),
})

const maildir = z.strictObject({
  /** Folder with `new` and `cur`. */
  maildir: z.string().min(1),
})

/** Where answers, bounces and complaints come in. Nothing there is deleted, moved or marked. */
export const listen = z.strictObject({
  inlets: z.array(z.union([imap, maildir])).default([]),
  /** How many days back a folder is read the first time. */
  sinceDays: z.int().min(1).default(30),
})
