import { describe, expect, it } from 'vitest'
import { smtpServer } from '../../pipeline/deliver/smtp.ts'
import { openWire } from '../../pipeline/deliver/wire.ts'
import { type Fault, openFaulty } from './faults.ts'

const parcel = {
  from: 'bob@mill.example',
  to: 'ann@shop.example',
  bytes: Buffer.from('From: bob@mill.example\r\nSubject: hi\r\n\r\nhello\r\n.dot\r\n'),
}

const once = async (fault: Fault | undefined, seconds = 0.4) => {
  const server = await openFaulty(() => fault)
  const wire = openWire(smtpServer(server.url), seconds)
  let asked = 0
  try {
    const ending = await wire.send(parcel, () => {
      asked += 1
    })
    return { ending, asked, taken: server.taken }
  } finally {
    wire.close()
    await server.close()
  }
}

describe('the wire', () => {
  it('says accepted when the server took the message, and only then', async () => {
    const { ending, asked, taken } = await once(undefined)
    expect(ending).toEqual({ how: 'accepted', reply: '250 2.0.0 queued' })
    expect(asked).toBe(1)
    expect(taken).toHaveLength(1)
    expect(taken[0]?.text).toContain('\n..dot\n')
  })

  const before: readonly Fault[] = [
    { at: 'greeting', say: '554 5.7.1 not you' },
    { at: 'greeting', drop: 'rst' },
    { at: 'ehlo', drop: 'fin' },
    { at: 'mail', say: '451 4.7.1 greylisted' },
    { at: 'mail', drop: 'fin' },
    { at: 'rcpt', say: '550 5.1.1 no such user' },
    { at: 'rcpt', say: '450 4.2.0 greylisted, come back' },
    { at: 'rcpt', drop: 'rst' },
    { at: 'data', say: '451 4.3.0 not now' },
    { at: 'data', drop: 'fin' },
    { at: 'data', drop: 'rst' },
    { at: 'data', hang: true },
  ]
  it.each(before.map((fault) => [JSON.stringify(fault), fault] as const))(
    'knows that nothing left when 354 never came: %s',
    async (_, fault) => {
      const { ending, asked, taken } = await once(fault)
      expect(asked).toBe(0)
      expect(taken).toHaveLength(0)
      if ('say' in fault) expect(ending).toMatchObject({ how: 'refused', reply: fault.say })
      else expect(ending).toMatchObject({ how: 'lost', asked: false })
    },
  )

  const after: readonly Fault[] = [
    { at: 'body', drop: 'rst' },
    { at: 'dot', drop: 'fin' },
    { at: 'dot', drop: 'rst' },
    { at: 'dot', hang: true },
  ]
  it.each(after.map((fault) => [JSON.stringify(fault), fault] as const))(
    'knows that it does not know when the line died after 354: %s',
    async (_, fault) => {
      const { ending, asked } = await once(fault)
      expect(asked).toBe(1)
      expect(ending).toMatchObject({ how: 'lost', asked: true })
    },
  )

  it.each(['451 4.3.0 try again', '552 5.2.2 full', '421 4.3.2 closing'])(
    'takes an answer to the message for an answer: %s',
    async (say) => {
      const { ending } = await once({ at: 'dot', say })
      expect(ending).toEqual({ how: 'refused', reply: say, phase: 'message' })
    },
  )

  it('sends nothing when it cannot be written down that it begins', async () => {
    const server = await openFaulty(() => undefined)
    const wire = openWire(smtpServer(server.url), 1)
    const ending = await wire.send(parcel, () => {
      throw new Error('disk full')
    })
    expect(ending).toMatchObject({ how: 'lost', asked: false })
    wire.close()
    await server.close()
    expect(server.taken).toHaveLength(0)
  })

  it('asks again on a new connection when an idle one was closed', async () => {
    const server = await openFaulty((transaction) =>
      transaction === 1 ? { at: 'mail', drop: 'fin' } : undefined,
    )
    const wire = openWire(smtpServer(server.url), 1)
    const sent = []
    for (let i = 0; i < 3; i++) sent.push((await wire.send(parcel, () => undefined)).how)
    wire.close()
    await server.close()
    expect(sent).toEqual(['accepted', 'accepted', 'accepted'])
    expect(server.taken).toHaveLength(3)
  })
})
