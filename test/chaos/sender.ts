// Feeds an outbox with numbered notifications until it is killed, and prints each number once it is written down.
import { asyncScheduler, concatWith, interval, map, NEVER, take } from 'rxjs'
import { createWhatsApp } from '../../src/sinks/channels/whatsapp.ts'
import { openStore } from '../../src/sinks/outbox/open-store.ts'
import { createOutbox } from '../../src/sinks/outbox/outbox.ts'
import { silentLogs } from '../support/captured-log.ts'
import { firing, told } from '../support/notifications.ts'

const [path = '', url = '', from = '0', count = '0'] = process.argv.slice(2)
const { log } = { log: silentLogs('chaos') }
const store = openStore({ path, now: () => asyncScheduler.now(), log })
const whatsapp = createWhatsApp({
  evolution: { url, token: 'k', instance: 'vigilo', recipients: ['5511988887777'] },
  text: (notification) => [[`n${notification.at}.`]],
  repeated: 'repetida',
  timeLimit: 300,
  log,
})
const numbers$ = interval(5).pipe(map((index) => Number(from) + index))
const observed = {
  ...store,
  accept: (...given: Parameters<typeof store.accept>) => {
    store.accept(...given)
    process.stdout.write(`${given[0].at}\n`)
  },
}
// Faster than any telephone may be written to: the server is this machine's own.
const outbox = createOutbox({
  channels: [{ ...whatsapp, pace: null }],
  store: observed,
  limits: { queued: 100_000, retention: 86_400_000, stale: 86_400_000 },
  random: Math.random,
  logs: silentLogs,
})
numbers$
  .pipe(
    take(Number(count)),
    concatWith(NEVER),
    map((at) => ({ ...told(firing(`n${at}`)), at })),
    outbox.deliver,
  )
  .subscribe()
setInterval(() => {
  process.stdout.write(`waiting ${store.countWaiting()}\n`)
}, 100)
