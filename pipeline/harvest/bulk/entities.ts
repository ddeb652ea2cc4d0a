import type { Company } from '../../platforms/companies-house.ts'
import {
  type KboDossier,
  kboActivities,
  kboAddress,
  kboForm,
  kboLegalKind,
  kboNames,
  kboOf,
  kboStatus,
} from '../../platforms/kbo.ts'
import type { NamedEntity } from '../../store/register-entity.ts'
import { belgianLanguages } from '../../text/belgium.ts'
import { nameKey } from '../../text/company-names.ts'
import { isoDate } from '../../text/dates.ts'
import { postcode } from '../../text/postcodes.ts'

/** A company as the register tables hold it, its previous names among the keys. */
export const companyEntity = (company: Company, asOf: string): NamedEntity => {
  const code = postcode(company.postcode ?? '', 'uk')
  return {
    entity: {
      register: 'companies-house',
      number: company.number,
      name: company.name,
      ...(code !== undefined && { postcode: code }),
      ...(company.street.length > 0 && { street: company.street.join(', ') }),
      ...(company.town !== undefined && { town: company.town }),
      ...(company.form !== undefined && { form: company.form }),
      legalKind: company.legalKind,
      status: company.status,
      ...(company.incorporated !== undefined && { startedOn: company.incorporated }),
      activities: company.activities.map(({ code: sic }) => sic),
      asOf,
    },
    keys: [company.name, ...company.previousNames].map((name) => nameKey(name, 'uk')),
  }
}

/** An enterprise as the register tables hold it. Of a natural person the commercial names alone are kept: enough to know that no company stands behind them. */
export const kboEntity = (dossier: KboDossier, asOf: string): NamedEntity | undefined => {
  const number = kboOf(dossier)
  if (number === undefined) return undefined
  const at =
    kboAddress(dossier.addresses, 'REGO') ??
    dossier.establishments
      .map(({ addresses }) => kboAddress(addresses, 'BAET'))
      .find((address) => address !== undefined)
  const code = postcode(at?.postcode ?? '', 'be')
  const language =
    belgianLanguages(code === undefined ? {} : { postcode: code })[0] === 'fr' ? 'fr' : 'nl'
  const kind = kboLegalKind(dossier)
  const commercial = dossier.denominations.filter((row) => row.TypeOfDenomination === '003')
  const names = kboNames(kind === 'sole' ? { denominations: commercial } : dossier, language)
  const form = kboForm(dossier)
  const started = isoDate(dossier.enterprise.StartDate ?? '')
  const street = [at?.street[language], at?.number].filter(Boolean).join(' ')
  return {
    entity: {
      register: 'kbo',
      number,
      name: names[0] ?? '',
      ...(code !== undefined && { postcode: code }),
      ...(kind !== 'sole' && street !== '' && { street }),
      ...(at !== undefined && at.town[language] !== '' && { town: at.town[language] }),
      ...(form !== undefined && { form }),
      legalKind: kind,
      status: kboStatus(dossier),
      ...(started !== undefined && { startedOn: started }),
      activities: kboActivities(dossier.activities),
      asOf,
    },
    keys: names.map((name) => nameKey(name, 'be')),
  }
}
