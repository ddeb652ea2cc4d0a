import { readdirSync } from 'node:fs'
import { cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench, Done, Row } from './bench.ts'

// `npm run bench [name…]`: every *.bench.ts of this folder, or the named ones.
const here = dirname(fileURLToPath(import.meta.url))
const wanted = process.argv.slice(2)
const names = readdirSync(here)
  .flatMap((file) => /^(.+)\.bench\.[jt]s$/.exec(file)?.[1] ?? [])
  .filter((name) => wanted.length === 0 || wanted.includes(name))

interface Measure {
  readonly row: Row
  readonly perSecond: number[]
  readonly cpuMs: number[]
  megabytes: number
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

const once = async (measure: Measure | undefined, row: Row) => {
  const cpu = process.cpuUsage()
  const began = process.hrtime.bigint()
  const told = await row.run()
  const done: Done = typeof told === 'number' ? { units: told } : told
  const seconds = done.seconds ?? Number(process.hrtime.bigint() - began) / 1e9
  const used = process.cpuUsage(cpu)
  const { units } = done
  if (measure === undefined) return
  measure.perSecond.push(units / seconds)
  const here = done.seconds === undefined ? (used.user + used.system) / 1e6 : undefined
  const cpuSeconds = done.cpuSeconds ?? here
  if (cpuSeconds !== undefined) measure.cpuMs.push((cpuSeconds * 1000) / units)
  measure.megabytes = Math.max(measure.megabytes, done.megabytes ?? process.memoryUsage.rss() / 1e6)
}

const figure = (n: number) => (n >= 100 ? Math.round(n).toLocaleString('en-GB') : n.toPrecision(3))

const show = (bench: Bench, measures: readonly Measure[]) => {
  const floor = measures.find(({ row }) => row.role === 'floor')
  const rows = measures.map(({ row, perSecond, cpuMs, megabytes }) => [
    row.role,
    row.name,
    figure(median(perSecond)),
    `${figure(Math.min(...perSecond))}–${figure(Math.max(...perSecond))}`,
    floor === undefined ? '' : `${(median(perSecond) / median(floor.perSecond)).toFixed(2)} ×`,
    cpuMs.length === 0 ? '' : figure(median(cpuMs)),
    figure(megabytes),
  ])
  const head = ['role', 'what', `${bench.unit}/s`, 'min–max', 'of the floor', 'CPU ms each', 'MB']
  const widths = head.map((_, i) =>
    Math.max(...[head, ...rows].map((cells) => cells[i]?.length ?? 0)),
  )
  for (const cells of [head, ...rows])
    console.log(`  ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ')}`)
}

console.log(`node ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model ?? '?'})`)
for (const name of names) {
  const { default: bench }: { default: Bench } = await import(join(here, `${name}.bench.js`))
  console.log(`\n${name}: ${bench.about}`)
  const { rows, missing, close } = await bench.setup()
  const measures = rows.map((row): Measure => ({ row, perSecond: [], cpuMs: [], megabytes: 0 }))
  for (const row of rows) await once(undefined, row)
  for (let round = 0; round < (bench.rounds ?? 3); round += 1)
    for (const measure of measures) await once(measure, measure.row)
  show(bench, measures)
  for (const line of missing ?? []) console.log(`  not measured: ${line}`)
  await close?.()
}
