import { defineProbe } from '../../probe.ts'

export default defineProbe({
  about: "the business is not in the user's own directory",
  severity: 'middle',
  sayable: true,
  says: ['directory'],
  look: ({ own, listings }) =>
    own === undefined || listings.some(({ source }) => source === own.source)
      ? []
      : [{ data: { directory: own.name } }],
})
