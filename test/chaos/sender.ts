// Feeds an outbox with numbered troubles until it is killed, and prints each number once it is written down.
import { asyncScheduler, concatWith, interval, map, NEVER, take, tap } from 'rxjs'
import { aboutOf } from '../../src/model/alert.ts'
import { alertsIn } from '../../src/model/notification.ts'
import { createWhatsApp } from '../../src/sinks/channels/whatsapp.ts'
import { openStore } from '../../src/sinks/outbox/open-store.ts'
import { createOutbox } from '../../src/sinks/outbox/outbox.ts'
import { silentLogs } from '../support/captured-log.ts'
import { deliver } from '../support/outbox.ts'
import { alertsNotification, cpuDetails, firingLife, openAlert, sampleHostId } from '../support/samples.ts'
import { randomOf } from './faults.ts'
import { clients } from '../support/clients.ts'

const number = '5511988887777'
const lostGroup = '120363000000000000@g.us'
const [path = '', url = '', from = '0', count = '0'] = process.argv.slice(2)
const { log } = { log: silentLogs('chaos') }
const store = openStore({ path, host: sampleHostId, now: () => asyncScheduler.now(), log })
const whatsapp = createWhatsApp({
  http: clients.http,
  evolution: { url, token: 'k', instance: 'vigilo', recipients: [number, lostGroup] },
  text: (notification) => [alertsIn(notification).map((alert) => `${aboutOf(alert).subject}.`)],
  repeated: 'repetida',
  timeLimit: 300,
  log,
})
// Faster than any telephone may be written to: the server is this machine's own.
const outbox = createOutbox({
  channels: [{ ...whatsapp, pace: null }],
  store,
  limits: { queued: 100_000, retention: 86_400_000, stale: 86_400_000 },
  random: randomOf(Number(from)),
  logs: silentLogs,
})
const observed: typeof outbox = {
  ...outbox,
  accept: (news) => {
    const accepted = outbox.accept(news)
    if (accepted !== null) process.stdout.write(`${news.at}\n`)
    return accepted
  },
}
const news$ = interval(5).pipe(
  map((index) => Number(from) + index),
  take(Number(count)),
  concatWith(NEVER),
  map((id) => firingLife({ type: 'X', subject: `n${id}`, details: cpuDetails() }, { id })),
  tap((life) => outbox.keep([life])),
  map((life) => alertsNotification([openAlert(life)], { at: life.id })),
)
deliver(observed, news$).subscribe({
  error: (error: unknown) => {
    throw error
  },
})
setInterval(() => {
  process.stdout.write(`waiting ${store.countWaitingFor({ channel: 'whatsapp', recipient: number })}\n`)
}, 100)
