import { defineProbe, isOwn } from '../../probe.ts'

export default defineProbe({
  about: "the business is not in the user's own directory",
  severity: 'middle',
  sayable: true,
  says: ['directory'],
  look: ({ own, listings }) =>
    own === undefined || listings.some((listing) => isOwn(own, listing))
      ? []
      : [{ data: { directory: own.name } }],
})
