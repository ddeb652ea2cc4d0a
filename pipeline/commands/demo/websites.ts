import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Firm, town } from './town.ts'

/** Saves the invented firms' own websites as a person's browser would, one file a firm. */
export const saveWebsites = (folder: string): void => {
  mkdirSync(folder, { recursive: true })
  for (const firm of town)
    if (firm.website !== undefined)
      writeFileSync(join(folder, `${firm.id}.html`), website(firm, firm.website))
}

/** Whether a firm shows a company number, as the law asks of one; every fourth is a sole trader's plain page. */
const isCompany = ({ name, id }: Firm) => /(?:Ltd|Limited|LLP)$/.test(name) && id % 4 !== 0

const website = (firm: Firm, url: string): string => {
  const plain = firm.name.replace(/&/g, '&amp;')
  const number = `0${String(7_000_000 + (firm.id % 100_000)).slice(0, 7)}`
  const mail = firm.email === undefined ? '' : `<a href="mailto:${firm.email}">${firm.email}</a>`
  const foot = isCompany(firm)
    ? `${plain}. Registered in England and Wales, company number ${number}.`
    : `© 2026 ${plain.replace(/ (?:Ltd|Limited|LLP)$/, '')}`
  return `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<link rel="canonical" href="${url}">
<title>${plain} – plumbers in Leeds</title>
<meta name="description" content="Plumbing and heating in Leeds, from a dripping tap to a new boiler.">
${firm.id % 3 === 0 ? '' : '<meta name="viewport" content="width=device-width, initial-scale=1">'}
</head>
<body>
<h1>${plain}</h1>
<p>Plumbing and heating in Leeds, from a dripping tap to a new boiler. Call us or write, we answer the same day.
We fit bathrooms, mend boilers and clear drains in the whole of the city.</p>
<p>${firm.street}, Leeds ${firm.postcode}<br>
${firm.id % 2 === 0 ? `Tel. ${firm.phone}` : `<a href="tel:${firm.phone.replace(/ /g, '')}">${firm.phone}</a>`}<br>
${mail}</p>
<p>Monday to Friday 08:00–17:00</p>
<footer>${foot}</footer>
</body>
</html>
`
}
