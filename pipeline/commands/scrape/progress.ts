import type { Plan } from '../../harvest/plan.ts'
import { countLinks } from '../../store/link.ts'
import type { Store } from '../../store/open.ts'

/** One line: pages done of known, listings, rate, and the time left at that rate. */
export const progressLine = (
  store: Store,
  plan: Plan,
  sum: { readonly pages: number; readonly listings: number },
  seconds: number,
): string => {
  const waiting = plan.sources.reduce((total, [id]) => {
    const { ready, leased } = countLinks(store, id)
    return total + ready + leased
  }, 0)
  const rate = sum.pages / Math.max(seconds, 0.001)
  return `${sum.pages} of ${sum.pages + waiting} pages · ${sum.listings} listings · ${rate.toFixed(1)} pages/s · ${clock(waiting / Math.max(rate, 0.001))} left`
}

const clock = (seconds: number): string => {
  const whole = Math.round(seconds)
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  const two = (n: number) => String(n).padStart(2, '0')
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`
}
