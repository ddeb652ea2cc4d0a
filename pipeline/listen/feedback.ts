import { addressesIn, fieldsOf, type Mail } from './mail.ts'

/** A feedback report: which recipients it is about, and whether a person complained. */
export interface Feedback {
  readonly complaint: boolean
  readonly addresses: readonly string[]
}

const RECIPIENTS = [
  'original-rcpt-to',
  'removal-recipient',
  'original-recipient',
  'redacted-address',
]
const IN_COPY = ['x-hmxmroriginalrecipient', 'x-original-to', 'x-actual-recipient', 'to']
/** Reports that are no complaint of a person: authentication failures (RFC 6591) and praise. */
const NOT_MEANT = /^(?:auth-failure|not-spam|dmarc)/
/** Feedback loops that send the message alone, without the report part. */
const BARE =
  /^(?:complaint about message from|email feedback report for|\[?abuse report\]?|spam report for|abuse complaint|feedback report)/i

/** Reads a feedback report (RFC 5965), or the bare form that some loops send; undefined for any other mail. */
export const readFeedback = (mail: Mail): Feedback | undefined => {
  const reported = /report-type="?feedback-report/i.test(mail.header('content-type').join(' '))
  const body = mail.feedback[0] ?? (/^Feedback-Type:/im.test(mail.text) ? mail.text : undefined)
  if (body === undefined && !reported && !BARE.test(mail.subject.trim())) return undefined
  const fields = fieldsOf(body ?? '')
  const type = fields.get('feedback-type')?.[0]?.toLowerCase() ?? 'abuse'
  const named = RECIPIENTS.flatMap((name) => fields.get(name) ?? []).flatMap(addressesIn)
  // Some loops put the header of our message into a part of plain text.
  const copies = [mail.original, fieldsOf(mail.text)]
  const copied = copies.flatMap((copy) =>
    IN_COPY.flatMap((name) => (copy.get(name) ?? []).flatMap(addressesIn)),
  )
  const addresses = named.length > 0 ? named : copied.slice(0, 1)
  return {
    complaint: !NOT_MEANT.test(type),
    addresses: [...new Set(addresses.map((one) => one.toLowerCase()))],
  }
}
