import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import listen from '../../pipeline/commands/listen.ts'
import { backOn } from '../../pipeline/listen/back.ts'
import { ownWords, readMail } from '../../pipeline/listen/read.ts'
import { EXIT } from '../../pipeline/model/exit.ts'
import { openHouse } from '../deliver/house.ts'

const AT = '2026-11-23T10:00:00.000Z'
const mail = (subject: string, text: string, more = 'In-Reply-To: <one@mill.example>\n') =>
  `From: Ann <ann@shop.example>\nTo: bob@mill.example\nSubject: ${subject}\nDate: Mon, 23 Nov 2026 09:00:00 +0000\n${more}Content-Type: text/plain; charset=utf-8\n\n${text}\n`
const read = (text: string) => readMail(new TextEncoder().encode(text), AT)

describe('a reply', () => {
  it.each([
    ['Yes please, send me the link.'],
    ['Wie bent u? Ik ken uw gids niet.'],
    ['Geen interesse, dank u.'],
    ['We are not open on Sundays, please correct that.'],
    ['Could you stop by our shop on Tuesday?'],
    ["Merci, l'adresse est juste."],
    ['Your site asks me to subscribe before I can see it. How do I see our listing?'],
    ['Yes please add us. Do you also remove old opening hours?'],
    ['Could you remove the old phone number from our listing? The new one is 01632 960002.'],
    ['Please delete the second address, we only have one shop.'],
    ['How did you get my address?'],
    ['We do not want to pay for this. Is it free?'],
    ['Stop by any time, the coffee is on.'],
    ['The bus stop in front of the shop has moved.'],
    ['Onze openingstijden kloppen niet meer, we zijn niet meer open op maandag.'],
    ['Kunt u het oude adres verwijderen? Wij zijn verhuisd.'],
    ["Pouvez-vous supprimer l'ancien numéro ? Le nouveau est le 01 99 00 00 00."],
    ['Merci, mais arrêtez-moi si je me trompe : le site est gratuit ?'],
    ['We no longer have a fax; please take it off the page.'],
    ['Please do not call before 10.'],
    ['Do not write the name with a capital, thanks.'],
    ['I never got your first message, please send it again.'],
    ['Cancel the appointment on Monday; Tuesday is fine.'],
    ['We never contact customers by mail, call us.'],
    ['Please remove the photo from this page and get our logo from the website.'],
    ['Take our details from the website please.'],
  ])('of a person is one: %s', async (text) => {
    expect(await read(mail('Re: Your listing', text))).toMatchObject({
      kind: 'reply',
      recipients: [{ address: 'ann@shop.example', hard: false }],
    })
  })

  it.each([
    ['unsubscribe'],
    ['Please take us off your list.'],
    ['STOP'],
    ['Please remove me from your database, I never asked for this.'],
    ["Don't email me again."],
    ['Graag uitschrijven.'],
    ['Wilt u mij afmelden aub'],
    ['Schrijf ons maar uit, we krijgen te veel post.'],
    ['Verwijder mijn gegevens.'],
    ['Wij willen geen mails meer ontvangen.'],
    ['Stop met mailen.'],
    ['Merci de me désinscrire de votre liste.'],
    ['Désabonnez-moi.'],
    ['Veuillez ne plus nous contacter.'],
    ['Retirez-moi de votre liste'],
    ['Bitte austragen.'],
    ['Not interested, please remove.'],
    ['Please remove us.'],
    ['Can you unsubscribe me please'],
    ['UNSUBSCRIBE'],
    ['Gelieve ons uit jullie bestand te halen.'],
    ['Graag niet meer mailen.'],
    ['Wij stellen geen prijs op uw mails.'],
    ['Merci de ne plus m’écrire.'],
    ['Veuillez supprimer mon adresse de vos fichiers.'],
    ['Je ne souhaite plus recevoir vos messages.'],
    ['STOP'],
    ['Go away and never contact us again.'],
    ['I object to the processing of my data (art. 21 GDPR).'],
    ['Hiermee maak ik bezwaar tegen de verwerking van mijn gegevens.'],
    ["Je m'oppose au traitement de mes données."],
    ['Take me off your mailing list immediately'],
    ['No more emails please'],
    ['Please stop.'],
    ['Uitschrijven a.u.b.'],
    ['Ik wil me uitschrijven'],
    ['Wilt u ons verwijderen uit uw bestand?'],
    ['Désinscription svp'],
    ['Please don’t contact us again.'],
    ['Wij willen hier niets meer van horen.'],
    ['Erase all data you hold about me.'],
    ['Delete my data'],
  ])('that asks to stop is an opt-out: %s', async (text) => {
    expect((await read(mail('Re: Your listing', text))).kind).toBe('opt-out')
  })

  it.each([
    ['> If you do not want this, answer with unsubscribe.'],
    [
      'On Mon, 23 Nov 2026 at 09:00, Bob <bob@mill.example> wrote:\nAnswer with unsubscribe to stop.',
    ],
    ['Op ma 23 nov. 2026 om 09:00 schreef Bob <bob@mill.example>:\nAntwoord met uitschrijven.'],
    ['Le lun. 23 nov. 2026 à 09:00, Bob <bob@mill.example> a écrit :\nRépondez désinscrire.'],
    ['-----Original Message-----\nFrom: Bob\nSent: Monday\nreply unsubscribe to stop'],
    [
      'From: Bob <bob@mill.example>\nSent: Monday 23 November 2026 09:00\nTo: Ann\n\nreply unsubscribe',
    ],
  ])('is not an opt-out because of what it quotes: %s', async (quoted) => {
    expect(
      (await read(mail('Re: Your listing', `The phone number is right.\n\n${quoted}`))).kind,
    ).toBe('reply')
  })

  it('keeps only its own words', () => {
    expect(ownWords('Yes.\n-- \nAnn, Shop\nunsubscribe').trim()).toBe('Yes.')
  })

  it('to the opt-out mailbox is an opt-out by its subject', async () => {
    expect((await read(mail('unsubscribe', '', ''))).kind).toBe('opt-out')
  })

  it('tells a new address', async () => {
    const reading = await read(
      mail(
        'Automatic reply: Your listing',
        'I no longer work here. Please write to our new address joe@shop.example.',
      ),
    )
    expect(reading).toMatchObject({ kind: 'auto', instead: 'joe@shop.example' })
  })

  it.each([
    ['Re: x', 'Ons e-mailadres is gewijzigd in info@other.example.'],
    ['Re: x', 'Notre adresse a changé : info@other.example'],
    ['Re: x', 'Please use our new email address: info@other.example from now on.'],
    ['Automatic reply', 'Joe has left the company. Please contact info@other.example instead.'],
    ['Automatic reply', 'This mailbox is no longer monitored. Please write to info@other.example.'],
    ['Automatisch antwoord', 'Piet werkt hier niet meer. Mail voortaan naar info@other.example.'],
    ['Automatisch antwoord', 'Dit adres is niet meer in gebruik; ons adres: info@other.example.'],
    ['Réponse automatique', "Cette adresse n'est plus utilisée, écrire à info@other.example."],
  ])('tells a new address: %s, %s', async (subject, text) => {
    expect((await read(mail(subject, text))).instead).toBe('info@other.example')
  })

  it('of somebody away tells no new address, though it names who helps meanwhile', async () => {
    const text =
      'I am out of the office until 30 November. In urgent cases write to joe@shop.example.'
    const reading = await read(mail('Automatic reply', text))
    expect(reading).toMatchObject({ kind: 'out-of-office' })
    expect(reading.instead).toBeUndefined()
  })

  it('is none where it answers nothing', async () => {
    expect(await read(mail('Our offer of the month', 'Buy now', ''))).toEqual({
      kind: 'none',
      recipients: [],
    })
  })
})

