/** A page that stands in for the page that was asked. */
export interface Block {
  /** `blocked`: a wall for automated readers; `consent`: a question about cookies before the page. */
  readonly kind: 'blocked' | 'consent'
  /** Whose wall: `cloudflare`, `imperva`, `datadome`, `aws-waf`, `google` …; `unknown` where only the words tell. */
  readonly by: string
  /** The marker that was seen, for the report. */
  readonly why: string
}

/** A page as far as it is known: a saved file has only its body. */
export interface Judged {
  readonly body: string
  readonly status?: number
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>
  readonly url?: string
}

interface Look {
  readonly title: string
  /** The body of a page small enough to be a wall; a page of results is not. */
  readonly small: string
  readonly status: number | undefined
  readonly url: string
  readonly header: (name: string) => string
}

interface Marker {
  readonly by: string
  readonly kind: Block['kind']
  readonly why: string
  readonly seen: (look: Look) => boolean
}

/** Walls are small: the largest known (Google's consent page) is about 40 kB. */
const LARGEST_WALL = 60_000
/** A wall that says so only in words has few other words; in characters of HTML. */
const FEW_WORDS = 20_000

const refusal = (look: Look) =>
  look.status === undefined || look.status >= 400 || look.status === 202

/**
 * The markers, first match wins. Scripts, cookies and headers that these firms also put on the pages they let through
 * (`/cdn-cgi/challenge-platform/…/jsd`, turnstile (`cf-chl-widget-…`) and reCAPTCHA in forms, `x-iinfo`, `visid_incap_`, `x-datadome`,
 * `js.datadome.co`, `challenge.js` of AWS) are no markers.
 */
