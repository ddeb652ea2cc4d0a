import { create } from 'qrcode'

/** A QR code as one SVG path in modules, and how many modules it is wide, quiet zone included. */
export interface Qr {
  readonly path: string
  readonly size: number
}

/** Modules of white that ISO/IEC 18004 asks for on every side. */
const QUIET = 4

/**
 * A QR code of error level M. One path with one fill, its runs of dark modules as rectangles: a viewer that
 * smooths edges leaves no white seams between them.
 */
export const qr = (text: string): Qr => {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  let path = ''
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue
      const from = column
      while (column < modules.size && modules.get(row, column)) column++
      path += `M${from + QUIET} ${row + QUIET}h${column - from}v1h-${column - from}z`
    }
  return { path, size: modules.size + 2 * QUIET }
}