describe('an automatic answer', () => {
  it.each([
    [
      'Automatic reply: Your listing',
      'I am out of the office until 27 November. Kind regards',
      '2026-11-28',
    ],
    ['Out of office', 'Back on Monday 30 November 2026.', '2026-11-30'],
    ['Afwezig', 'Ik ben met vakantie tot en met 4 december.', '2026-12-05'],
    [
      'Automatisch antwoord: uw vermelding',
      'Ik ben op 7 december weer terug. Afwezig dus.',
      '2026-12-07',
    ],
    ['Réponse automatique', 'Je suis absente, de retour le 2 janvier.', '2027-01-02'],
    ['Auto: vacation', 'I will be back on 2026-12-01.', '2026-12-01'],
    ['Abwesenheit', 'Ich bin im Urlaub bis zum 11.12.2026', '2026-12-12'],
    ['Out of office', 'I am away for a while.', undefined],
    ['Automatic reply: x', 'I am back on 3 January.', '2027-01-03'],
    [
      'Out of Office Re: x',
      'Thank you for your email. I am out of the office from 20 November to 2 December 2026 with limited access to email.',
      '2026-12-03',
    ],
    [
      'Automatic reply',
      'I will be out of the office starting 23/11/2026 and will not return until 07/12/2026.',
      '2026-12-07',
    ],
    [
      'Automatic reply',
      'I am on leave and will return to work on Monday, December 7th.',
      '2026-12-07',
    ],
    ['Automatic reply', 'We are closed until Monday 4th January 2027.', '2027-01-05'],
    [
      'Automatic reply',
      'I am currently on annual leave returning on Tuesday 1st December. For urgent matters call reception.',
      '2026-12-01',
    ],
    ['Automatic reply', 'I will be away between 24 November and 30 November.', '2026-12-01'],
    ['Automatic reply', 'I am away from my desk and back tomorrow.', undefined],
    [
      'Automatic reply',
      'Our office is closed for Christmas and re-opens on 4 January.',
      '2027-01-04',
    ],
    ['Automatisch antwoord: x', 'Ik ben afwezig en terug op 12 december.', '2026-12-12'],
    [
      'Afwezigheid',
      'Wegens vakantie zijn wij gesloten van 21 december t/m 3 januari. Vanaf 4 januari staan wij weer voor u klaar.',
      '2027-01-04',
    ],
    [
      'Automatisch antwoord',
      'Ik ben er niet. Maandag 30 november ben ik weer bereikbaar.',
      '2026-11-30',
    ],
    ['Automatisch antwoord', 'Vanwege verlof ben ik tot 1 december afwezig.', '2026-12-02'],
    [
      'Automatische reactie',
      'Bedankt voor uw bericht. Ik ben met zwangerschapsverlof tot en met 15 maart 2027.',
      '2027-03-16',
    ],
    ['Réponse automatique', 'Je suis en congés, de retour le 5 mai.', '2027-05-05'],
    [
      'Réponse automatique : absence',
      'Je suis absent du 20 novembre au 4 décembre 2026 inclus.',
      '2026-12-05',
    ],
    [
      'Absence',
      "Bonjour, je serai absente jusqu'au lundi 7 décembre inclus. Cordialement",
      '2026-12-08',
    ],
    ['Réponse automatique', 'Notre magasin est fermé. Réouverture le 1er décembre.', '2026-12-01'],
    ['Réponse automatique', 'Je serai de retour au bureau à partir du 15/12/2026.', '2026-12-15'],
    ['Automatische Antwort', 'Ich bin ab dem 1. Dezember wieder im Büro.', '2026-12-01'],
  ])(
    'of somebody away is known, with the day of return where it is named: %s',
    async (subject, text, back) => {
      const reading = await read(
        mail(subject, text, 'Auto-Submitted: auto-replied\nReturn-Path: <>\n'),
      )
      expect(reading.kind).toBe('out-of-office')
      expect(reading.back?.slice(0, 10)).toBe(back)
      expect(reading.recipients).toEqual([
        { address: 'ann@shop.example', hard: false, status: '', reply: '', reason: '' },
      ])
    },
  )

  it('that only confirms receipt is auto, not a reply', async () => {
    for (const [subject, more] of [
      ['Thank you for your message', ''],
      ['Re: Your listing', 'Auto-Submitted: auto-replied\n'],
      ['Re: Your listing', 'X-Autoreply: yes\n'],
      ['Ticket 1234: we received your mail', 'Precedence: auto_reply\n'],
    ] as const)
      expect((await read(mail(subject, 'We will answer soon.', more))).kind, subject).toBe('auto')
  })

  it('takes no day that lies too far away, and the next year where the day is past', () => {
    expect(backOn('back on 3 January', AT)?.slice(0, 10)).toBe('2027-01-03')
    expect(backOn('back on 3 January 2031', AT)).toBeUndefined()
    expect(backOn('back on 45 January', AT)).toBeUndefined()
  })
})

