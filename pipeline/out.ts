import { createInterface } from 'node:readline/promises'

/** Where a command's words go: results on stdout, talk on stderr. */
export interface Out {
  /** A result line (stdout). */
  readonly line: (text: string) => void
  /** A result as one line of JSON (stdout). */
  readonly json: (value: unknown) => void
  /** Talk (stderr). */
  readonly say: (text: string) => void
  /** A progress line: rewritten in place on a terminal, printed at most every few seconds elsewhere. */
  readonly progress: (text: string) => void
  /** A table (stdout), columns aligned. */
  readonly table: (head: readonly string[], rows: readonly (readonly string[])[]) => void
  /** Asks on a terminal; undefined when nobody is there to answer. */
  readonly ask: (question: string) => Promise<string | undefined>
  /** Whether a person sits at a terminal (stdin and stderr). */
  readonly interactive: boolean
  /** Styles for a terminal; plain text under NO_COLOR or a pipe. */
  readonly style: {
    readonly bold: Style
    readonly dim: Style
    readonly red: Style
    readonly green: Style
    readonly yellow: Style
  }
}

type Style = (text: string) => string

export interface Streams {
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WritableStream & { readonly isTTY?: boolean }
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number }
}

/** Seconds between progress lines when stderr is not a terminal. */
const PIPED_PROGRESS_SECONDS = 5

/** An `Out` over streams. Control characters in data are made visible: what came from the web must not drive the terminal. */
export const openOut = (
  streams: Streams,
  env: Readonly<Record<string, string | undefined>>,
): Out => {
  const { stdin, stdout, stderr } = streams
  const colour =
    env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '0'
      ? true
      : Boolean(stderr.isTTY) && !env.NO_COLOR && env.TERM !== 'dumb'
  const paint =
    (open: number, close: number): Style =>
    (text) =>
      colour ? `\u001b[${open}m${text}\u001b[${close}m` : text
  let drawn = false
  let last = 0
  const clear = () => {
    if (drawn) stderr.write('\r\u001b[2K')
    drawn = false
  }
  const say = (text: string) => {
    clear()
    stderr.write(`${tame(text)}\n`)
  }
  return {
    line: (text) => {
      clear()
      stdout.write(`${tame(text)}\n`)
    },
    json: (value) => {
      clear()
      stdout.write(`${JSON.stringify(value)}\n`)
    },
    say,
    progress: (text) => {
      if (stderr.isTTY) {
        const width = (stderr.columns ?? 80) - 1
        stderr.write(`\r\u001b[2K${tame(text).slice(0, width)}`)
        drawn = true
      } else if (Date.now() - last > PIPED_PROGRESS_SECONDS * 1000) {
        last = Date.now()
        say(text)
      }
    },
    table: (head, rows) => {
      clear()
      const cells = [head, ...rows].map((row) => row.map((cell) => tame(cell)))
      const widths = head.map((_, i) => Math.max(...cells.map((row) => (row[i] ?? '').length)))
      for (const row of cells)
        stdout.write(
          `${row
            .map((cell, i) => cell.padEnd(widths[i] ?? 0))
            .join('  ')
            .trimEnd()}\n`,
        )
    },
    ask: async (question) => {
      if (!stdin.isTTY || !stderr.isTTY) return undefined
      clear()
      const lines = createInterface({ input: stdin, output: stderr })
      try {
        return (await lines.question(question)).trim()
      } finally {
        lines.close()
      }
    },
    interactive: Boolean(stdin.isTTY && stderr.isTTY),
    style: {
      bold: paint(1, 22),
      dim: paint(2, 22),
      red: paint(31, 39),
      green: paint(32, 39),
      yellow: paint(33, 39),
    },
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
const UNTAMED = /\u001b(?!\[\d{1,2}m)|[\u0000-\u0008\u000b-\u001a\u001c-\u001f\u007f-\u009f]/g

/** Replaces control characters (other than line breaks, tabs and our own styles) by a visible one. */
const tame = (text: string): string => text.replace(UNTAMED, '\ufffd')
