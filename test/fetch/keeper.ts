import { openArchive } from '../../pipeline/fetch/archive.ts'
import { seeded } from '../bench/bench.ts'

// Keeps pages until it is killed, and says of each where it lies as soon as it is said to be kept.
const [folder = '', seed = '0'] = process.argv.slice(2)
const random = seeded(Number(seed))
const archive = await openArchive({
  folder,
  now: () => new Date().toISOString(),
  fileBytes: 200_000,
})
const one = async (number: number) => {
  const body = `<p>${number}</p>`.padEnd(200 + Math.floor(random() * 60_000), `${random()} `)
  const kept = await archive.keep({
    url: `https://directory.example/${seed}/${number}`,
    at: '2026-11-23T08:00:00.000Z',
    status: 200,
    headers: { 'content-type': 'text/html' },
    bytes: Buffer.from(body),
  })
  process.stdout.write(`${JSON.stringify({ ...kept, start: body.slice(0, 30) })}\n`)
}
for (let number = 0; ; number += 4)
  await Promise.all([0, 1, 2, 3].map((more) => one(number + more)))
