import { defineCommand, JSON_OPTION } from '../command.ts'
import { EXIT } from '../model/exit.ts'

/** `pipeline sources`: every source's card, and whether it may run live here. */
export default defineCommand<{ json?: boolean }>({
  about: 'list the sources: what they are, under what terms, and whether they may run live here',
  options: [JSON_OPTION],
  run: async ({ out, config, env }, { json }) => {
    const { loadSources, liveness } = await import('../harvest/sources.ts')
    const { sources: settings } = await config()
    const cards = [...(await loadSources())].map(([id, source]) => ({
      id,
      about: source.about,
      regions: source.regions,
      terms: source.terms,
      evidence: source.evidence,
      kinds: Object.keys(source.read),
      ...(source.needs === undefined ? {} : { needs: source.needs }),
      ...liveness(id, source, settings, env),
    }))
    if (json) for (const card of cards) out.json(card)
    else {
      out.table(
        ['SOURCE', 'LIVE', 'READERS', 'WHAT IT IS'],
        cards.map((card) => [card.id, card.live ? 'yes' : 'no', card.evidence, card.about]),
      )
      for (const card of cards) if (!card.live) out.say(`${card.id}: ${card.why}`)
    }
    return EXIT.done
  },
})
