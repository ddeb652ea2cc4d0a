import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Judged, judgeBlock } from '../../pipeline/fetch/blocks.ts'
import { shared, withoutShared } from '../shared.ts'

const page = (title: string, body: string) =>
  `<!doctype html><html><head><title>${title}</title></head><body>${body}</body></html>`
const filler = '<p>Loodgieter Janssen, Dorpsstraat 1, Gent. Open van negen tot vijf.</p>'.repeat(40)

const WALLS: readonly (readonly [about: string, judged: Judged, kind: string, by: string])[] = [
  [
    'the header of a challenge',
    { body: '', status: 403, headers: { 'cf-mitigated': 'challenge' } },
    'blocked',
    'cloudflare',
  ],
  [
    'a challenge',
    { body: page('Just a moment...', '<script>window._cf_chl_opt={cvId:"3"};</script>') },
    'blocked',
    'cloudflare',
  ],
  [
    'a challenge in another language',
    {
      body: page(
        'Een moment geduld\u2026',
        '<script>(function(){window._cf_chl_opt = {};})()</script>',
      ),
    },
    'blocked',
    'cloudflare',
  ],
  [
    'an old challenge',
    {
      body: page(
        'Just a moment...',
        '<form id="challenge-form" action="/?__cf_chl_f_tk=x"></form>',
      ),
    },
    'blocked',
    'cloudflare',
  ],
  [
    'a refusal',
    {
      body: page('Attention Required! | Cloudflare', '<h1>Sorry, you have been blocked</h1>'),
      status: 403,
    },
    'blocked',
    'cloudflare',
  ],
  [
    'a firewall rule',
    {
      body: page(
        'Access denied | directory.example used Cloudflare to restrict access',
        'Error 1020',
      ),
    },
    'blocked',
    'cloudflare',
  ],
  [
    'its words alone',
    {
      body: page(
        'directory.example',
        '<p>directory.example needs to review the security of your connection before proceeding.</p><p>Performance &amp; security by Cloudflare</p>',
      ),
    },
    'blocked',
    'cloudflare',
  ],
  [
    'an interruption',
    { body: page('Pardon Our Interruption', 'As you were browsing') },
    'blocked',
    'imperva',
  ],
  [
    'an incident',
    {
      body: '<html><body><iframe src="/_Incapsula_Resource?CWUDNSAI=1&xinfo=2&incident_id=3">Request unsuccessful. Incapsula incident ID: 3-4</iframe></body></html>',
    },
    'blocked',
    'imperva',
  ],
  [
    'its script and nothing else',
    {
      body: '<html><head><META NAME="ROBOTS" CONTENT="NOINDEX"></head><body><script src="/_Incapsula_Resource?SWJIYLWA=5"></script></body></html>',
    },
    'blocked',
    'imperva',
  ],
  [
    'a captcha',
    {
      body: "<html><body><p>Please enable JS</p><script>var dd={'rt':'c','host':'geo.captcha-delivery.com'}</script></body></html>",
      status: 403,
    },
    'blocked',
    'datadome',
  ],
  [
    'the header of a challenge',
    { body: '', status: 202, headers: { 'x-amzn-waf-action': 'challenge' } },
    'blocked',
    'aws-waf',
  ],
  [
    'a challenge',
    {
      body: '<script>window.awsWafCookieDomainList = []; window.gokuProps = {};</script>',
      status: 405,
    },
    'blocked',
    'aws-waf',
  ],
  [
    'the address of its page',
    { body: '', url: 'https://www.google.com/sorry/index?continue=x', status: 429 },
    'blocked',
    'google',
  ],
  [
    'unusual traffic',
    {
      body: '<form id="captcha-form"></form>Our systems have detected unusual traffic from your computer network.',
    },
    'blocked',
    'google',
  ],
  [
    'unusual traffic in Dutch',
    {
      body: '<form id="captcha-form"></form>Onze systemen hebben ongebruikelijk verkeer gedetecteerd',
    },
    'blocked',
    'google',
  ],
  [
    'unusual traffic in French',
    {
      body: '<form id="captcha-form"></form>Nos syst\u00e8mes ont d\u00e9tect\u00e9 un trafic exceptionnel',
    },
    'blocked',
    'google',
  ],
  [
    'the address of its consent',
    { body: '', url: 'https://consent.google.nl/m?continue=x' },
    'consent',
    'google',
  ],
  [
    'consent under the same address',
    {
      body: page(
        'Before you continue to Google Maps',
        '<form action="https://consent.google.com/save" method="POST"><input type="submit" value="Reject all"></form>',
      ),
      url: 'https://www.google.com/maps/search/x',
    },
    'consent',
    'google',
  ],
  [
    'consent in Dutch',
    {
      body: page(
        'Voordat je verdergaat naar Google Maps',
        '<form action="https://consent.google.nl/save"></form>',
      ),
    },
    'consent',
    'google',
  ],
  [
    'consent in French',
    {
      body: page(
        'Avant d&#39;acc\u00e9der \u00e0 Google Maps',
        '<a href="https://consent.google.be/x">x</a>',
      ),
    },
    'consent',
    'google',
  ],
  [
    'the address of its consent',
    { body: '', url: 'https://myprivacy.dpgmedia.nl/consent?x' },
    'consent',
    'dpg',
  ],
  [
    'a captcha',
    { body: page('Access to this page has been denied', '<div id="px-captcha"></div>') },
    'blocked',
    'perimeterx',
  ],
  [
    'a refusal',
    { body: page('Access Denied', 'Reference&#32;&#35;18&#46;2d'), status: 403 },
    'blocked',
    'akamai',
  ],
  [
    'a refusal in words',
    { body: page('Stop', 'We detected automated requests from your address.'), status: 403 },
    'blocked',
    'unknown',
  ],
]

