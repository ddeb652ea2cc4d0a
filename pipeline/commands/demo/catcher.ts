import { mkdirSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'

/** An SMTP server on loopback that keeps what it is given and passes nothing on. */
export interface Catcher {
  readonly url: string
  readonly folder: string
  readonly caught: () => number
  readonly close: () => Promise<void>
}

/** Catches mail on a free port of 127.0.0.1, one .eml a message in `folder`. */
export const catchMail = async (folder: string): Promise<Catcher> => {
  mkdirSync(folder, { recursive: true })
  let caught = 0
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData: (stream, _session, done) => {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('error', done)
      stream.on('end', () => {
        caught += 1
        writeFileSync(join(folder, `${String(caught).padStart(3, '0')}.eml`), Buffer.concat(parts))
        done()
      })
    },
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    folder,
    caught: () => caught,
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}
