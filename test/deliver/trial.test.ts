import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import send from '../../pipeline/commands/send.ts'
import { EXIT } from '../../pipeline/model/exit.ts'
import { openCatcher } from './catcher.ts'
import { addDraft, addProspect, openHouse } from './house.ts'

let house: ReturnType<typeof openHouse>
let catcher: Awaited<ReturnType<typeof openCatcher>>

beforeEach(async () => {
  house = openHouse()
  catcher = await openCatcher()
})
afterEach(async () => {
  await catcher.close()
  house.close()
})

const fill = (count: number) => {
  const store = house.open()
  for (let i = 0; i < count; i++) {
    const prospect = addProspect(store, { email: `info@firm${i}.example` })
    addDraft(store, prospect, { subject: `Your listing ${i}` })
  }
  store.close()
}
const env = () => ({ SMTP_URL: catcher.url })

describe('send --test', () => {
  it('sends every message to the test address alone, with the original in subject and header', async () => {
    fill(3)
    const { code, out } = await house.run(
      send,
      { test: true, to: 'me@example.com' },
      { env: env() },
    )
    expect(code).toBe(EXIT.done)
    expect(out).toContain('3 of 3 test messages sent to me@example.com')
    expect(catcher.caught.map((mail) => mail.to)).toEqual(Array(3).fill(['me@example.com']))
    const mails = (await catcher.mails()).sort((a, b) =>
      (a.subject ?? '').localeCompare(b.subject ?? ''),
    )
    expect(mails[1]?.subject).toBe('[TEST for info@firm1.example] Your listing 1')
    expect(mails[1]?.headers.find((h) => h.key === 'x-doorstep-original-to')?.value).toBe(
      'info@firm1.example',
    )
    expect(mails[1]?.to?.map((to) => to.address)).toEqual(['me@example.com'])
    expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(3)
  })

  it('refuses to run without an address, with two, or without a server', async () => {
    fill(1)
    for (const options of [{}, { to: 'a@example.com,b@example.com' }, { to: 'nonsense' }])
      await expect(house.run(send, { test: true, ...options }, { env: env() })).rejects.toThrow(
        /--to|one e-mail address/,
      )
    await expect(house.run(send, { test: true, to: 'me@example.com' })).rejects.toThrow('SMTP_URL')
    expect(catcher.caught).toEqual([])
  })

  it('changes nothing in the database', async () => {
    fill(2)
    const before = readFileSync(house.db)
    await house.run(send, { test: true, to: 'me@example.com' }, { env: env() })
    expect(readFileSync(house.db).equals(before)).toBe(true)
  })

  it.each([1, 2, 5, 7, 10, 30])('takes a sample of %i spread over all drafts', async (sample) => {
    fill(10)
    await house.run(send, { test: true, to: 'me@example.com', sample }, { env: env() })
    expect(catcher.caught).toHaveLength(Math.min(sample, 10))
  })

  it('says so when there is nothing, and when the server is not there', async () => {
    house.open().close()
    const empty = await house.run(send, { test: true, to: 'me@example.com' }, { env: env() })
    expect(empty.code).toBe(EXIT.nothing)
    expect(empty.said).toContain('pipeline compose')
    fill(1)
    await expect(
      house.run(
        send,
        { test: true, to: 'me@example.com' },
        { env: { SMTP_URL: 'smtp://127.0.0.1:1' } },
      ),
    ).rejects.toMatchObject({ code: 'mail-server' })
  })

  it('keeps a password out of every word it says', async () => {
    fill(1)
    const url = `smtp://ann:s3cret@127.0.0.1:${catcher.port}?tls=off`
    const failure = await house
      .run(send, { test: true, to: 'me@example.com' }, { env: { SMTP_URL: url } })
      .then(JSON.stringify, (error: Error) => error.message)
    expect(failure).not.toContain('s3cret')
  })
})

describe('send --dry-run', () => {
  it('writes one message file a draft, addressed as it would be', async () => {
    fill(2)
    const { code } = await house.run(send, { dryRun: true, out: 'eml' })
    expect(code).toBe(EXIT.done)
    const folder = join(house.folder, 'eml')
    const files = readdirSync(folder)
    expect(files).toHaveLength(2)
    const mail = await PostalMime.parse(readFileSync(join(folder, files[0] ?? '')))
    expect(mail.to?.[0]?.address).toMatch(/^info@firm\d\.example$/)
    expect(mail.subject).toMatch(/^Your listing \d$/)
  })
})