const PAGES: readonly (readonly [about: string, judged: Judged])[] = [
  [
    'a page with the script of a firm that guards it',
    {
      body: page(
        'Plumbers',
        `${filler}<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>`,
      ),
    },
  ],
  [
    'a page with protected mail',
    {
      body: page(
        'Plumbers',
        `${filler}<a class="__cf_email__" data-cfemail="0a">x</a><script src="/cdn-cgi/scripts/email-decode.min.js">`,
      ),
    },
  ],
  [
    'a form with a turnstile',
    { body: page('Contact', `${filler}<div class="cf-turnstile" data-sitekey="x"></div>`) },
  ],
  [
    'a form with a turnstile, saved by a browser',
    {
      body: page(
        'Contact',
        `${filler}<div class="cf-turnstile"><input id="cf-chl-widget-a1_response" name="cf-turnstile-response"></div>`,
      ),
    },
  ],
  [
    'a form with a captcha',
    {
      body: page(
        'Contact',
        `${filler}<div class="g-recaptcha"></div><script src="https://www.google.com/recaptcha/api.js">`,
      ),
    },
  ],
  [
    'a guarded page that was let through',
    {
      body: page('Results', filler),
      headers: {
        'x-iinfo': '1',
        'set-cookie': 'visid_incap_1=x; incap_ses_2=y; datadome=z',
        'x-datadome': 'protected',
        server: 'cloudflare',
        'cf-ray': 'x',
      },
    },
  ],
  [
    'a page with the tag of DataDome',
    { body: page('Results', `${filler}<script src="https://js.datadome.co/tags.js"></script>`) },
  ],
  [
    'a page with the script of Imperva',
    { body: page('Results', `${filler}<script src="/_Incapsula_Resource?SWJIYLWA=5"></script>`) },
  ],
  [
    'a page with the script of AWS',
    {
      body: page(
        'Results',
        `${filler}<script src="https://x.token.awswaf.com/x/challenge.js"></script>`,
      ),
    },
  ],
  [
    'an article about walls',
    {
      body: page(
        'What is unusual traffic?',
        `<h1>Just a moment...</h1>${filler}<p>Cloudflare says: you have seen a wall. Are you a robot? Verify you are a human. Pardon Our Interruption.</p>`,
      ),
    },
  ],
  [
    'a firm that is called so',
    { body: page('Just a moment...', `<h1>Just a moment... wedding photography</h1>${filler}`) },
  ],
  [
    'a cookie banner over a page',
    {
      body: page(
        'Results',
        `${filler}<div id="onetrust-banner-sdk">Before you continue, accept cookies</div>`,
      ),
    },
  ],
  ['a missing page', { body: page('Not found', 'Nothing here'), status: 404 }],
  [
    'a forbidden page that says no more',
    { body: page('403 Forbidden', '<h1>Forbidden</h1>'), status: 403 },
  ],
  ['a closed firm', { body: page('Access Denied', '<p>Members only</p>'), status: 403 }],
  [
    'an article about unusual traffic with a comment form',
    {
      body: page(
        'Unusual traffic on our site',
        `${filler.repeat(8)}<p>We saw unusual traffic.</p><div class="g-recaptcha"></div><script src="https://www.google.com/recaptcha/api.js"></script>`,
      ),
    },
  ],
  ['JSON', { body: '{"listings":[]}', status: 200 }],
  ['nothing', { body: '', status: 200 }],
  [
    'a link to the consent page of Google',
    { body: page('Maps', `${filler}<a href="https://consent.google.com/d?x">Cookies</a>`) },
  ],
]

describe('a wall', () => {
  it.each(WALLS)('with %s is told', (_, judged, kind, by) => {
    expect(judgeBlock(judged)).toMatchObject({ kind, by })
  })
})

describe('a page', () => {
  it.each(PAGES)('such as %s is no wall', (_, judged) => {
    expect(judgeBlock(judged)).toBeUndefined()
  })

  it.each(['<iframe ', '<form ', '<title ', 'captcha', '<iframe src="/_Incapsula_Resource?'])(
    'that repeats %s to its end is judged at once',
    (part) => {
      const body = part.repeat(Math.floor(59_000 / part.length))
      expect(judgeBlock({ body, status: 200 })).toBeUndefined()
    },
  )

  it.skipIf(shared === undefined)(
    `that was captured is a wall only where it is (${withoutShared})`,
    () => {
      const folder = join(shared ?? '', 'pages')
      const index: { file: string; url: string; kind: string }[] = JSON.parse(
        readFileSync(join(folder, 'index.json'), 'utf8'),
      )
      const walls = index.filter(({ file, url }) => {
        const body = readFileSync(join(folder, file), 'utf8')
        const alone = judgeBlock({ body })
        expect(judgeBlock({ body, url, status: 200 })?.kind).toBe(alone?.kind)
        return alone !== undefined
      })
      expect(walls.map(({ file }) => file)).toEqual([
        'any/google-maps/blocked-unusual-traffic.html',
      ])
    },
  )
})
