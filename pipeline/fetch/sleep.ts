/** A sleep that ends early when the signal comes; one listener for any number of sleepers. */
export const sleeper = (signal: AbortSignal): ((ms: number) => Promise<void>) => {
  const sleeping = new Set<() => void>()
  signal.addEventListener('abort', () => {
    for (const wake of sleeping) wake()
  })
  return (ms) =>
    new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        sleeping.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      sleeping.add(wake)
    })
}
