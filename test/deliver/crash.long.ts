import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from '../../pipeline/root.ts'
import { listMessages } from '../../pipeline/store/message.ts'
import { recoverOutbox } from '../../pipeline/store/outbox-recovery.ts'
import { beginSender } from '../../pipeline/store/sender-row.ts'
import { seeded } from '../bench/bench.ts'
import { type Fault, openFaulty, type Taken } from './faults.ts'
import { openHouse } from './house.ts'
import { fillOutbox } from './outbox.ts'

const MESSAGES = 2000
const KILLS = 200

let house: ReturnType<typeof openHouse>
beforeEach(() => {
  house = openHouse()
})
afterEach(() => {
  house.close()
})

/** A sender that is loaded, or about to be, and begins when told. */
const load = (url: string, replySeconds = 1): ChildProcess =>
  spawn(
    process.execPath,
    [
      ...['--import', 'tsx', join(root, 'test', 'deliver', 'sender-process.ts')],
      ...[house.db, url, String(replySeconds)],
    ],
    { stdio: ['pipe', 'pipe', 'inherit'], cwd: root },
  )

const begin = (child: ChildProcess): ChildProcess => {
  child.stdin?.on('error', () => undefined)
  child.stdin?.write('go\n')
  return child
}

const start = (url: string, replySeconds = 1): ChildProcess => begin(load(url, replySeconds))

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What came of it all: copies that the server took, by recipient, and the states the outbox believes in. */
const account = (taken: readonly Taken[]) => {
  const store = house.open()
  const self = beginSender(store, new Date().toISOString())
  recoverOutbox(store, self.id, new Date().toISOString())
  const messages = listMessages(store, { limit: 1_000_000 })
  self.end(new Date().toISOString())
  store.close()
  const copies = new Map<string, number>()
  for (const { to } of taken) copies.set(to, (copies.get(to) ?? 0) + 1)
  const of = (state: string) => messages.filter((message) => message.state === state)
  return {
    messages,
    doubled: [...copies].filter(([, times]) => times > 1).map(([to]) => to),
    sentButNotTaken: of('sent').filter(({ address }) => !copies.has(address)),
    takenButLost: messages.filter(
      ({ address, state }) => copies.has(address) && !['sent', 'unknown'].includes(state),
    ),
    unknown: of('unknown'),
    leaving: messages.filter(({ state }) => state === 'claimed' || state === 'sending'),
  }
}

const fill = () => {
  const store = house.open()
  fillOutbox(store, MESSAGES)
  store.close()
}

describe('kill -9', { timeout: 3_600_000 }, () => {
  it(`at ${KILLS} random moments of a send of ${MESSAGES} messages doubles none and loses none in silence`, async () => {
    fill()
    const random = seeded(20261123)
    // The server answers slowly enough that a run cannot finish between two kills.
    const server = await openFaulty(() => undefined, { delayMs: 25 })
    let begun = 0
    let next = load(server.url)
    for (let kill = 0; kill < KILLS; kill++) {
      const before = server.told()
      const child = begin(next)
      next = load(server.url)
      // Kill at a random moment after the server answered a few of this run's messages: however slow the machine is,
      // every kill hits a live send, and there are always messages left for the next.
      const wanted = before + Math.floor(random() * 9)
      for (let i = 0; i < 12_000 && server.told() < wanted && child.exitCode === null; i++)
        await pause(5)
      await pause(random() * 40)
      if (child.exitCode === null) begun += 1
      child.kill('SIGKILL')
      await ended(child)
    }
    const during = server.taken.length
    await ended(begin(next))
    const found = account(server.taken)
    await server.close()
    console.log(
      `${KILLS} kills, ${begun} of a live sender; ${during} taken before the last run; ${found.unknown.length} unknown of ${MESSAGES}, of which ${found.unknown.filter(({ address }) => server.taken.some(({ to }) => to === address)).length} had arrived`,
    )
    expect(begun).toBeGreaterThanOrEqual(KILLS * 0.9)
    expect(found.doubled).toEqual([])
    expect(found.sentButNotTaken).toEqual([])
    expect(found.takenButLost).toEqual([])
    expect(found.leaving).toEqual([])
    expect(found.messages.every(({ state }) => state === 'sent' || state === 'unknown')).toBe(true)
    // A connection is between 354 and its answer with at most one message: no more can be uncertain at one kill.
    expect(found.unknown.length).toBeLessThanOrEqual(KILLS * 5)
    // None is there that was certain: each unknown had been asked for by the server.
    const asked = new Set(server.asked)
    expect(found.unknown.filter(({ address }) => !asked.has(address))).toEqual([])
  })

  it('of one of two senders on one database does the same', async () => {
    fill()
    const random = seeded(7)
    const server = await openFaulty(() => undefined, { delayMs: 10 })
    for (let kill = 0; kill < 12; kill++) {
      const children = [start(server.url), start(server.url)]
      const before = server.taken.length
      for (let i = 0; i < 12_000 && server.taken.length < before + 10; i++) await pause(5)
      await pause(random() * 200)
      for (const child of children) {
        child.kill('SIGKILL')
        await ended(child)
        await pause(random() * 50)
      }
    }
    await Promise.all([ended(start(server.url)), ended(start(server.url))])
    const found = account(server.taken)
    await server.close()
    expect(found.doubled).toEqual([])
    expect(found.sentButNotTaken).toEqual([])
    expect(found.takenButLost).toEqual([])
    expect(found.leaving).toEqual([])
  })
})

describe('a server that misbehaves at every step', () => {
  it('never makes a message leave twice or vanish', async () => {
    fill()
    const random = seeded(4)
    const faults: readonly (Fault | undefined)[] = [
      { at: 'mail', say: '451 4.7.1 later' },
      { at: 'mail', drop: 'fin' },
      { at: 'rcpt', say: '450 4.2.0 greylisted' },
      { at: 'rcpt', say: '550 5.7.1 not here' },
      { at: 'rcpt', drop: 'rst' },
      { at: 'data', say: '451 4.3.0 later' },
      { at: 'data', drop: 'fin' },
      { at: 'data', drop: 'rst' },
      { at: 'body', drop: 'rst' },
      { at: 'dot', drop: 'fin' },
      { at: 'dot', drop: 'rst' },
      { at: 'dot', say: '451 4.3.0 later' },
      { at: 'dot', say: '554 5.6.0 no' },
      { at: 'dot', say: '421 4.3.2 closing' },
      { at: 'dot', hang: true },
    ]
    const server = await openFaulty(() =>
      random() < 0.2 ? faults[Math.floor(random() * faults.length)] : undefined,
    )
    for (let run = 0; run < 40; run++) {
      await ended(start(server.url, 0.3))
      const store = house.open()
      const left = store.raw
        .prepare(`update message set due_at = approved_at where state in ('approved', 'deferred')`)
        .run().changes
      store.close()
      if (left === 0) break
    }
    const found = account(server.taken)
    await server.close()
    expect(found.doubled).toEqual([])
    expect(found.sentButNotTaken).toEqual([])
    expect(found.takenButLost).toEqual([])
    expect(found.leaving).toEqual([])
    const untold = new Set(server.taken.filter(({ told }) => !told).map(({ to }) => to))
    expect(found.unknown.length).toBeGreaterThanOrEqual(untold.size)
    for (const { address, state } of found.messages)
      if (untold.has(address)) expect(state, address).toBe('unknown')
  })
})
