import type { Context } from '../command.ts'
import { loadRegions } from '../region.ts'
import { openKeyring } from '../store/keyring.ts'
import { openStore } from '../store/open.ts'
import type { Complying } from './comply.ts'
import { openVoice } from './words.ts'

/** The database, the local key, the law and the operator's language, opened together; the caller closes the store. */
export const openCompliance = async (context: Context): Promise<Complying> => {
  const config = await context.config()
  const regions = await loadRegions()
  const store = openStore(context.db)
  try {
    return {
      store,
      ring: openKeyring(store, context.env),
      regions,
      config: config.comply,
      voice: openVoice(config.operator?.language ?? 'en'),
      at: context.now(),
      signal: context.signal,
    }
  } catch (error) {
    store.close()
    throw error
  }
}
