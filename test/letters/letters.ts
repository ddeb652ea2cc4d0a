import { execFileSync } from 'node:child_process'
import { findChromium } from '../../pipeline/chromium.ts'
import { PROFILES } from '../../pipeline/compose/letters/profiles.ts'
import type { Letter } from '../../pipeline/compose/letters/sheet.ts'
import type { Sender } from '../../pipeline/compose/sender.ts'

const answers = (program: string, args: readonly string[]): boolean => {
  try {
    execFileSync(program, args, { stdio: 'ignore' })
    return true
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code !== 'ENOENT'
  }
}

/** Why printed letters cannot be checked here; undefined where they can. */
export const cannotPrint: string | undefined =
  (await findChromium(process.env)) === undefined
    ? 'skipped: no Chromium here (apt-get install chromium)'
    : !answers('pdftotext', ['-v'])
      ? 'skipped: no pdftotext here (apt-get install poppler-utils)'
      : undefined

/** Why codes cannot be read back here; undefined where they can. */
export const cannotScan: string | undefined =
  cannotPrint ??
  (answers('zbarimg', ['--version'])
    ? undefined
    : 'skipped: no zbarimg here (apt-get install zbar-tools)')

const SENDER: Sender = {
  site: 'Lanternfield',
  siteUrl: 'https://lanternfield.example',
  siteHost: 'lanternfield.example',
  operator: 'Lanternfield Directories Ltd',
  signer: 'Ellen Marsh',
  role: 'listings editor',
  address: ['4 Quay Street', 'Leeds', 'LS1 4AB'],
  contact: 'hello@lanternfield.example',
  phone: '0113 496 0000',
  registration: 'Registered in England, no. 00000000',
}

const TEXT = `Dear Oakfield Plumbing & Heating,

Yell lists you among the plumbers in Leeds. I work on Lanternfield, a directory of local businesses, and I have drafted a free listing for you from what is public about your business.

Scan the code below with your phone, or type the address beside it, to see the draft.

LINK

Yours sincerely,

Ellen Marsh
listings editor, Lanternfield

--${' '}
I found your details on Yell on 3 November 2026.
Lanternfield Directories Ltd, 4 Quay Street, Leeds, LS1 4AB.`

/** A letter to an invented firm. */
export const letter = (id: number, parts: Partial<Letter> = {}): Letter => {
  const link = `lanternfield.example/c/hr3-3pf-${'23456789cdfhjk'[id % 14]}mh`
  return {
    id,
    language: 'en',
    profile: PROFILES['gb-notify'] as Letter['profile'],
    sender: SENDER,
    address: [
      'Oakfield Plumbing & Heating',
      'Unit 3, Canal Mills',
      '12 High Street',
      'LEEDS',
      'LS6 2AB',
    ],
    date: '23 November 2026',
    subject: 'Your free listing on Lanternfield',
    text: TEXT.replace('LINK', link),
    link,
    ...parts,
  }
}
