import { z } from 'zod'

/** How pages are fetched. Every limit has a default that suits strangers' servers. */
export const fetching = z
  .strictObject({
    /** Least milliseconds between two requests to one host; a source's own pace and robots.txt can only slow it. */
    delayMs: z.int().min(0).default(2000),
    timeoutMs: z.int().min(100).default(30_000),
    /** Most bytes of a page, on the wire and unpacked. */
    maxBytes: z.int().min(1000).default(10_000_000),
    maxRedirects: z.int().min(0).max(20).default(5),
    maxTries: z.int().min(1).max(10).default(4),
    /** Longest wait for one host inside a run; what must wait longer is put off, not waited for. */
    patienceMs: z.int().min(0).default(60_000),
    /** Hosts read at one time. */
    hosts: z.int().min(1).max(256).default(32),
    /** Requests at one time to one host; more than one only on servers of one's own (`allowPrivate`). */
    perHost: z.int().min(1).max(32).default(1),
    /** Opens loopback and private addresses; for tests and the demo only. */
    allowPrivate: z.boolean().default(false),
    /** Lets Chromium render pages that are empty without scripts. */
    browser: z.boolean().default(false),
  })
  .refine((value) => value.perHost === 1 || value.allowPrivate, {
    path: ['perHost'],
    message: 'more than one request at a time is only for servers of your own (allowPrivate)',
  })
