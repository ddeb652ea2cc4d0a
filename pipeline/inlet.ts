/** A mail as it came in: its bytes, and where it lies, for people. */
interface Incoming {
  readonly where: string
  readonly bytes: Uint8Array
}

/** Where an inlet has read to; kept between runs in the inlet's own words. */
interface Places {
  readonly load: () => unknown
  readonly save: (place: unknown) => void
}

/** What an inlet may reach. */
export interface InletContext {
  readonly places: (name: string) => Places
  readonly signal: AbortSignal
  /** Go on waiting for new mail when what is there has been read. */
  readonly watch: boolean
  /** Nothing older is read the first time. */
  readonly since: Date
  readonly say: (text: string) => void
}

/**
 * A way in for mail: gives each mail once a run, oldest first, and changes nothing where it reads. A mail may come again
 * in another run or through another inlet; who takes it makes sure that it counts once. It ends when all is read, or,
 * watching, when the signal falls. `take` resolves when the mail is dealt with; only then its place is kept.
 */
export interface Inlet {
  readonly name: string
  readonly read: (context: InletContext, take: (mail: Incoming) => Promise<void>) => Promise<void>
}
