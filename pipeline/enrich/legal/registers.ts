import type { DueProspect } from '../../store/enrichment.ts'
import type { Store } from '../../store/open.ts'
import {
  findEntitiesAt,
  findEntity,
  type Register,
  type RegisterEntity,
  registerAsOf,
} from '../../store/register-entity.ts'
import { nameKey } from '../../text/company-names.ts'
import type { Evidence } from './kind.ts'

/** The register that knows a region's firms, and the numbers under which a site states its own. */
const REGISTERS: Readonly<
  Record<DueProspect['region'], readonly [Register, Evidence['by']] | undefined>
> = {
  uk: ['companies-house', 'company-number'],
  be: ['kbo', 'kbo-number'],
  nl: undefined,
}

/**
 * What a loaded register says of a prospect: by the number that its site or a listing states, else by name and postcode
 * where exactly one entity fits. Silence proves nothing, and a register that was never loaded says nothing.
 */
export const registered = (
  store: Store,
  prospect: Pick<DueProspect, 'region' | 'golden'>,
  evidence: readonly Evidence[],
): readonly Evidence[] => {
  const [register, by] = REGISTERS[prospect.region] ?? []
  if (register === undefined || registerAsOf(store, register) === undefined) return []
  const numbered = evidence
    .filter((one) => one.by === by)
    .flatMap((one) => findEntity(store, register, one.value) ?? [])
  if (numbered.length > 0) return numbered.map((entity) => said(entity, 'number'))
  const postcode = prospect.golden.address?.value.postcode
  if (postcode === undefined) return []
  const key = nameKey(prospect.golden.name.value, prospect.region)
  const [only, ...others] = findEntitiesAt(store, register, key, postcode).filter(isActive)
  return only === undefined || others.length > 0 ? [] : [said(only, 'name and postcode')]
}

const isActive = (entity: RegisterEntity): boolean => entity.status === 'active'

/** What an entity proves; one that has ceased proves nothing about who trades there today. */
const said = (entity: RegisterEntity, found: string): Evidence => ({
  kind: isActive(entity) ? entity.legalKind : 'unknown',
  by: entity.register,
  value: entity.number,
  register: `${entity.register} of ${entity.asOf}, found by ${found}`,
  excerpt: [entity.name, entity.form, entity.status].filter(Boolean).join(', '),
  at: `${entity.asOf}T00:00:00.000Z`,
})
