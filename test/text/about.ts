import type { Alert, OpenAlert } from '../../src/model/alert.ts'
import type { Notification } from '../../src/model/notification.ts'
import type { ProbeFailure } from '../../src/model/service.ts'
import * as sample from '../support/samples.ts'

const { second, minute, hour, gibibyte, mebibyte, sampleTime: at } = sample
const { firingLife, endedLife, unstableLife, toldOf, openAlert, endAlert } = sample

export type Cases = Readonly<Record<string, Notification>>

export const alerts = (first: Alert, ...rest: readonly Alert[]): Notification =>
  sample.alertsNotification([first, ...rest])

export type About = Parameters<typeof firingLife>[0]
type Firing = Parameters<typeof firingLife>[1]

export const firing = (about: About, given: Firing = {}): OpenAlert => openAlert(firingLife(about, given))

/** It was told before, and nothing has changed since, save what is given. */
export const reminder = (about: About, given: Firing = {}, before: Partial<About> = {}): OpenAlert =>
  openAlert(firingLife(about, given), { word: 'reminder', before: toldOf(firingLife({ ...about, ...before }, given)) })

export const resolved = (about: About, given: Parameters<typeof endedLife>[1] = {}): Alert =>
  endAlert(endedLife(about, given))

export const unstable = (about: About, now: 'firing' | 'ended'): OpenAlert => openAlert(unstableLife(about, now))

export const removed = (about: About, given: Parameters<typeof endedLife>[1] = {}): Alert =>
  endAlert(endedLife(about, { ...given, state: 'removed' }))

export const transcoder = { name: 'ffmpeg', cpuPercent: 180, container: 'transcoder' }
export const cpuEvidence = {
  processes: [
    { ...sample.sampleProcess({ ...transcoder }), container: 'transcoder' },
    { ...sample.sampleProcess({ name: 'node', cpuPercent: 11.6 }), container: null },
    { ...sample.sampleProcess({ name: 'postgres', cpuPercent: 3.1 }), container: 'db' },
  ],
  containers: [sample.containerUsage('transcoder', 181, 900), sample.containerUsage('db', 3.42, 310)],
}
export const idleEvidence = {
  processes: [
    { ...sample.sampleProcess({ ...transcoder }), container: 'transcoder' },
    { ...sample.sampleProcess({ name: 'sleep', cpuPercent: 0 }), container: null },
  ],
  containers: [],
}
export const memoryEvidence = {
  processes: [
    { ...sample.sampleProcess({ name: 'postgres', memoryBytes: 4.25 * gibibyte }), container: 'db' },
    { ...sample.sampleProcess({ name: 'node', memoryBytes: 290 * mebibyte }), container: 'api' },
    { ...sample.sampleProcess({ name: 'dockerd', memoryBytes: 96 * mebibyte }), container: null },
  ],
  containers: [sample.containerUsage('db', 3, 4600), sample.containerUsage('api', 3, 310)],
}

export const cpu = { type: 'CPU_CRITICAL', subject: 'host', details: sample.cpuDetails() }
export const ram = { type: 'RAM_CRITICAL', subject: 'host', details: sample.memoryDetails() }
export const swap = {
  type: 'SWAP_CRITICAL',
  subject: 'host',
  details: sample.memoryDetails(95, { swap: { percent: 95, usedBytes: 1.9 * gibibyte, totalBytes: 2 * gibibyte } }),
}
export const disk = { type: 'DISK_CRITICAL', subject: '/', details: sample.diskDetails() }
export const diskEvidence = {
  usage: [
    { kind: 'images', bytes: 21 * gibibyte, largest: null, unusedBytes: 8 * gibibyte },
    { kind: 'volumes', bytes: 12 * gibibyte, largest: { name: 'db_data', bytes: 9 * gibibyte }, unusedBytes: null },
    { kind: 'logs', bytes: 2.5 * gibibyte, largest: { name: 'api', bytes: 2.1 * gibibyte }, unusedBytes: null },
    { kind: 'buildCache', bytes: 1e6, largest: null, unusedBytes: null },
  ],
  grown: [],
} as const
export const inodes = {
  type: 'INODES_CRITICAL',
  subject: '/',
  details: { kind: 'inodes', percent: 97, threshold: 90, clear: 85, disk: sample.sampleDisk({ inodesPercent: 97 }) },
} as const
export const forecast = {
  type: 'DISK_FORECAST',
  subject: '/',
  details: { kind: 'forecast', disk: sample.sampleDisk(), fullAt: at + 14 * hour, bytesPerHour: 1.7 * gibibyte },
} as const
export const blindness = {
  type: 'MONITORING_BLIND',
  subject: 'host',
  details: { kind: 'blind', types: ['CPU_CRITICAL', 'RAM_CRITICAL'] },
} as const
export const service = (failure: ProbeFailure) =>
  ({
    type: 'SERVICE_DOWN',
    subject: 'shop',
    details: { kind: 'service', failure, timeout: 5 * second, tookMilliseconds: 12 },
  }) as const
