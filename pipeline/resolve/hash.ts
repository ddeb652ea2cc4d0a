/** A 32-bit hash of a text (FNV-1a with MurmurHash3's finaliser); never 0, which stands for nothing. */
export const hashText = (text: string, seed = 0): number => {
  let h = 0x811c9dc5 ^ seed
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return finish(h)
}

/** Mixes two 32-bit values into one; never 0. */
export const mix = (a: number, b: number): number =>
  finish(Math.imul(a ^ (b >>> 15), 0x85ebca6b) ^ Math.imul(b, 0xc2b2ae35))

const finish = (value: number): number => {
  let h = value ^ (value >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0 || 1
}
