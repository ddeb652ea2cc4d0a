import { ADDRESS } from './mail.ts'

/** A recipient that a notification names, and the lines that speak of it. */
export interface Named {
  readonly address: string
  readonly block: string
}

const A = ADDRESS.source

/**
 * Ways in which a line of a notification names a recipient; group 1 is the address, group 2 what follows on the line.
 * The sample is a line in that shape.
 */
export const LAYOUTS: readonly { readonly line: RegExp; readonly seen: string }[] = [
  { line: new RegExp(`^\\s*<(${A})>\\s*:?(.*)$`, 'u'), seen: '<ann@shop.example>: 550 no' },
  { line: new RegExp(`^\\s*[>*•-]*\\s*(${A})\\s*:?\\s*$`, 'u'), seen: '    ann@shop.example' },
  {
    line: new RegExp(`^\\s*[>*•-]*\\s*(${A})\\s+<${A}>(.*)$`, 'u'),
    seen: '>>> ann@shop.example <ann@shop.example>',
  },
  {
    line: new RegExp(`^\\s*(${A})(?::\\s+|\\s+on\\s|\\s+[([]|\\s+Invalid\\b)(.*)$`, 'u'),
    seen: 'ann@shop.example: 550 no such user',
  },
  {
    line: new RegExp(
      `(?:RCPT TO|rejected recipient|recipients?(?: address)?|following address|error, address|failed|mailing list|mail ?box|user(?: ?id| ?name)?|size|account|forward(?:ed)? to|intended for|(?:deliver[a-z]*|sent|send|message|mail|reach)[^@<]{0,40}\\bto)\\s*[:=]?\\s*[<'"[(]*(?<![\\p{L}\\p{N}._+-])(${A})[>'"\\])]*(.*)$`,
      'iu',
    ),
    seen: 'Unable to deliver message to: <ann@shop.example>',
  },
  {
    line: new RegExp(`<(${A})>(?:\\.\\.\\.|:)(.*)$`, 'u'),
    seen: '550 5.1.1 <ann@shop.example>... User unknown',
  },
]

/** Addresses that write notifications; never the recipient of a bounce. */
const OFFICE = /^(?:mailer-?daemon|no-?reply|bounces?[+-].*)@/i

/**
 * Recipients that a notification's own text names, each with the lines up to the next one. `not` holds addresses that
 * cannot be recipients: the writer of the notification and ourselves.
 */
export const namedIn = (text: string, not: ReadonlySet<string>): readonly Named[] => {
  const found: { address: string; block: string[] }[] = []
  let current: string[] | undefined
  for (const line of text.split(/\r?\n/)) {
    const address = addressOn(line)
    const wanted = address !== undefined && !OFFICE.test(address) && !not.has(address.toLowerCase())
    if (wanted) {
      const known = found.find((one) => one.address.toLowerCase() === address.toLowerCase())
      current = known?.block ?? []
      if (!known) found.push({ address, block: current })
    }
    current?.push(line)
  }
  return found.map(({ address, block }) => ({ address, block: block.join('\n') }))
}

const addressOn = (line: string): string | undefined => {
  for (const layout of LAYOUTS) {
    const match = layout.line.exec(line)
    if (match?.[1]) return match[1]
  }
  return undefined
}
