import type { Context } from '../../command.ts'
import { openDns } from '../../enrich/mail/dns.ts'
import { openArchive } from '../../fetch/archive.ts'
import { openFetcher } from '../../fetch/fetch.ts'
import { contactFor } from '../../harvest/setup.ts'
import type { Ground } from './run.ts'

/** Pages from the web, politely, each kept in the archive; mail domains from the machine's own DNS. */
export const liveGround = async (context: Context, folder: string): Promise<Ground> => {
  const { now, signal, out, cwd } = context
  const config = await context.config()
  const contact = await contactFor(config, out, cwd)
  const archive = await openArchive({ folder, now })
  const fetcher = openFetcher({
    config: { ...config.fetch, hosts: Math.max(config.fetch.hosts, config.enrich.sites) },
    contact,
    archive,
    now,
    signal,
  })
  return {
    pages: fetcher,
    resolver: openDns(),
    close: async () => {
      await fetcher.close()
      await archive.close()
    },
  }
}
