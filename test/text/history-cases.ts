import type { Details } from '../../src/model/check.ts'
import type { Instability, UnstableLife } from '../../src/model/life.ts'
import type { Told } from '../../src/model/told.ts'
import * as sample from '../support/samples.ts'
import { alerts, cpu, crash, disk, firing, forecast, inodes, loop, network, outOfMemory, reminder } from './about.ts'
import { removed, resolved, service, unhealthy, unsaved, usage, well, type About, type Cases } from './about.ts'

const { second, minute, hour, day, mebibyte, sampleTime: at } = sample
const { firingLife, endedLife, unstableLife, toldOf, openAlert, endAlert } = sample

const jobs = (count: number): About => ({
  type: 'QUEUE_LONG',
  subject: 'queue',
  details: { kind: 'text', text: `${count} jobs wait` },
})

export const escalated = openAlert(firingLife(jobs(2000), { lasted: 25 * minute }), {
  word: 'escalated',
  before: toldOf(firingLife(jobs(600), { lasted: 25 * minute, severity: 'warning' })),
})

const crashAgain: About = {
  ...crash,
  details: sample.containerDetails(sample.crashedContainer({ exitCode: 1 }, { startedAt: at - 2 * hour }), 'crashed'),
}

/** It fires for the second time, and of the end of the first time nobody was told. */
const again = (earlier: Parameters<typeof endedLife>[1], about: About = crashAgain) => {
  const ended = endedLife(about, earlier)
  return openAlert(firingLife(about, { id: 2 }), { before: toldOf(ended), ended })
}

const toAndFro: Instability = { changes: 9, since: at - hour, lastAt: at - 16 * minute }

/** It was told as unstable. */
const toldUnstable = (about: About, given: Partial<Told> = {}): Told => toldOf(unstableLife(about, 'firing'), given)

const stillUnstable = (about: About, now: UnstableLife['now'], given: Partial<UnstableLife> = {}) =>
  openAlert(unstableLife(about, now, 13, given), { word: 'reminder', before: toldUnstable(about) })

const settledInTrouble = openAlert(firingLife(crash, { lasted: 16 * minute, instability: toAndFro }), {
  word: 'settled',
  before: toldUnstable(crash),
})

const settledAndFine = endAlert(
  endedLife({ ...crash, details: well }, { endsAt: at - 16 * minute, instability: toAndFro }),
  { before: toldUnstable(crash) },
)

/** What was told ended, came again and ended again, while it could not be told. */
const endedAgain = endAlert(endedLife({ ...crash, details: well }, { id: 3, lasted: 40 * second }), {
  before: toldOf(firingLife(crash, { lasted: 5 * hour })),
  missed: 1,
})

const easing = (details: Details): Details =>
  'percent' in details ? { ...details, percent: details.clear + 2 } : details

export const killed: About = {
  ...outOfMemory,
  details: sample.containerDetails(
    sample.sampleContainer({ memoryLimitBytes: 512 * mebibyte, peakMemoryBytes: 500 * mebibyte }),
    null,
  ),
}
export const reboot: About = {
  type: 'REBOOTED',
  subject: 'host',
  details: { kind: 'reboot', awayMilliseconds: 4 * minute },
}

export const happened = (about: About, times: number, ago = 0) => ({
  word: 'happened' as const,
  occurrence: sample.sampleOccurrence(about, { times, at: at - ago }),
})

const crashOfApi: About = { ...crash, subject: 'api' }

const renamed: About = { ...crash, subject: 'db-old' }

/** Its message bears the end of these. */
const replacing = (about: About, ...earlier: readonly About[]) =>
  openAlert(firingLife(about), { bears: earlier.map((one) => toldOf(firingLife(one))) })

