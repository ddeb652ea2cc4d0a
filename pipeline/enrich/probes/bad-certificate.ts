import { defineProbe } from '../../probe.ts'

/** Faults that every browser stops at. A missing intermediate certificate is not among them: some browsers fetch it. */
const FAULTS: readonly (readonly [RegExp, string])[] = [
  [/^tls: CERT_HAS_EXPIRED/, 'expired'],
  [/^tls: ERR_TLS_CERT_ALTNAME_INVALID/, 'other-name'],
  [/^tls: (?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT)/, 'self-signed'],
]

export default defineProbe({
  about: 'the certificate of the website is expired, for another name, or self-signed',
  severity: 'high',
  sayable: true,
  says: ['host', 'reason'],
  look: ({ pages, events }) => {
    // The same site under another name (www) is what visitors are led to.
    if (pages.some((page) => page.role === 'home' && page.url.startsWith('https:'))) return []
    for (const { url, what } of events)
      for (const [fault, reason] of FAULTS)
        if (fault.test(what))
          return [{ url, excerpt: what, data: { host: new URL(url).hostname, reason } }]
    return []
  },
})
