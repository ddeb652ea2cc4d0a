/** Flat memory that threads can share. */
export const sharedWords = (length: number): Uint32Array =>
  new Uint32Array(new SharedArrayBuffer(length * Uint32Array.BYTES_PER_ELEMENT))

/** The same memory at least `least` long, half as long again as before. */
export const longer = (array: Uint32Array, least = 0): Uint32Array => {
  const made = sharedWords(Math.max(least, Math.ceil(array.length * 1.5)))
  made.set(array)
  return made
}

export const sharedDoubles = (length: number): Float64Array =>
  new Float64Array(new SharedArrayBuffer(length * Float64Array.BYTES_PER_ELEMENT))

export const longerDoubles = (array: Float64Array, least: number): Float64Array => {
  const made = sharedDoubles(Math.max(least, Math.ceil(array.length * 1.5)))
  made.set(array)
  return made
}
