// The configuration of Doorstep. Every key may be left out; what stands here as a comment is the default
// or an example. `pipeline doctor` says what is missing for what you want to do. Secrets (passwords,
// SMTP_URL, API keys) belong in the environment, never in this file.
export default {
  // Who you are. Needed before the first live fetch (it stands in the User-Agent) and before any message.
  // operator: {
  //   name: 'Example Directories Ltd',
  //   contact: 'crawler@example.com',
  //   // address: ['12 Sample Street', 'LEEDS', 'LS1 1AA'],
  //   // country: 'uk',
  //   // registration: 'Registered in England and Wales, company number 01234567',
  //   // phone: '020 7946 0123',
  //   // signer: 'Alex Example',
  //   // role: 'Listings editor',
  //   // privacy: 'https://directory.example/privacy',
  //   // language: 'en',
  // },
  // Your directory's own sites, one a region; claim links start with the address.
  // sites: {
  //   uk: { name: 'Example Directory', url: 'https://directory.example/uk' },
  //   nl: { name: 'Voorbeeldgids', url: 'https://directory.example/nl' },
  //   be: { name: 'Voorbeeldgids België', url: 'https://directory.example/be' },
  // },
  // What a harvest covers when the command line does not say; 'all' is every trade, or every town.
  // harvest: { trades: ['plumber', 'electrician', 'hairdresser'], places: ['Leeds', 'York', 'LS21'] },
  // How strangers' servers are asked. robots.txt and a source's own pace can only slow this down.
  // fetch: { delayMs: 2000, timeoutMs: 30_000, maxBytes: 10_000_000 },
  // Sources whose terms forbid automated reading run live only with the owner's permission: say whose.
  // sources: {
  //   'uk/yell': { permission: 'letter of 3 November 2026 from …' },
  //   'any/osm': { base: 'https://overpass.example/' },
  // },
  // How prospects' own websites are read; `own` names the list in which you imported your own directory.
  // enrich: { maxPages: 6, sites: 16, own: 'members' },
  // How long facts hold, in days, and your written balancing tests by country and channel.
  // comply: {
  //   verdictDays: 30,
  //   evidenceDays: 365,
  //   retentionDays: 365,
  //   balancingTests: { 'uk/email': 'LIA-2026-03', 'uk/letter': 'LIA-2026-03' },
  // },
  // What messages may say, and the window profile of your envelopes.
  // compose: { findingMaxAgeDays: 30, letters: { uk: 'gb-notify', nl: 'nl-brief-left' } },
  // How messages leave. Passwords come from the environment or from a file of mode 0600.
  // deliver: {
  //   mailboxes: [
  //     {
  //       name: 'alex',
  //       from: 'alex@directory.example',
  //       fromName: 'Alex Example',
  //       smtp: 'smtps://mail.directory.example:465',
  //       user: 'alex@directory.example',
  //       passwordEnv: 'ALEX_PASSWORD',
  //       perHour: 10,
  //       perDay: 40,
  //       warmup: { start: 5, add: 3 },
  //       dkim: { domain: 'directory.example', selector: 'doorstep', keyFile: 'dkim.pem' },
  //     },
  //   ],
  //   window: { from: '09:00', until: '17:00' },
  //   unsubscribe: { url: 'https://directory.example/stop', mailto: 'stop@directory.example' },
  // },
  // Where answers and bounces come in. Nothing there is deleted, moved or marked.
  // listen: {
  //   inlets: [{ imap: 'imaps://alex%40directory.example@mail.directory.example:993', passwordEnv: 'ALEX_PASSWORD' }],
  // },
  // How long facts hold, in days, and which written balancing tests (LIA) messages to people stand on.
  // comply: {
  //   verdictDays: 30, evidenceDays: 365, consentDays: 730, noticeDays: 30, retentionDays: 365, recordDays: 730,
  //   balancingTests: { 'uk/letter': 'LIA-2026-03' },
  //   requireBalancingTest: true,
  // },
}
