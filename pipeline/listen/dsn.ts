import { ADDRESS, fieldsOf } from './mail.ts'

/** One recipient's fields of a delivery status notification (RFC 3464 §2.3). */
export interface Reported {
  readonly address: string
  readonly action: string
  readonly status: string
  readonly diagnostic: string
  readonly type: string
}

const first = (fields: ReadonlyMap<string, readonly string[]>, name: string): string =>
  fields.get(name)?.[0] ?? ''

/** The address of a typed field: `rfc822; ann@shop.example`, `<ann@shop.example>`, xtext or UTF-8. */
const addressOf = (field: string): string | undefined =>
  ADDRESS.exec(
    field
      .replace(/^[^;]*;/, '')
      .replace(/\\?x\{([0-9a-f]{2,6})\}/gi, (_, hex: string) =>
        String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff)),
      ),
  )?.[0]

/** Recipients of a `message/delivery-status` body, one a group of lines. Groups without a recipient are passed over. */
export const reportedIn = (body: string): readonly Reported[] =>
  body.split(/\r?\n[ \t]*\r?\n/).flatMap((group) => {
    const fields = fieldsOf(group)
    const final = addressOf(first(fields, 'final-recipient'))
    const address =
      final ??
      addressOf(first(fields, 'original-recipient')) ??
      addressOf(first(fields, 'x-actual-recipient'))
    if (address === undefined) return []
    const category = first(fields, 'x-powermta-bouncecategory')
    const diagnostic = `${first(fields, 'diagnostic-code')} ${category}`.trim()
    const typed = /^\s*([\w-]+)\s*;\s*(.*)$/s.exec(diagnostic)
    return [
      {
        address,
        action:
          first(fields, 'action')
            .toLowerCase()
            .split(/[\s(;]/)[0] ?? '',
        status: first(fields, 'status'),
        diagnostic: typed?.[2] ?? diagnostic,
        type: typed?.[1]?.toLowerCase() ?? '',
      },
    ]
  })
