import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../../model/region.ts'
import type { Sender } from '../sender.ts'
import { TEMPLATES } from '../sets.ts'
import type { Profile } from './profiles.ts'
import { qr } from './qr.ts'

/** One letter, ready to be set. */
export interface Letter {
  /** Names it in reports: the message or draft it comes from. */
  readonly id: number
  readonly language: Language
  readonly profile: Profile
  readonly sender: Sender
  /** Lines of the address block, the name first. */
  readonly address: readonly string[]
  /** Day, as the letter writes it. */
  readonly date: string
  readonly subject?: string
  readonly text: string
  /** Short link as the text prints it on a line of its own; the code is set there. */
  readonly link: string
  /** Marks a letter that nobody has approved. */
  readonly proof?: string
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
}
const html = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign)

/** Letters as one HTML document of A4 pages; `templates/letter.css` says how they look. */
export const sheets = (letters: readonly Letter[], style = letterStyle()): string =>
  `<!doctype html><html><head><meta charset="utf-8"><title>Letters</title><style>${style}</style></head><body>${letters
    .map(sheet)
    .join('')}</body></html>`

/** The style of all letters. */
const letterStyle = (): string => readFileSync(join(TEMPLATES, 'letter.css'), 'utf8')

const mm = (value: number): string => `${Math.round(value * 100) / 100}mm`

const sheet = (letter: Letter): string => {
  const { profile, sender } = letter
  const { window, slip, print } = profile
  const inner = {
    left: window.left + slip,
    top: window.top + slip,
    width: window.width - 2 * slip,
    height: window.height - 2 * slip,
  }
  return `<section class="letter" lang="${letter.language}" data-id="${letter.id}" style="--body:${mm(profile.body)};--foot:${mm(Math.max(print.bottom, 10))}">${
    letter.proof === undefined ? '' : `<div class="proof">${html(letter.proof)}</div>`
  }<header style="${place(profile.head)}">${head(sender)}</header><address class="${profile.align}" style="${place(inner)};--lines:${letter.address.length};--room:${inner.height}">${letter.address
    .map((line) => `<div>${html(line)}</div>`)
    .join('')}</address>${profile.folds
    .map((top) => `<i class="fold" style="left:${mm(print.side)};top:${mm(top)}"></i>`)
    .join('')}${body(letter)}</section>`
}

const place = (box: Profile['head']): string =>
  `left:${mm(box.left)};top:${mm(box.top)};width:${mm(box.width)};height:${mm(box.height)}`

const head = (sender: Sender): string =>
  `<div class="site">${html(sender.site)}</div>${[
    sender.operator,
    ...sender.address,
    sender.phone,
    sender.contact,
    sender.registration,
  ]
    .filter((line) => line !== undefined)
    .map((line) => `<div>${html(line)}</div>`)
    .join('')}`

/** The text: subject, paragraphs, the code where the link stands alone, and the foot below the `-- `. */
const body = (letter: Letter): string => {
  const [text = '', foot = ''] = letter.text.split(/(?:^|\n)-- ?\n/)
  const paragraphs = text.trim().split(/\n{2,}/)
  return `<main><p class="date">${html(letter.date)}</p>${
    letter.subject === undefined ? '' : `<h1>${html(letter.subject)}</h1>`
  }${paragraphs.map((paragraph) => part(paragraph, letter.link)).join('')}</main><footer><div>${html(
    foot.trim(),
  ).replaceAll('\n', '<br>')}</div><div class="piece"></div></footer>`
}

const part = (paragraph: string, link: string): string => {
  if (paragraph.trim() === link) return claim(link)
  const lines = paragraph.split('\n')
  if (lines.every((line) => line.startsWith('- ')))
    return `<ul>${lines.map((line) => `<li>${whole(html(line.slice(2)))}</li>`).join('')}</ul>`
  return `<p>${lines.map((line) => whole(html(line))).join('<br>')}</p>`
}

/** Keeps the groups of a number on one line. */
const whole = (text: string): string => text.replace(/(\d) (?=\d)/g, '$1&nbsp;')

const claim = (link: string): string => {
  const { path, size } = qr(qrText(link))
  return `<div class="claim"><svg viewBox="0 0 ${size} ${size}"><path d="${path}"/></svg><div>${html(link)}</div></div>`
}

/** What the code holds: the printed link with its scheme. */
export const qrText = (link: string): string => `https://${link}`
