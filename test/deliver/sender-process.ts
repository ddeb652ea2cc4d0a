// A sender in a process of its own, to be killed: `tsx sender-process.ts DATABASE URL SECONDS`. It says that it is
// loaded and waits for a line before it begins, so that tests kill senders and not loaders.
import { once } from 'node:events'
import { openStore } from '../../pipeline/store/open.ts'
import { deliveryTo, fast, runDelivery } from './outbox.ts'

const [path = '', url = '', replySeconds = '1'] = process.argv.slice(2)
process.stdout.write('loaded\n')
await once(process.stdin, 'data')
process.stdin.destroy()
const store = openStore(path)
const report = await runDelivery(
  deliveryTo(store, url, {
    config: fast({ replySeconds: Number(replySeconds), group: 20, breaker: { least: 1_000_000 } }),
  }),
)
console.log(JSON.stringify(report))
store.close()
