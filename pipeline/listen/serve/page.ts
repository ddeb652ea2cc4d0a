import { createHash } from 'node:crypto'
import { html } from 'hono/html'
import type { Language } from '../../model/region.ts'

/** What the opt-out pages say, per language. `who` is the sender's name. */
interface Words {
  readonly title: string
  readonly ask: (who: string) => string
  readonly button: string
  readonly done: (who: string) => string
  readonly unknown: string
  readonly slow: string
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    title: 'Stop all messages',
    ask: (who) => `${who} will not e-mail, write to or call this business again.`,
    button: 'Stop all messages',
    done: (who) => `Done. ${who} will not contact this business again. You need do nothing else.`,
    unknown:
      'We do not know this link. Please use the whole address from the message, or answer the message.',
    slow: 'Too many tries. Please wait a minute.',
  },
  nl: {
    title: 'Geen berichten meer',
    ask: (who) => `${who} zal dit bedrijf niet meer mailen, schrijven of bellen.`,
    button: 'Geen berichten meer',
    done: (who) =>
      `Gelukt. ${who} neemt geen contact meer op met dit bedrijf. U hoeft verder niets te doen.`,
    unknown:
      'Wij kennen deze link niet. Gebruik het hele adres uit het bericht, of beantwoord het bericht.',
    slow: 'Te veel pogingen. Wacht een minuut.',
  },
  fr: {
    title: 'Ne plus recevoir de messages',
    ask: (who) =>
      `${who} n'enverra plus d'e-mail ni de courrier à cette entreprise et ne l'appellera plus.`,
    button: 'Ne plus recevoir de messages',
    done: (who) =>
      `C'est fait. ${who} ne contactera plus cette entreprise. Vous n'avez rien d'autre à faire.`,
    unknown:
      "Nous ne connaissons pas ce lien. Utilisez l'adresse entière du message, ou répondez au message.",
    slow: 'Trop de tentatives. Attendez une minute.',
  },
}

const STYLE =
  'body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:4rem auto;padding:0 1rem}button{font:inherit;padding:.6rem 1.2rem}'

/** What the pages may do: a form to ourselves, and this one style sheet. */
export const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`

const STYLE_ELEMENT = html`<style>${STYLE}</style>`

/** The opt-out page in one of its states. Plain HTML: it works without scripts, pictures and cookies. */
export const optOutPage = (
  state: 'ask' | 'done' | 'unknown' | 'slow',
  language: Language,
  who: string,
) => {
  const words = WORDS[language]
  const text = state === 'ask' || state === 'done' ? words[state](who) : words[state]
  const form = html`<form method="post"><input type="hidden" name="confirm" value="yes"><button>${words.button}</button></form>`
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>${words.title}</title>${STYLE_ELEMENT}</head>
<body><h1>${words.title}</h1><p>${text}</p>${state === 'ask' ? form : ''}</body></html>`
}

/** The language of a page: what the browser asks for, else that of the message. */
export const languageOf = (accepts: string | undefined, fallback: Language): Language => {
  const wanted = (accepts ?? '').toLowerCase().split(',')
  const found = wanted
    .map((part) => part.trim().slice(0, 2))
    .find((part): part is Language => part === 'en' || part === 'nl' || part === 'fr')
  return found ?? fallback
}
