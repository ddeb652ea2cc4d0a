import { createHash } from 'node:crypto'

/**
 * One of the variants, the same each time for a prospect and campaign and evenly spread over prospects. It does
 * not depend on order or time, so composing again never moves anybody to another variant.
 */
export const variantFor = (
  prospect: number,
  campaign: string,
  variants: readonly string[],
): string => {
  const [only = 'a', ...others] = variants
  if (others.length === 0) return only
  const hash = createHash('sha256').update(`${campaign}\n${prospect}`).digest()
  return variants[hash.readUInt32BE(0) % variants.length] ?? only
}
