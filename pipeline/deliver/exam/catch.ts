import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { smtpServer } from '../smtp.ts'
import { openWire, type Parcel } from '../wire.ts'

/** Sends a parcel by the same wire as a live one to a server of our own on loopback, and answers the bytes that arrived. */
export const caughtBytes = async (parcel: Parcel): Promise<Buffer> => {
  const chunks: Buffer[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onData: (stream, _session, done) => {
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => done())
    },
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.server.address() as AddressInfo
  const wire = openWire(smtpServer(`smtp://127.0.0.1:${port}?tls=off`), 30)
  try {
    const ending = await wire.send(parcel, () => undefined)
    if (ending.how !== 'accepted') throw new Error(`our own catcher did not take it: ${ending.how}`)
    return Buffer.concat(chunks)
  } finally {
    wire.close()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  }
}
