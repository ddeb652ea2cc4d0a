import { defineProbe } from '../../probe.ts'
import { printPhone } from '../../text/phones.ts'

/** Anything that dials: call links of every kind, also those that a script makes. */
const DIALS = /["'=]\s*tel:|callto:|wa\.me\/|api\.whatsapp\.com|whatsapp:\/\/|skype:/i

export default defineProbe({
  about:
    'the phone number stands on the site as plain text, so that a phone cannot dial it by a tap',
  severity: 'middle',
  sayable: true,
  says: ['phone'],
  look: ({ pages, reading, region }) => {
    if (pages.some((page) => DIALS.test(page.body))) return []
    const shown = reading.contacts.find(({ type, how }) => type === 'phone' && how === 'text')
    if (shown === undefined) return []
    const phone = printPhone(shown.value, region)
    return [{ page: shown.page, excerpt: shown.excerpt, data: { phone } }]
  },
})
