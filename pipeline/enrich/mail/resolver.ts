/** What DNS says of a domain's mail exchangers. `failed` is no answer: it may be there tomorrow. */
export type MxAnswer =
  | { readonly kind: 'records'; readonly hosts: readonly MxHost[] }
  | { readonly kind: 'none' | 'no-such-name' | 'failed' }

/** One mail exchanger of a domain. */
export interface MxHost {
  /** Name of the exchanger; empty for the null MX of RFC 7505. */
  readonly host: string
  readonly preference: number
}

/** Whether a name has an address of either family. */
export type AddressAnswer = 'yes' | 'none' | 'no-such-name' | 'failed'

/** The door to DNS. Tests bring their own; nothing else asks about mail domains. */
export interface Resolver {
  readonly mx: (domain: string) => Promise<MxAnswer>
  readonly address: (host: string) => Promise<AddressAnswer>
}
