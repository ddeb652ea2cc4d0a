import { campaignTallies, stopCampaign, stoppedCampaigns } from '../store/campaign-stop.ts'
import { alarm, type Run } from './delivery.ts'
import { tripped } from './pace.ts'

/** Stops campaigns of which too much comes back, and says so. */
export const checkBreaker = (run: Run): void => {
  const { store, config, now } = run.delivery
  run.looked.at = run.delivery.clock()
  const stopped = new Set(stoppedCampaigns(store).map((stop) => stop.campaign))
  for (const tally of campaignTallies(store)) {
    const why = tripped(tally, config.breaker)
    if (why === undefined || stopped.has(tally.campaign)) continue
    stopCampaign(store, { campaign: tally.campaign, by: 'breaker', why, at: now() })
    run.mark.note()
    alarm(
      run,
      `campaign ${tally.campaign} is stopped: ${why}. Look into it, then: pipeline resume ${tally.campaign}`,
    )
  }
}
