import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

/** A mail as the catching server got it. */
interface Caught {
  readonly from: string
  readonly to: readonly string[]
  readonly raw: Buffer
}

/** A real SMTP server on loopback that keeps what it is given. */
export const openCatcher = async (options: SMTPServerOptions = {}) => {
  const caught: Caught[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope
        caught.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map((rcpt) => rcpt.address),
          raw: Buffer.concat(chunks),
        })
        done()
      })
    },
    ...options,
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  server.on('error', () => undefined)
  const { port } = server.server.address() as AddressInfo
  return {
    caught,
    port,
    url: `smtp://127.0.0.1:${port}?tls=off`,
    mails: (): Promise<Email[]> => Promise.all(caught.map((mail) => PostalMime.parse(mail.raw))),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
