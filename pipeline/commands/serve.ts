import { defineCommand, whole } from '../command.ts'
import { EXIT } from '../model/exit.ts'

interface Options {
  readonly port?: number
  readonly host?: string
  readonly trustProxy?: boolean
}

export default defineCommand<Options>({
  about: 'run the public server: opt-out page, one-click POST, health check',
  options: [
    { flags: '--port <n>', about: 'port (default 8025)', parse: whole(0) },
    {
      flags: '--host <address>',
      about: 'address to listen on (default 127.0.0.1, behind a proxy with TLS)',
    },
    { flags: '--trust-proxy', about: 'believe X-Forwarded-For: a proxy of yours stands in front' },
  ],
  examples: ['pipeline serve --port 8025 --trust-proxy'],
  run: async (context, options) => {
    const { serve } = await import('@hono/node-server')
    const { getConnInfo } = await import('@hono/node-server/conninfo')
    const { openApp } = await import('../listen/serve/app.ts')
    const { openStore } = await import('../store/open.ts')
    const { openKeyring } = await import('../store/keyring.ts')
    const config = await context.config()
    const store = openStore(context.db)
    const app = openApp({
      store,
      ring: openKeyring(store, context.env),
      now: context.now,
      clock: () => performance.now(),
      who: (region) => config.sites[region]?.name ?? config.operator?.name ?? 'We',
      client: (request) =>
        (options.trustProxy
          ? request.req.header('x-forwarded-for')?.split(',').at(-1)?.trim()
          : undefined) ??
        getConnInfo(request).remote.address ??
        'unknown',
    })
    try {
      await new Promise<void>((resolve, reject) => {
        const server = serve(
          { fetch: app.fetch, port: options.port ?? 8025, hostname: options.host ?? '127.0.0.1' },
          ({ address, port }) => {
            context.out.say(`serving on http://${address}:${port}; stop with Ctrl-C`)
          },
        )
        server.on('error', reject)
        context.signal.addEventListener('abort', () => server.close(() => resolve()))
        if (context.signal.aborted) server.close(() => resolve())
      })
      return EXIT.done
    } finally {
      store.close()
    }
  },
})
