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
    for (const { value } of reading.contacts.filter(({ type }) => type === 'phone'))
      for (const page of pages) {
        const block = page.view.blocks.find(({ text }) => shows(text, value))
        if (block === undefined) continue
        const data = { phone: printPhone(value, region) }
        return [{ page: page.id, excerpt: block.text, data }]
      }
    return []
  },
})

/** Whether a line prints a number, in whatever spelling: its last eight digits stand there in a row. */
const shows = (text: string, phone: string): boolean =>
  text.length < 500 &&
  /\d/.test(text) &&
  text.replace(/\D/g, '').includes(phone.replace(/;.*$/, '').slice(-8))