const report = (type: string, fields: string) =>
  `From: feedback@mail.example\nTo: abuse@mill.example\nSubject: FW: Hello\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: text/plain\n\nThis is an abuse report.\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: ${type}\nUser-Agent: loop/1\nVersion: 1\n${fields}\n\n--b\nContent-Type: message/rfc822\n\nFrom: bob@mill.example\nTo: ann@shop.example\nSubject: Hello\n\nHi\n--b--\n`

describe('a complaint', () => {
  it('names the recipient by the report, else by the message it returns', async () => {
    for (const fields of [
      'Original-Rcpt-To: <ann@shop.example>',
      'Removal-Recipient: ann@shop.example',
      '',
    ])
      expect(await read(report('abuse', fields))).toMatchObject({
        kind: 'complaint',
        recipients: [{ address: 'ann@shop.example', hard: false, reason: 'complaint' }],
      })
  })

  it('is known without its report part, as some loops send it', async () => {
    const bare = `From: staff@mail.example\nSubject: complaint about message from 192.0.2.1\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: message/rfc822\n\nX-HmXmrOriginalRecipient: ann@shop.example\nFrom: bob@mill.example\nSubject: Hello\n\nHi\n--b--\n`
    expect(await read(bare)).toMatchObject({
      kind: 'complaint',
      recipients: [{ address: 'ann@shop.example' }],
    })
  })

  it.each(['message/rfc822', 'text/rfc822-headers', 'text/plain'])(
    'is tied to its recipient by a copy of type %s',
    async (type) => {
      const copied = report('abuse', 'User-Agent: loop/2').replace('message/rfc822', type)
      expect((await read(copied)).recipients[0]?.address).toBe('ann@shop.example')
    },
  )

  it('is not one when it reports authentication or praise', async () => {
    for (const type of ['auth-failure', 'not-spam'])
      expect(await read(report(type, 'Original-Rcpt-To: ann@shop.example'))).toMatchObject({
        kind: 'none',
        recipients: [{ address: 'ann@shop.example', reason: '' }],
      })
  })
})

