import { type AddressInfo, createServer, type Socket } from 'node:net'

/** What a scripted server does at one step of the dialogue, instead of answering as usual. */
export type Fault =
  | { readonly at: Step; readonly say: string }
  | { readonly at: Step; readonly drop: 'fin' | 'rst' }
  | { readonly at: Step; readonly hang: true }
type Step = 'greeting' | 'ehlo' | 'mail' | 'rcpt' | 'data' | 'body' | 'dot' | 'after'

/** A message that the server took: it said 250 to it, or meant to when the line was cut. */
export interface Taken {
  readonly from: string
  readonly to: string
  readonly text: string
  /** It arrived whole, whether or not the client was told. */
  readonly told: boolean
}

/**
 * An SMTP server on loopback that counts what arrives and misbehaves by script: `fault` is asked for each transaction
 * (counted from 0 over all connections). What arrives whole is kept even where the client hears nothing of it.
 */
export const openFaulty = async (
  fault: (transaction: number) => Fault | undefined,
  options: { readonly delayMs?: number } = {},
) => {
  const taken: Taken[] = []
  const asked: string[] = []
  let told = 0
  const sockets = new Set<Socket>()
  let transactions = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    serve(socket, {
      fault,
      next: () => transactions++,
      take: (one) => taken.push(one),
      ask: (to) => asked.push(to),
      tell: () => {
        told += 1
      },
      delayMs: options.delayMs ?? 0,
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    taken,
    /** Recipients of every transaction in which the server said 354. */
    asked,
    port,
    url: `smtp://127.0.0.1:${port}?tls=off`,
    transactions: () => transactions,
    /** How often it said 250 to a message. */
    told: () => told,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

interface Script {
  readonly fault: (transaction: number) => Fault | undefined
  readonly next: () => number
  readonly take: (one: Taken) => void
  readonly ask: (to: string) => void
  readonly tell: () => void
  /** Milliseconds before the answer to the dot. */
  readonly delayMs: number
}

const serve = (socket: Socket, { fault: script, next, take, ask, tell, delayMs }: Script) => {
  socket.setNoDelay(true)
  let fault = script(-1)
  let from = ''
  let to = ''
  let body: string | undefined
  let rest = ''
  /** Answers a step, or does what the script says; false when nothing more may follow. */
  const answer = (step: Step, usual: string): boolean => {
    if (fault?.at !== step) {
      socket.write(`${usual}\r\n`)
      return true
    }
    if ('say' in fault) {
      socket.write(`${fault.say}\r\n`)
      if (fault.say.startsWith('421')) socket.end()
      return false
    }
    if ('drop' in fault) {
      if (fault.drop === 'rst') socket.resetAndDestroy()
      else socket.end()
    }
    return false
  }
  const line = (text: string) => {
    if (body !== undefined) {
      if (text !== '.') {
        body += `${text}\n`
        if (fault?.at === 'body') answer('body', '')
        return
      }
      const whole = body
      body = undefined
      const refused = fault?.at === 'dot' && 'say' in fault && !fault.say.startsWith('2')
      const told = fault?.at !== 'dot'
      if (!refused && fault?.at !== 'body') take({ from, to, text: whole, told })
      if (fault?.at === 'body') return
      const done = () => {
        if (answer('dot', '250 2.0.0 queued')) tell()
      }
      if (delayMs > 0) setTimeout(done, delayMs)
      else done()
      if (fault?.at === 'after') answer('after', '')
      return
    }
    const word = text.slice(0, 4).toUpperCase()
    if (word === 'EHLO' || word === 'HELO')
      answer('ehlo', '250-mill.example\r\n250-PIPELINING\r\n250 8BITMIME')
    else if (word === 'MAIL') {
      fault = script(next())
      from = /<(.*?)>/.exec(text)?.[1] ?? ''
      if (!answer('mail', '250 2.1.0 ok')) from = ''
    } else if (word === 'RCPT') {
      to = from === '' ? '' : (/<(.*?)>/.exec(text)?.[1] ?? '')
      if (to === '') socket.write('503 5.5.1 MAIL first\r\n')
      else if (!answer('rcpt', '250 2.1.5 ok')) to = ''
    } else if (word === 'DATA') {
      if (to === '') socket.write('503 5.5.1 no valid recipients\r\n')
      else if (answer('data', '354 go ahead')) {
        ask(to)
        body = ''
      }
    } else if (word === 'QUIT') socket.end('221 bye\r\n')
    else if (word === 'RSET') socket.write('250 ok\r\n')
    else socket.write('502 what?\r\n')
  }
  answer('greeting', '220 mill.example ESMTP')
  socket.on('data', (chunk: Buffer) => {
    rest += chunk.toString('latin1')
    for (let end = rest.indexOf('\r\n'); end >= 0; end = rest.indexOf('\r\n')) {
      const text = rest.slice(0, end)
      rest = rest.slice(end + 2)
      line(text)
    }
  })
}
