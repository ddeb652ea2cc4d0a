import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import PostalMime from 'postal-mime'
import { readMail } from '../../pipeline/listen/read.ts'
import { SHAPES } from '../listen/layouts.ts'
import { shared } from '../shared.ts'
import { defineBench, type Row } from './bench.ts'

const AT = '2026-11-23T10:00:00.000Z'
/** Times that the mails are read in a round. */
const TIMES = 5

const rowsFor = (of: string, mails: readonly Uint8Array[]): readonly Row[] => {
  const over = (work: (mail: Uint8Array) => Promise<unknown>) => async () => {
    for (let i = 0; i < TIMES; i++) for (const mail of mails) await work(mail)
    return TIMES * mails.length
  }
  return [
    {
      name: `postal-mime alone, ${of}`,
      role: 'floor',
      run: over((mail) => PostalMime.parse(mail, { forceRfc822Attachments: true })),
    },
    { name: `read and decided, ${of}`, role: 'ours', run: over((mail) => readMail(mail, AT)) },
  ]
}

export default defineBench({
  about: 'notifications of mail servers: which recipient, why, and whether it is gone for good',
  unit: 'mails',
  setup: async () => {
    const own = SHAPES.map((shape) => new TextEncoder().encode(shape.mail))
    const folder = shared && join(shared, 'bounces', 'mail')
    const real = folder ? readdirSync(folder).map((file) => readFileSync(join(folder, file))) : []
    return {
      rows: [
        ...rowsFor(`${own.length} shapes`, own),
        ...(real.length > 0 ? rowsFor(`${real.length} real mails`, real) : []),
      ],
      ...(real.length > 0 ? {} : { missing: ['the 229 real mails: ../shared is not here'] }),
    }
  },
})
