import { readFileSync, statSync } from 'node:fs'
import { basename, extname } from 'node:path'
import type { Instant } from '../model/region.ts'
import { Trouble } from '../model/trouble.ts'
import type { Channel } from '../model/verdict.ts'
import { saveConsent } from '../store/consent.ts'
import { prospectFacts } from '../store/prospect-facts.ts'
import { keepProspectKeys } from '../store/prospect-key.ts'
import { suppressionsOfProspect } from '../store/suppression.ts'
import { emailIdentity, phoneIdentity } from '../text/identity.ts'
import type { Complying } from './comply.ts'
import type { Target } from './facts.ts'
import { gather } from './gather.ts'

/** Consent as a person records it on the command line. */
export interface Recording {
  readonly prospect: number
  readonly channel: Channel
  /** The address or number it was given for; needed where the prospect has several. */
  readonly address?: string
  readonly proof: string
  readonly givenAt: Instant
  readonly how: string
  readonly by: string
}

/** Most bytes of a proof: a scan or a mail, not a film. */
const PROOF_BYTES = 10_000_000

const TYPES: Readonly<Record<string, string>> = {
  '.eml': 'message/rfc822',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.txt': 'text/plain',
}

/** Keeps consent with its proof for one address of a prospect; answers its id and whether a no still stands against it. */
export const recordConsent = (
  { store, ring, at }: Complying,
  recording: Recording,
): { readonly id: number; readonly stopped: boolean } => {
  const known = prospectFacts(store, recording.prospect)
  if (known === undefined)
    throw new Trouble('not-found', 'usage', `there is no prospect ${recording.prospect}`)
  keepProspectKeys(store, ring, known.id)
  const target = meant(gather(store, ring, known).targets[recording.channel], recording)
  const bytes = proofOf(recording.proof)
  const id = saveConsent(store, {
    prospect: known.id,
    channel: recording.channel,
    key: target.key,
    contactType: target.type === 'url' ? 'form' : (target.type as 'email' | 'phone' | 'address'),
    givenAt: recording.givenAt,
    how: recording.how,
    proof: {
      name: basename(recording.proof),
      type: TYPES[extname(recording.proof).toLowerCase()] ?? 'application/octet-stream',
      bytes,
    },
    by: recording.by,
    at,
  })
  return { id, stopped: suppressionsOfProspect(store, known.id).length > 0 }
}

const meant = (targets: readonly Target[], { address, channel, prospect }: Recording): Target => {
  const same = (value: string) => [value, emailIdentity(value), phoneIdentity(value)]
  const fits =
    address === undefined
      ? targets
      : targets.filter(({ value }) =>
          same(value).some((one) => one !== undefined && same(address).includes(one)),
        )
  const [only] = fits
  if (only !== undefined && (fits.length === 1 || address !== undefined)) return only
  throw new Trouble(
    'bad-option',
    'usage',
    fits.length === 0
      ? `prospect ${prospect} has no such address for ${channel}; see: pipeline why ${prospect}`
      : `prospect ${prospect} has ${fits.length} addresses for ${channel}; say which with --address`,
  )
}

const proofOf = (file: string): Buffer => {
  try {
    if (statSync(file).size > PROOF_BYTES)
      throw new Trouble(
        'bad-file',
        'usage',
        `${file} is larger than ${PROOF_BYTES / 1e6} MB; a proof is a scan or a mail`,
      )
    return readFileSync(file)
  } catch (cause) {
    if (cause instanceof Trouble) throw cause
    throw new Trouble('bad-file', 'usage', `the proof ${file} cannot be read`, cause)
  }
}
