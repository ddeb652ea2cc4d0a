/** A page that stands in for the page that was asked. */
export interface Block {
  /** `blocked`: a wall for automated readers; `consent`: a question about cookies before the page. */
  readonly kind: 'blocked' | 'consent'
  /** Whose wall: `cloudflare`, `imperva`, `datadome`, `aws-waf`, `google`. */
  readonly by: string
  /** The marker that was seen, for the report. */
  readonly why: string
}
