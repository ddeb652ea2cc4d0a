import type { Context } from '../../command.ts'
import { erasedTraces } from '../../comply/person.ts'
import { forgetKept } from '../../fetch/forget.ts'
import type { Forgotten } from '../../harvest/forgotten.ts'
import { markRewritten } from '../../store/erasure.ts'
import { type Keyring, openKeyring } from '../../store/keyring.ts'
import type { Store } from '../../store/open.ts'
import { isErased } from '../../store/prospect-key.ts'
import { isForgotten, keysFor, watchErasures } from '../../store/suppression.ts'

/**
 * Who asked to be forgotten, as a harvest must know it. Nothing is hashed while nobody has; an erasure that another
 * process makes meanwhile counts from its next page on.
 */
export const memoryOf = (
  { env, now }: Pick<Context, 'env' | 'now'>,
  store: Store,
  folder: string,
): Forgotten => {
  let opened: Keyring | undefined
  const anybody = watchErasures(store)
  const ring = (): Keyring | undefined => {
    if (opened === undefined && anybody()) opened = openKeyring(store, env)
    return opened
  }
  return {
    listing: (listing, url) => {
      const known = ring()
      return known !== undefined && isErased(store, known, listing, url)
    },
    page: (url) => {
      const known = ring()
      return known !== undefined && isForgotten(store, keysFor(known, [['url', url]]))
    },
    strike: async (kept, gone) => {
      const known = ring()
      if (known === undefined) return
      const strings = gone.flatMap((one) => erasedTraces(store, known, one))
      const changed = await forgetKept(folder, kept, { strings, at: now() })
      if (changed !== undefined) markRewritten(store, [changed], [])
    },
  }
}
