import { z } from 'zod'

const clock = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/, 'a time of day such as 09:30')

/** A signing key (RFC 6376): the private key lies in a file of mode 0600 or in an environment variable, never here. */
const dkim = z.strictObject({
  /** `d=`: the From domain or a parent of it, so that DMARC aligns. */
  domain: z.string().min(3),
  /** `s=`: the key is published at `<selector>._domainkey.<domain>`. */
  selector: z.string().regex(/^[a-z0-9._-]+$/i),
  keyFile: z.string().min(1).optional(),
  keyEnv: z.string().min(1).optional(),
})

/** How a mailbox new to its readers grows: `start` on its first day of sending, `add` more each further day. */
const warmup = z.strictObject({
  start: z.int().min(1).default(5),
  add: z.int().min(0).default(3),
})

const mailbox = z.strictObject({
  /** Short name, used on the command line and in reports. */
  name: z.string().regex(/^[a-z0-9-]+$/, 'lower-case letters, digits and hyphens'),
  from: z.email(),
  fromName: z.string().min(1),
  replyTo: z.email().optional(),
  /** Submission server, `smtps://host:465` or `smtp://host:587`; no password in it. */
  smtp: z.url({ protocol: /^smtps?$/ }).refine((url) => new URL(url).password === '', {
    message: 'keep the password out of the file: name it with passwordEnv or passwordFile',
  }),
  user: z.string().min(1).optional(),
  /** Environment variable that holds the password. */
  passwordEnv: z.string().min(1).optional(),
  /** File of mode 0600 that holds the password. */
  passwordFile: z.string().min(1).optional(),
  /** Connections held open at once. */
  connections: z.int().min(1).max(20).default(2),
  perHour: z.int().min(1).default(20),
  perDay: z.int().min(1).default(40),
  warmup: warmup.optional(),
  /** Regions it writes to; all of them when absent. */
  regions: z.array(z.enum(['uk', 'nl', 'be'])).optional(),
  dkim: dkim.optional(),
  /** Envelope sender; a token is added as a subaddress (`bounce+TOKEN@…`, VERP), so the server must accept those. */
  bounce: z.email().optional(),
})

/** How messages leave: from which mailboxes, how fast, when, and when to stop. Most rates are courtesy, not speed. */
export const deliver = z.strictObject({
  mailboxes: z
    .array(mailbox)
    .default([])
    .refine((all) => new Set(all.map((one) => one.name)).size === all.length, {
      message: 'two mailboxes have one name',
    }),
  /** Working hours of the recipient's region; weekends and its public holidays are left out. */
  window: z
    .strictObject({ from: clock.default('09:00'), until: clock.default('17:00') })
    .prefault({}),
  /** Sends at any hour and on any day; for tests and benches on loopback. */
  anyTime: z.boolean().default(false),
  /** Most messages an hour to one recipient domain, all mailboxes together. */
  perDomainPerHour: z.int().min(1).default(10),
  /** Most messages an hour to one operator of mail exchangers (MX), however many domains it serves. */
  perExchangerPerHour: z.int().min(1).default(60),
  /** Share by which gaps between messages vary at random, 0 to 1. */
  jitter: z.number().min(0).max(1).default(0.3),
  /** Evenly spread gaps between a mailbox's messages; off sends as fast as the caps allow. */
  spread: z.boolean().default(true),
  /** Temporary refusals (4xx, greylisting): first wait, growth, and when to give up. */
  retry: z
    .strictObject({
      firstMinutes: z.number().positive().default(15),
      factor: z.number().min(1).default(2),
      tries: z.int().min(1).default(6),
    })
    .prefault({}),
  /** A campaign stops by itself at these shares of what it sent, once it sent `least`. */
  breaker: z
    .strictObject({
      bounces: z.number().min(0).max(1).default(0.05),
      complaints: z.number().min(0).max(1).default(0.001),
      least: z.int().min(1).default(20),
    })
    .prefault({}),
  /** Working days between the steps of a campaign; its length is the most follow-ups a business gets. */
  followUps: z.array(z.int().min(1)).max(4).default([4, 7]),
  /** Messages claimed and recorded in one synced transaction; after a power cut at most these are of unknown fate. */
  group: z.int().min(1).max(200).default(50),
  /** Seconds to wait for the server's word after the last byte (RFC 5321 asks for 600). */
  replySeconds: z.number().positive().default(600),
  /** Public address of `pipeline serve` and mailbox that takes opt-outs by mail. */
  unsubscribe: z
    .strictObject({
      url: z.url({ protocol: /^https?$/ }).optional(),
      mailto: z.email().optional(),
    })
    .prefault({}),
})

export type DeliverConfig = z.output<typeof deliver>
export type Mailbox = DeliverConfig['mailboxes'][number]
