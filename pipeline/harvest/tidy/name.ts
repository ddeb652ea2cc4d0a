import { splitLegalForm } from '../../text/legal-forms.ts'
import { naturalCase, tradingName } from '../../text/names.ts'
import { plain } from '../../text/plain.ts'
import type { Step } from './step.ts'

/** Stars, hearts and trade-mark signs that decorate a name. */
const DECORATION = /(?:\p{Extended_Pictographic}|[\u2605\u2606]|\ufe0f|\u20e3)+/gu

/** The name in natural case without its legal form, which is kept beside it; a trading name wins over its owner's. */
export const name: Step = (raw, _so, { region }, note) => {
  const clean = plain(raw.name)
  if (clean !== raw.name) note('name', 'cleaned')
  const bare = plain(clean.replace(DECORATION, ' '))
  const known = tradingName(/[\p{L}\p{N}]/u.test(bare) ? bare : clean)
  if (known.owner !== undefined) note('name', 'trading name')
  const split = splitLegalForm(known.name, region)
  const owner = known.owner === undefined ? undefined : splitLegalForm(known.owner, region).form
  const given = raw.legalForm === undefined ? undefined : formOf(raw.legalForm, region)
  const form = given ?? split.form ?? owner
  if (split.form !== undefined) note('name', 'legal form split off')
  const natural = naturalCase(split.name)
  if (natural !== split.name) note('name', 'case')
  if (!/[\p{L}\p{N}]/u.test(natural)) note('name', 'empty')
  return { name: natural, ...(form !== undefined && { legalForm: form }) }
}

const formOf = (text: string, region: Parameters<typeof splitLegalForm>[1]) =>
  splitLegalForm(`x ${plain(text)}`, region).form ?? plain(text)
