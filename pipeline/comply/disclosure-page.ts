import { html } from 'hono/html'
import type { Language } from '../model/region.ts'
import type { Disclosure } from './disclose.ts'
import { fill, type Words } from './words.ts'

type Cell = string | number | null | undefined

/** A disclosure as a page that a person can read and print; every value is escaped. */
export const disclosurePage = (
  disclosure: Disclosure,
  words: Words,
  language: Language,
  retentionDays: number,
) => {
  const { disclose: say } = words
  const { operator, rows } = disclosure
  const text = (value: unknown): Cell =>
    value === null || value === undefined || typeof value === 'object' ? '' : String(value)
  const pick = (table: string, columns: readonly string[]) =>
    (rows[table] ?? []).map((row) => columns.map((column) => text(row[column])))
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${say.title}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a }
h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #ddd; overflow-wrap: anywhere }
</style>
</head>
<body>
<h1>${say.title}</h1>
<p>${disclosure.at.slice(0, 10)}</p>
<h2>${say.who}</h2>
<p>${operator?.name ?? ''}<br>${(operator?.address ?? []).join(', ')}<br>${operator?.contact ?? ''}</p>
<p>${say.purpose} ${fill(say.retention, { days: retentionDays })}</p>
<p>${say.rights}</p>
${section(
  say.facts,
  say,
  [say.field, say.value, say.source, say.at],
  disclosure.facts.map((fact) => [
    fact.field,
    fact.value,
    fact.url ?? fact.source,
    fact.at.slice(0, 10),
  ]),
)}
${section(say.contacts, say, [say.field, say.value, say.source, say.at], pick('contact', ['type', 'value', 'excerpt', 'at']))}
${section(say.evidence, say, [say.field, say.value, say.source, say.at], pick('legal', ['by', 'value', 'excerpt', 'at']))}
${section(say.findings, say, [say.field, say.value, say.source, say.at], pick('finding', ['probe', 'excerpt', 'url', 'at']))}
${section(say.listings, say, [say.source, say.field, say.value, say.at], pick('listing', ['source', 'name', 'ref', 'last_seen']))}
${section(say.verdicts, say, [say.field, say.value, say.source, say.at], pick('verdict', ['channel', 'may', 'article', 'at']))}
${section(say.consents, say, [say.field, say.value, say.source, say.at], [...pick('consent', ['channel', 'how', 'proof_name', 'given_at']), ...pick('decision', ['channel', 'answer', 'reason', 'at'])])}
${section(say.messages, say, [say.field, say.value, say.source, say.at], [...pick('message', ['channel', 'subject', 'body', 'sent_at']), ...pick('event', ['kind', 'id', 'message', 'at'])])}
${section(say.stops, say, [say.field, say.value, say.source, say.at], [...disclosure.suppressions.map((row) => [text(row.type), words.reason[row.reason as keyof Words['reason']], text(row.via), text(row.at)]), ...disclosure.registers.map((row) => [text(row.register), row.listed ? '×' : '✓', '', text(row.taken_on)])])}
${section(
  say.pages,
  say,
  [say.source, say.value, say.at],
  disclosure.pages.map((page) => [text(page.source), text(page.url), text(page.fetched_at)]),
)}
<p>${say.everything}</p>
</body>
</html>
`
}

const section = (
  title: string,
  { none }: { readonly none: string },
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
) =>
  rows.length === 0
    ? html`<h2>${title}</h2><p>${none}</p>`
    : html`<h2>${title}</h2>
<table>
<thead><tr>${head.map((cell) => html`<th>${cell}</th>`)}</tr></thead>
<tbody>${rows.map(
        (row) => html`<tr>${row.map((cell) => html`<td>${cell ?? ''}</td>`)}</tr>
`,
      )}</tbody>
</table>`
