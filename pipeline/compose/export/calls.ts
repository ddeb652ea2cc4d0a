import type { Instant, Region } from '../../model/region.ts'
import { type CallRow, callsOf } from '../../store/call.ts'
import type { Store } from '../../store/open.ts'
import { naturalCase } from '../../text/names.ts'
import { printPhone } from '../../text/phones.ts'
import { clean } from '../clean.ts'
import type { Row } from './table.ts'
import type { LeftOut } from './write.ts'

/** One call: whom, at what number, screened when, what to say and to ask. */
export interface Call {
  readonly prospect: number
  readonly language: string
  readonly name: string
  readonly town: string
  readonly number: string
  /** Registers asked and when, or that none has to be. */
  readonly screen: string
  /** After this day the number must be screened again. */
  readonly until: string
  readonly script: readonly string[]
}

export const CALL_COLUMNS = [
  ...['ID', 'Name', 'Town', 'Number', 'Register screen', 'Valid until'],
  ...['Point 1', 'Point 2', 'Point 3', 'Point 4', 'Point 5', 'Point 6', 'Outcome', 'Notes'],
]

/** Calls that may be made now, by region and postcode; the others stand beside, each with why. */
export const callSheet = (
  store: Store,
  asked: { readonly at: Instant; readonly campaign: string; readonly region?: Region },
): { readonly calls: readonly Call[]; readonly leftOut: readonly LeftOut[] } => {
  const calls: Call[] = []
  const leftOut: LeftOut[] = []
  for (const row of callsOf(store, asked)) {
    const call = callOf(row)
    const why = reasonAgainst(row, call, asked.at)
    if (why === undefined) calls.push(call)
    else leftOut.push({ id: row.prospect, region: row.region, name: call.name, why })
  }
  return { calls, leftOut }
}

const reasonAgainst = (row: CallRow & { may: boolean }, call: Call, at: Instant) => {
  if (row.rule === '') return 'no verdict yet: run pipeline comply'
  if (row.expiresAt <= at) return 'its verdict or register screen is too old: run pipeline comply'
  if (!row.may) return `no call is allowed: pipeline why ${row.prospect} tells the rule`
  return call.number === '' ? 'no phone number' : undefined
}

const callOf = (row: CallRow): Call => {
  const number = row.number ?? row.golden.phone?.value
  return {
    prospect: row.prospect,
    language: row.language,
    name: naturalCase(clean(row.golden.name.value)),
    town: row.golden.address?.value.town ?? '',
    number: number === undefined ? '' : printPhone(number, row.region),
    screen: row.screens.map(({ register, takenOn }) => `${register} ${takenOn}`).join(', '),
    until: row.expiresAt.slice(0, 10),
    script: row.text.split(/\n{2,}/).filter((part) => part.trim() !== ''),
  }
}

/** A call as a row of a table, with room for the outcome. */
export const callRow = (call: Call): Row => ({
  ID: String(call.prospect),
  Name: call.name,
  Town: call.town,
  Number: call.number,
  'Register screen': call.screen,
  'Valid until': call.until,
  ...Object.fromEntries(call.script.slice(0, 6).map((part, i) => [`Point ${i + 1}`, part])),
})

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const html = (text: string): string => text.replace(/[&<>]/g, (sign) => SIGNS[sign] ?? sign)
const OUTCOMES = ['yes', 'no', 'call back', 'no answer', 'wrong number']

/** A call sheet as an HTML document of A4 pages, for printing: two or three calls a page, none broken over two. */
export const callPages = (calls: readonly Call[], title: string): string =>
  `<!doctype html><html><head><meta charset="utf-8"><title>${html(title)}</title><style>
@page{size:A4;margin:14mm}*{box-sizing:border-box}body{font:10.5pt/1.4 'Liberation Sans',Arial,'DejaVu Sans',sans-serif;margin:0}
h1{font-size:13pt;margin:0 0 4mm}article{break-inside:avoid;border:.3mm solid #999;border-radius:2mm;padding:4mm;margin-bottom:5mm}
h2{font-size:13pt;margin:0}.number{font-size:15pt;font-weight:bold;float:right}.screen{color:#555;font-size:8.5pt;margin:0 0 2mm}
p{margin:0 0 2mm;white-space:pre-line}.outcome{border-top:.2mm solid #ccc;padding-top:2mm;margin-top:2mm}.outcome span{margin-right:6mm}
.line{border-bottom:.2mm solid #999;height:7mm}</style></head><body><h1>${html(title)}</h1>${calls
    .map(
      (
        call,
      ) => `<article lang="${call.language}"><div class="number">${html(call.number)}</div><h2>${html(call.name)}</h2>
<p class="screen">${call.prospect} · ${html(call.town)} · ${html(call.screen || 'no register to ask')} · until ${html(call.until)}</p>
${call.script.map((part) => `<p>${html(part)}</p>`).join('')}
<div class="outcome">${OUTCOMES.map((word) => `<span>☐ ${word}</span>`).join('')}</div><div class="line"></div><div class="line"></div></article>`,
    )
    .join('')}</body></html>`
