/** Exit codes of every command (README lists them). */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  blocked: 3,
  drift: 4,
  nothing: 5,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
