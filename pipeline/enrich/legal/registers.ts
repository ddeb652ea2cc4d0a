import type { DueProspect } from '../../store/enrichment.ts'
import type { Evidence, Registers } from './kind.ts'

/** What loaded registers say of a prospect: by the numbers that its site and listings state, else by name and postcode. */
export const registered = (
  prospect: Pick<DueProspect, 'region' | 'golden'>,
  evidence: readonly Evidence[],
  registers: Registers | undefined,
): readonly Evidence[] => {
  if (registers === undefined) return []
  const postcode = prospect.golden.address?.value.postcode
  const hits = registers.find({
    region: prospect.region,
    numbers: evidence.filter((one) => one.by.endsWith('-number')).map((one) => one.value),
    name: prospect.golden.name.value,
    ...(postcode === undefined ? {} : { postcode }),
  })
  return hits.map((hit) => ({
    kind: hit.kind,
    by: hit.register,
    value: hit.number,
    register: `${hit.register} ${hit.at}`,
    excerpt: [hit.name, hit.form].filter(Boolean).join(', '),
    at: hit.at,
  }))
}