const MARKERS: readonly Marker[] = [
  {
    by: 'cloudflare',
    kind: 'blocked',
    why: 'header cf-mitigated: challenge',
    seen: ({ header }) => header('cf-mitigated') === 'challenge',
  },
  {
    by: 'cloudflare',
    kind: 'blocked',
    why: 'challenge page',
    seen: ({ small, title }) =>
      /\b_cf_chl_opt\b|\b__cf_chl_(?:f_tk|captcha_tk|jschl_tk)/.test(small) ||
      (/id="challenge-(?:form|running|error-text)"/.test(small) && /cdn-cgi/.test(small)) ||
      (/^Just a moment\.\.\.$/.test(title) && /cdn-cgi|cf-/.test(small)),
  },
  {
    by: 'cloudflare',
    kind: 'blocked',
    why: 'title of a refusal',
    seen: ({ title }) =>
      /^Attention Required! \| Cloudflare$|^Access denied \| .* used Cloudflare/.test(title),
  },
  {
    by: 'cloudflare',
    kind: 'blocked',
    why: 'words of a challenge',
    seen: ({ small }) =>
      small.length < FEW_WORDS &&
      /cloudflare/i.test(small) &&
      /needs to review the security of your connection|Checking if the site connection is secure|Verify you are human|you have been blocked|Checking your browser before accessing/.test(
        small,
      ),
  },
  {
    by: 'imperva',
    kind: 'blocked',
    why: 'interruption page',
    seen: ({ title, small }) =>
      /^Pardon Our Interruption/i.test(title) ||
      /Request unsuccessful\. Incapsula incident ID/.test(small) ||
      /<iframe[^<>]{1,500}?src="\/?_Incapsula_Resource\?[^"<>]{0,500}?(?:incident_id|CWUDNSAI)/.test(
        small,
      ),
  },
  {
    by: 'imperva',
    kind: 'blocked',
    why: 'nothing but its script',
    seen: ({ small }) =>
      small.length < 5000 &&
      small.includes('_Incapsula_Resource') &&
      !/<(?:h1|p|article|li|td)\b/i.test(small),
  },
  {
    by: 'datadome',
    kind: 'blocked',
    why: 'captcha page',
    seen: ({ small }) =>
      small.length < FEW_WORDS &&
      /(?:geo|ct|interstitial)\.captcha-delivery\.com/.test(small) &&
      /\bvar dd\s*=|<iframe/.test(small),
  },
  {
    by: 'aws-waf',
    kind: 'blocked',
    why: 'header x-amzn-waf-action',
    seen: ({ header }) => /^(?:challenge|captcha)$/.test(header('x-amzn-waf-action')),
  },
  {
    by: 'aws-waf',
    kind: 'blocked',
    why: 'challenge page',
    seen: ({ small }) => /\bgokuProps\b|\bawsWafCookieDomainList\b/.test(small),
  },
  {
    by: 'google',
    kind: 'blocked',
    why: 'address of its "sorry" page',
    seen: ({ url }) => /^https?:\/\/[^/]*\bgoogle\.[a-z.]+\/sorry\//.test(url),
  },
  {
    by: 'google',
    kind: 'blocked',
    why: 'unusual traffic',
    seen: ({ small }) =>
      /unusual traffic|ongebruikelijk verkeer|trafic exceptionnel/i.test(small) &&
      (/captcha-form|\/sorry\/index/.test(small) ||
        (small.length < FEW_WORDS && /google\.com\/(?:policies|recaptcha)/.test(small))),
  },
  {
    by: 'google',
    kind: 'consent',
    why: 'address of its consent page',
    seen: ({ url }) => /^https?:\/\/consent\.(?:google|youtube)\.[a-z.]+\//.test(url),
  },
  {
    by: 'google',
    kind: 'consent',
    why: 'consent form in the place of the page',
    seen: ({ small, title }) =>
      /<form[^<>]{1,500}?action="https:\/\/consent\.(?:google|youtube)\./.test(small) ||
      (/^(?:Before you continue|Voordat je verdergaat naar|Avant d.acc\u00e9der \u00e0) .*(?:Google|YouTube)/i.test(
        title,
      ) &&
        /consent\.google/.test(small)),
  },
  {
    by: 'dpg',
    kind: 'consent',
    why: 'address of its consent page',
    seen: ({ url }) => /^https?:\/\/myprivacy\.dpgmedia\./.test(url),
  },
  {
    by: 'perimeterx',
    kind: 'blocked',
    why: 'captcha page',
    seen: ({ title, small }) =>
      /^Access to this page has been denied/.test(title) || /id="px-captcha"/.test(small),
  },
  {
    by: 'akamai',
    kind: 'blocked',
    why: 'access denied',
    seen: ({ title, small }) =>
      title === 'Access Denied' && /Reference(?:&#32;|\s)*(?:#|&#35;)\d+(?:\.|&#46;)/.test(small),
  },
  {
    by: 'unknown',
    kind: 'blocked',
    why: 'a refusal that speaks of robots',
    seen: (look) =>
      look.status !== undefined &&
      refusal(look) &&
      look.small.length < FEW_WORDS &&
      /captcha|are you (?:a )?(?:human|robot)|verify (?:that )?you are (?:a )?human|automated (?:access|requests|queries)|unusual (?:traffic|activity)|bot detection|ongebruikelijk verkeer|geautomatiseerde? (?:verzoeken|toegang)|requ\u00eates automatis\u00e9es/i.test(
        look.small,
      ),
  },
]

const TITLE = /<title[^<>]{0,200}>([^<]{0,300})/i

/**
 * Whether a page is a wall or a consent question instead of what was asked; undefined for a page to be read.
 * Pure, and enough with the body alone.
 */
export const judgeBlock = (page: Judged): Block | undefined => {
  const { body, headers = {}, status } = page
  const small = body.length > LARGEST_WALL ? '' : body
  const title = (TITLE.exec(body.slice(0, 20_000))?.[1] ?? '').trim().replace(/&#39;|&rsquo;/g, "'")
  const look: Look = {
    title,
    small,
    status,
    url: page.url ?? '',
    header: (name) => (headers[name] ?? '').toLowerCase(),
  }
  const found = MARKERS.find((marker) => marker.seen(look))
  return found && { kind: found.kind, by: found.by, why: found.why }
}