/** What people know already changes what there is to say. */
export const histories: Cases = {
  'escalated from a warning': alerts(escalated),
  'reminder, no longer critical': alerts(
    openAlert(firingLife(jobs(700), { lasted: 2 * hour, severity: 'warning' }), {
      word: 'reminder',
      before: toldOf(firingLife(jobs(2000), { lasted: 2 * hour })),
    }),
  ),
  'escalated while it is unstable': alerts(
    openAlert(unstableLife(jobs(2000), 'firing'), {
      word: 'escalated',
      before: toldUnstable(jobs(600), { severity: 'warning' }),
    }),
  ),

  'easing: CPU': alerts(reminder({ ...cpu, details: easing(cpu.details) }, { lasted: hour }, cpu)),
  'easing: disk': alerts(reminder({ ...disk, details: easing(disk.details) }, { lasted: hour }, disk)),
  'easing: inodes': alerts(reminder({ ...inodes, details: easing(inodes.details) }, { lasted: hour }, inodes)),
  'easing: memory of a container': alerts(
    reminder(usage('memory', 87), { severity: 'warning', lasted: hour }, usage('memory', 95)),
  ),
  'easing: as it was': alerts(reminder({ ...cpu, details: easing(cpu.details) }, { lasted: 2 * hour })),
  'reminder: more deaths than before': alerts(
    reminder(loop(41, [1, 137, 1]), { lasted: 31 * minute }, loop(3, [1, 1, 1])),
  ),
  'reminder: it will be full earlier than before': alerts(
    reminder(
      forecast,
      { severity: 'warning', lasted: 2 * hour },
      { details: { ...forecast.details, fullAt: at + 20 * hour } },
    ),
  ),

  'again, and the end of the first time was not told': alerts(
    again({ startsAt: at - 140 * minute, endsAt: at - 2 * hour }),
  ),
  'again, a day after the first time': alerts(
    again({ startsAt: at - 27 * hour, endsAt: at - 26 * hour }, { ...cpu, details: sample.cpuDetails() }),
  ),
  'again, after it had been unstable': alerts(
    again({ startsAt: at - 3 * hour, endsAt: at - 2 * hour, instability: toAndFro }),
  ),
  'again, and unstable': alerts(
    openAlert(unstableLife(crash, 'firing', 3, { id: 2 }), {
      before: toldOf(firingLife(crash, { lasted: hour })),
      ended: endedLife(crash, { startsAt: at - hour, endsAt: at - 4 * minute }),
    }),
  ),
  'it ended twice, and nobody was told of the second time': alerts(endedAgain),

  'renamed since it was told: a reminder': alerts(
    openAlert(firingLife(renamed, { lasted: hour }), { word: 'reminder', before: toldOf(firingLife(crash)) }),
  ),
  'renamed since it was told: its end': alerts(
    endAlert(endedLife({ ...renamed, details: well }), { before: toldOf(firingLife(crash)) }),
  ),
  'renamed since it was told: in a list': alerts(
    firing(cpu),
    endAlert(endedLife({ ...renamed, details: well }), { before: toldOf(firingLife(crash)) }),
  ),
  'a crash after the container was unhealthy': alerts(replacing(crashOfApi, unhealthy('GET /health → 503'))),
  'a crash after it used too much memory and CPU': alerts(
    replacing(crashOfApi, usage('memory', 95), usage('cpu', 180)),
  ),
  'a loop after a crash': alerts(replacing(loop(3, [1, 1, 1]), { ...crash, subject: 'worker' })),
  'a disk that is full as was foreseen': alerts(replacing(disk, forecast)),
  'replacing, in a list': alerts(firing(cpu), replacing(crashOfApi, unhealthy('GET /health → 503'))),

  'missed once before': alerts(openAlert(firingLife(crash), { missed: 1 })),
  'missed four times before': alerts(openAlert(firingLife(cpu, { lasted: hour }), { missed: 4 })),
  'missed before an end': alerts(endAlert(endedLife({ ...crash, details: well }), { missed: 2 })),

  'told late: a crash': alerts(firing(crash, { lasted: 3 * hour, evidence: { logLines: ['LOG: shutting down'] } })),
  'told late: unhealthy': alerts(firing(unhealthy('GET /health → 503'), { lasted: 3 * hour })),
  'told late: a service': alerts(firing(service({ reason: 'refused', detail: '' }), { lasted: 26 * hour })),
  'told late: messages unsaved': alerts(firing(unsaved, { severity: 'warning', lasted: 10 * minute })),
  'told late: no network': alerts(firing(network, { lasted: 3 * hour })),
  'told late: an end': alerts(
    resolved({ ...crash, details: well }, { startsAt: at - 3 * hour, endsAt: at - 2 * hour }),
  ),
  'told late: a removal': alerts(
    removed({ ...crash, details: { kind: 'none' } }, { startsAt: at - 26 * hour, endsAt: at - 25 * hour }),
  ),

  'unstable, after it was told as firing': alerts(
    openAlert(unstableLife(crash, 'firing'), { before: toldOf(firingLife(crash, { lasted: 4 * minute })) }),
  ),
  'unstable, reminder, in trouble now': alerts(stillUnstable(unhealthy('GET /health → 503'), 'firing')),
  'unstable, reminder, fine now': alerts(stillUnstable({ ...crash, details: well }, 'ended')),
  'unstable, reminder, easing': alerts(stillUnstable({ ...cpu, details: easing(cpu.details) }, 'firing')),
  'settled in trouble': alerts(settledInTrouble),
  'settled and fine': alerts(settledAndFine),
  'settled and removed': alerts(
    endAlert(
      endedLife(
        { ...crash, details: { kind: 'none' } },
        { state: 'removed', endsAt: at - 16 * minute, startsAt: at - 18 * minute, instability: toAndFro },
      ),
      { before: toldUnstable(crash) },
    ),
  ),
  'settled long ago, and resolved now': alerts(
    endAlert(endedLife({ ...crash, details: well }, { lasted: 5 * hour, instability: toAndFro })),
  ),

  'a process killed for memory, three times': alerts(happened(killed, 3)),
  'a process killed for memory, three times in the night': alerts(happened(killed, 3, 9 * hour)),
  'a process killed for memory in the night': alerts(happened(killed, 1, 9 * hour)),
  'server restarted in the night': alerts(happened(reboot, 1, 9 * hour)),
  'server restarted at one in the morning': alerts(happened(reboot, 2, 13 * hour)),
  'server restarted yesterday': alerts(happened(reboot, 1, 22 * hour)),

  'all of it in one message': sample.alertsNotification(
    [
      again({ startsAt: at - hour, endsAt: at - 40 * minute }),
      escalated,
      firing(unhealthy('GET /health → 503'), { lasted: 3 * hour }),
      openAlert(firingLife({ ...cpu, subject: 'host' }, { lasted: hour }), { missed: 2 }),
      stillUnstable(disk, 'firing'),
      endedAgain,
      resolved(service({ reason: 'dns', detail: '' }), { startsAt: at - 3 * hour, endsAt: at - 2 * hour }),
      happened(killed, 3),
      happened(reboot, 1, 9 * hour),
    ],
    { cameAndWent: 4 },
  ),
  'ends after the night': alerts(
    settledAndFine,
    resolved({ ...cpu, details: sample.cpuDetails(9.46) }, { startsAt: at - 9 * hour, endsAt: at - 8 * hour }),
    removed({ ...crash, subject: 'old', details: { kind: 'none' } }, { startsAt: at - day, endsAt: at - 8 * hour }),
  ),
}