export const expiring = (left: number) =>
  ({ type: 'TLS_EXPIRING', subject: 'shop', details: { kind: 'certificate', validUntil: at + left } }) as const
export const channelDown = {
  type: 'CHANNEL_DOWN',
  subject: 'whatsapp',
  details: {
    kind: 'channel',
    state: 'down',
    reason: { code: 'whatsAppDisconnected' },
  },
} as const
export const unsaved = {
  type: 'OUTBOX_UNSAVED',
  subject: 'outbox',
  details: { kind: 'reason', reason: { code: 'diskFull' } },
} as const
export const network = { type: 'NETWORK_DOWN', subject: 'host', details: { kind: 'none' } } as const
export const engine = {
  type: 'DOCKER_CONNECTION_ERROR',
  subject: 'docker',
  details: { kind: 'reason', reason: { code: 'connectionRefused', system: null } },
} as const
export const missing = { type: 'CONTAINER_NOT_FOUND', subject: 'worker', details: { kind: 'none' } } as const

export const notRunning = (...details: Parameters<typeof sample.containerDetails>) => ({
  type: 'CONTAINER_NOT_RUNNING',
  subject: details[0].name,
  details: sample.containerDetails(...details),
})
export const unhealthy = (healthOutput: string | null) => ({
  type: 'CONTAINER_UNHEALTHY',
  subject: 'api',
  details: sample.containerDetails(sample.sampleContainer({ name: 'api', health: 'unhealthy', healthOutput }), null),
})
export const certificate = {
  type: 'CERTIFICATE_EXPIRING',
  subject: 'example.com',
  details: { kind: 'text', text: 'valid until 13 Mar' },
} as const

export const well = sample.containerDetails(sample.sampleContainer(), null)
export const crash = notRunning(sample.crashedContainer({ exitCode: 1 }), 'crashed')
export const loop = (deaths: number, exitCodes: readonly (number | null)[]) => ({
  type: 'CONTAINER_CRASH_LOOP',
  subject: 'worker',
  details: {
    kind: 'crash-loop',
    container: sample.crashedContainer({}, { name: 'worker', state: 'restarting', startedAt: at - 4 * second }),
    deaths,
    exitCodes,
    within: 10 * minute,
  } as const,
})
export const looping = loop(3, [1, 1, 1])
export const outOfMemory = {
  ...notRunning(
    sample.crashedContainer(
      { exitCode: 137, oomKilled: true },
      { memoryLimitBytes: 512 * mebibyte, peakMemoryBytes: 511 * mebibyte },
    ),
    'crashed',
  ),
  type: 'CONTAINER_OOM',
}
export const usage = (measure: 'cpu' | 'memory', percent: number) => ({
  type: measure === 'cpu' ? 'CONTAINER_CPU' : 'CONTAINER_RAM',
  subject: 'api',
  details: {
    kind: 'container-usage',
    measure,
    percent,
    threshold: measure === 'cpu' ? 150 : 90,
    clear: measure === 'cpu' ? 145 : 85,
    container: sample.sampleContainer({
      name: 'api',
      memoryLimitBytes: 512 * mebibyte,
      usage: { cpuPercent: percent, memoryBytes: (percent / 100) * 512 * mebibyte },
    }),
  } as const,
})
export const usageEvidence = {
  processes: [{ ...sample.sampleProcess({ cpuPercent: 178, memoryBytes: 480 * mebibyte }), container: null }],
}