describe('a JSON notice', () => {
  const notice = (value: unknown) =>
    `From: no-reply@sns.example\nSubject: Notification\nContent-Type: text/plain\n\n${JSON.stringify(value)}\n--\nfooter\n`

  it('is read as bounce, complaint or delivery', async () => {
    const row = {
      emailAddress: 'ann@shop.example',
      status: '5.1.1',
      action: 'failed',
      diagnosticCode: 'smtp; 550 5.1.1 user unknown',
    }
    expect(
      await read(notice({ notificationType: 'Bounce', bounce: { bouncedRecipients: [row] } })),
    ).toMatchObject({
      kind: 'bounce',
      recipients: [{ address: 'ann@shop.example', hard: true, status: '5.1.1', reply: '550' }],
    })
    expect(
      (
        await read(
          notice({ notificationType: 'Complaint', complaint: { complainedRecipients: [row] } }),
        )
      ).kind,
    ).toBe('complaint')
    expect(
      await read(
        notice({
          notificationType: 'Delivery',
          delivery: { recipients: ['ann@shop.example'], smtpResponse: '250 2.6.0 ok' },
        }),
      ),
    ).toMatchObject({ kind: 'none', recipients: [{ hard: false, reason: 'delivered' }] })
  })
})

describe('pipeline listen --eml', () => {
  it('prints one JSON line a mail and changes nothing', async () => {
    const house = openHouse()
    try {
      mkdirSync(join(house.folder, 'saved'))
      writeFileSync(join(house.folder, 'saved', 'a.eml'), mail('Re: x', 'Graag uitschrijven'))
      writeFileSync(join(house.folder, 'saved', 'b.eml'), mail('Re: x', 'Yes, gladly'))
      const { code, out } = await house.run(listen, { eml: ['saved'], json: true })
      expect(code).toBe(EXIT.done)
      const lines = out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(lines.map((line) => [line.file.split('/').at(-1), line.kind])).toEqual([
        ['a.eml', 'opt-out'],
        ['b.eml', 'reply'],
      ])
      expect(Object.keys(lines[0].recipients[0])).toEqual([
        'address',
        'hard',
        'status',
        'reply',
        'reason',
      ])
      await expect(house.run(listen, { eml: ['nowhere'] })).rejects.toMatchObject({
        code: 'bad-file',
      })
    } finally {
      house.close()
    }
  })
})
