/**
 * A pure function of a text that remembers its last answers: directories repeat the same hours and categories
 * on every card. Everything is forgotten when `most` answers are held, so memory is bounded.
 */
export const remember = <T>(of: (text: string) => T, most = 2000): ((text: string) => T) => {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined || known.has(text)) return before as T
    if (known.size >= most) known.clear()
    const now = of(text)
    known.set(text, now)
    return now
  }
}
