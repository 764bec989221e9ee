import type { Alert } from '../../src/model/alert.ts'
import type { CatchUpEntry, CatchUpNotification } from '../../src/model/notification.ts'
import * as sample from '../support/samples.ts'
import { channelDown, cpu, crash, disk, firing, network, reminder, removed, resolved, unstable, well } from './about.ts'
import type { Cases } from './about.ts'
import { escalated, happened, killed, reboot } from './history-cases.ts'

const { minute, hour, day, sampleTime: at } = sample

/** What there is to say of one trouble; it began when its life did. */
const entry = (alert: Alert, given: Partial<CatchUpEntry> = {}): CatchUpEntry => ({
  alert,
  startsAt: alert.word === 'happened' ? alert.occurrence.at : alert.life.startsAt,
  times: 1,
  toldBy: null,
  ...given,
})

const catchUp = (entries: readonly CatchUpEntry[], given: Partial<CatchUpNotification> = {}): CatchUpNotification => ({
  kind: 'catch-up',
  at,
  since: at - 3 * hour,
  insteadOf: null,
  entries,
  cameAndWent: 0,
  reports: 0,
  starts: 0,
  ...given,
})

const back = resolved({ ...crash, details: well }, { startsAt: at - 40 * minute, endsAt: at - 25 * minute })

/** What somebody missed, as it is when it can be sent. */
export const catchUps: Cases = {
  'one trouble that goes on': catchUp([entry(firing(crash, { lasted: 2 * hour }))]),
  'one that is known, and goes on': catchUp([entry(reminder(cpu, { lasted: 3 * hour }))]),
  'one that came several times': catchUp([
    entry(firing(crash, { lasted: 2 * hour }), { startsAt: at - 3 * hour, times: 4 }),
    entry(firing(cpu, { lasted: 20 * minute }), { startsAt: at - 3 * hour, times: 2 }),
  ]),
  'all that there is': catchUp(
    [
      entry(firing(network, { lasted: 2 * hour })),
      entry(escalated),
      entry(unstable(crash, 'firing')),
      entry(unstable(cpu, 'ended'), { times: 2 }),
      entry(happened(reboot, 1, 150 * minute)),
      entry(happened(killed, 2, 100 * minute), { times: 5 }),
      entry(back),
    ],
    { cameAndWent: 2, reports: 1, starts: 1 },
  ),
  'all has passed': catchUp([
    entry(back, { startsAt: at - 3 * hour, times: 9 }),
    entry(resolved({ ...cpu, details: sample.cpuDetails(9.46) }, { startsAt: at - 3 * hour, endsAt: at - 2 * hour })),
    entry(removed({ ...crash, subject: 'old', details: { kind: 'none' } }, { startsAt: at - day, endsAt: at - hour })),
  ]),
  'fine for the moment': catchUp([entry(unstable(crash, 'ended'))]),
  'only something that happened': catchUp([entry(happened(reboot, 1, 2 * hour))]),
  'only reports': catchUp([], { reports: 3 }),
  'only what came and went': catchUp([], { cameAndWent: 1 }),
  'in place of another channel': catchUp([entry(firing(disk, { lasted: 2 * hour })), entry(back)], {
    insteadOf: { channel: 'whatsapp', reason: { code: 'whatsAppDisconnected' } },
  }),
  'another channel has told it': catchUp([
    entry(resolved({ ...channelDown, details: { kind: 'none' } }, { lasted: 2 * hour }), { toldBy: 'telegram' }),
    entry(firing(disk, { lasted: 2 * hour }), { toldBy: 'telegram' }),
  ]),
}
