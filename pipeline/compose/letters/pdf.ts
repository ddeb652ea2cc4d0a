import { closeSync, openSync, writeSync } from 'node:fs'

/**
 * Joins and splits the PDF files that Chromium prints, one part at a time, so that ten thousand letters need no more
 * memory than one part; the libraries for PDF hold the whole document. It reads what Skia writes: PDF 1.4 with a
 * plain cross-reference table and no object streams (ISO 32000-1, 7.5.4).
 */
interface Part {
  /** Numbers of the pages' objects, in order. */
  readonly pages: readonly number[]
  readonly objects: ReadonlyMap<number, PdfObject>
}

interface PdfObject {
  /** Everything before the stream's data, as Latin-1 text. */
  readonly head: string
  readonly stream: Buffer | undefined
}

const REFERENCE = /\b(\d+) 0 R\b/g

/** Reads a printed document. An unknown shape is an error, never half a file. */
export const readPdf = (bytes: Buffer): Part => {
  const tail = bytes.subarray(-1024).toString('latin1')
  const start = Number(/startxref\s+(\d+)\s+%%EOF/.exec(tail)?.[1])
  const table = bytes.subarray(start).toString('latin1')
  const root = Number(/\/Root (\d+) 0 R/.exec(table)?.[1])
  if (!table.startsWith('xref\n0 ') || !Number.isInteger(root))
    throw new Error('the printed PDF has no plain cross-reference table')
  const offsets = [...table.matchAll(/^(\d{10}) 00000 n/gm)].map((line) => Number(line[1]))
  const ends = [...offsets, start].sort((a, b) => a - b)
  const objects = new Map<number, PdfObject>()
  offsets.forEach((from, i) => {
    const to = ends[ends.indexOf(from) + 1] ?? start
    objects.set(i + 1, objectOf(bytes.subarray(from, to)))
  })
  const top = Number(/\/Pages (\d+) 0 R/.exec(objects.get(root)?.head ?? '')?.[1])
  return { objects, pages: leaves(objects, top) }
}

const objectOf = (bytes: Buffer): PdfObject => {
  const stream = bytes.indexOf('stream\n')
  const end = bytes.indexOf('endobj')
  if (stream < 0 || (end >= 0 && end < stream))
    return { head: inner(bytes.subarray(0, end)), stream: undefined }
  const data = bytes.subarray(stream + 7, bytes.lastIndexOf('\nendstream'))
  return { head: inner(bytes.subarray(0, stream)), stream: data }
}

const inner = (bytes: Buffer): string =>
  bytes
    .toString('latin1')
    .replace(/^\d+ 0 obj\s*/, '')
    .trimEnd()

const leaves = (objects: Part['objects'], node: number): readonly number[] => {
  const head = objects.get(node)?.head ?? ''
  if (!/\/Type \/Pages\b/.test(head)) {
    if (!head.includes('/MediaBox')) throw new Error('a page of the printed PDF has no size')
    return [node]
  }
  const kids = /\/Kids \[([^\]]*)\]/.exec(head)?.[1] ?? ''
  return [...kids.matchAll(REFERENCE)].flatMap((kid) => leaves(objects, Number(kid[1])))
}

/** A PDF file that grows part by part. */
export interface PdfWriter {
  /** Appends the given pages (by their place in the part; all of them by default). */
  readonly add: (part: Part, pages?: readonly number[]) => void
  /** Ends the file; without it the file is not a PDF. Answers the number of pages. */
  readonly end: () => number
}

/** Opens a PDF for writing. `at` is an ISO 8601 moment. */
export const openPdf = (path: string, title: string, at: string): PdfWriter => {
  const file = openSync(path, 'w', 0o600)
  const offsets: number[] = []
  const nodes: { readonly number: number; readonly pages: number }[] = []
  let place = 0
  const write = (data: string | Buffer) => {
    place +=
      typeof data === 'string' ? writeSync(file, data, null, 'latin1') : writeSync(file, data)
  }
  const object = (number: number, head: string, stream?: Buffer) => {
    offsets[number - 1] = place
    write(`${number} 0 obj\n${head}`)
    if (stream !== undefined) {
      write('stream\n')
      write(stream)
      write('\nendstream')
    }
    write('\nendobj\n')
  }
  write('%PDF-1.4\n%\xd3\xeb\xe9\xe1\n')
  // 1 is the catalog, 2 the root of the page tree, 3 the information.
  offsets.length = 3
  return {
    add: (part, places = part.pages.map((_, i) => i)) => {
      const wanted = places.flatMap((i) => part.pages[i] ?? [])
      const kept = reachable(part, wanted)
      const node = offsets.length + 1
      offsets.push(0)
      const numbers = new Map(kept.map((number, i) => [number, node + 1 + i]))
      const renumber = (head: string) =>
        head.replace(REFERENCE, (_, old) => `${numbers.get(Number(old)) ?? node} 0 R`)
      const kids = wanted.map((page) => `${numbers.get(page)} 0 R`).join(' ')
      object(node, `<</Type /Pages /Parent 2 0 R /Count ${wanted.length} /Kids [${kids}]>>`)
      for (const number of kept) {
        const { head, stream } = part.objects.get(number) ?? { head: 'null', stream: undefined }
        object(numbers.get(number) ?? 0, renumber(head), stream)
      }
      nodes.push({ number: node, pages: wanted.length })
    },
    end: () => {
      const pages = nodes.reduce((sum, node) => sum + node.pages, 0)
      const kids = nodes.map((node) => `${node.number} 0 R`).join(' ')
      const stamp = at.replace(/\D/g, '').slice(0, 14)
      object(1, '<</Type /Catalog /Pages 2 0 R>>')
      object(2, `<</Type /Pages /Count ${pages} /Kids [${kids}]>>`)
      object(3, `<</Title (${title.replace(/[^\w .,-]/g, '')}) /CreationDate (D:${stamp}Z)>>`)
      const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
      const start = place
      write(`xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${table.join('')}`)
      write(
        `trailer\n<</Size ${offsets.length + 1} /Root 1 0 R /Info 3 0 R>>\nstartxref\n${start}\n%%EOF\n`,
      )
      closeSync(file)
      return pages
    },
  }
}

/** Every object that the pages need, themselves first; their way up the page tree is left out. */
const reachable = (part: Part, pages: readonly number[]): readonly number[] => {
  const found = new Set(pages)
  const queue = [...pages]
  for (let number = queue.pop(); number !== undefined; number = queue.pop()) {
    const head = part.objects.get(number)?.head.replace(/\/Parent \d+ 0 R/, '') ?? ''
    for (const [, target] of head.matchAll(REFERENCE)) {
      const next = Number(target)
      if (!found.has(next)) {
        found.add(next)
        queue.push(next)
      }
    }
  }
  return [...found]
}
