import { loadRegions } from '../region.ts'
import { openStore } from '../store/open.ts'
import { type Fresh, freshMaker } from './fresh.ts'
import { answerAsks } from './thread.ts'

/** The second thread of `dedupeWhole`: reads listings and makes golden records of them, for the first to write. */
answerAsks<readonly (readonly number[])[], readonly Fresh[]>(async (path) => {
  const make = freshMaker(openStore(String(path), { readonly: true }), await loadRegions())
  return (clusters) => clusters.map(make)
})
