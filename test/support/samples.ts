import type { Alert, EndAlert, OccurrenceAlert, OpenAlert } from '../../src/model/alert.ts'
import type { Check, Details, Ending, SustainedCheck } from '../../src/model/check.ts'
import { fingerprintOf, noEvidence, type ContainerUsage, type EndedLife, type Evidence } from '../../src/model/life.ts'
import type { FiringLife, UnstableLife } from '../../src/model/life.ts'
import type { AlertsNotification, ContainersReport, Inventory, Report } from '../../src/model/notification.ts'
import type { Occurrence } from '../../src/model/occurrence.ts'
import type {
  Container,
  ContainerEnd,
  ContainersReading,
  Disk,
  HostReading,
  ProcessUsage,
  Reading,
} from '../../src/model/reading.ts'
import type { Reason } from '../../src/model/reason.ts'
import type { Told } from '../../src/model/told.ts'
import { quoted } from './reasons.ts'

export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour
export const mebibyte = 1024 ** 2
export const gibibyte = 1024 ** 3

/** The id of the host that every sample is of. */
export const sampleHostId = 'h-0123456789'

type Placed<R> = R & { readonly host: string }

/** The time of every sample: a Tuesday, 14:30:07 in São Paulo. */
export const sampleTime = Date.UTC(2026, 2, 10, 17, 30, 7)

export type VisibleDisk = Exclude<Disk, { unavailable: unknown }>

export const sampleDisk = (given: Partial<VisibleDisk> = {}): VisibleDisk => ({
  mount: '/',
  seenFrom: 'host',
  percent: 71,
  usedBytes: 56.8 * gibibyte,
  totalBytes: 80 * gibibyte,
  inodesPercent: 12,
  ...given,
})

export const sampleProcess = (given: Partial<ProcessUsage> = {}): ProcessUsage => ({
  pid: 4242,
  name: 'node',
  cpuPercent: 12,
  memoryBytes: 210 * mebibyte,
  containerId: null,
  ...given,
})

/** A healthy VPS: 2 cores, 8 GB, one disk. */
export const sampleHost = (given: Partial<HostReading> = {}): Placed<HostReading> => ({
  host: sampleHostId,
  kind: 'host',
  at: sampleTime,
  cpu: { percent: 31, perCore: [40, 22] },
  memory: { percent: 62, usedBytes: 4.9 * gibibyte, totalBytes: 7.8 * gibibyte },
  swap: { percent: 2, usedBytes: 0.04 * gibibyte, totalBytes: 2 * gibibyte },
  disks: [sampleDisk()],
  load: [0.7, 0.6, 0.5],
  pressure: { cpu: 1, memory: 0, io: 2 },
  uptimeSeconds: (15 * day + 8 * hour + 12 * minute) / second,
  processes: { count: 142, topByCpu: [sampleProcess()], topByMemory: [sampleProcess()] },
  ...given,
})

export const containerId = 'c0ffee'.repeat(11).slice(0, 64)

/** A container that runs and is well. */
export const sampleContainer = (given: Partial<Container> = {}): Container => ({
  id: containerId,
  name: 'db',
  containerName: 'db',
  image: 'postgres:17',
  state: 'running',
  health: 'none',
  healthOutput: null,
  startedAt: sampleTime - 3 * day,
  end: null,
  restartCount: 0,
  compose: null,
  service: null,
  stopSignal: 'SIGTERM',
  stopTimeoutSeconds: 10,
  restartPolicy: 'no',
  labels: null,
  memoryLimitBytes: 'none',
  usage: { cpuPercent: 4, memoryBytes: 310 * mebibyte },
  peakMemoryBytes: null,
  oomAt: null,
  startError: null,
  purpose: 'service',
  ...given,
})

export const sampleEnd = (given: Partial<ContainerEnd> = {}): ContainerEnd => ({
  at: sampleTime,
  exitCode: 1,
  oomKilled: false,
  signal: null,
  witnessed: true,
  stop: null,
  ...given,
})

/** A container that ended by itself, with a code. */
export const crashedContainer = (end: Partial<ContainerEnd> = {}, given: Partial<Container> = {}): Container =>
  sampleContainer({ state: 'exited', end: sampleEnd(end), usage: null, ...given })

export const containersReading = (
  containers: readonly Container[],
  given: Partial<ContainersReading> = {},
): Placed<ContainersReading> => ({ host: sampleHostId, kind: 'containers', at: sampleTime, containers, ...given })

/** A source that cannot see. */
export const unavailableReading = (
  source: Extract<Reading, { kind: 'unavailable' }>['source'],
  at = sampleTime,
  reason: Reason = quoted('hidden'),
): Reading => ({ host: sampleHostId, kind: 'unavailable', at, source, reason })

export const cpuDetails = (percent = 97, host: Partial<HostReading> = {}): Details => ({
  kind: 'cpu',
  percent,
  threshold: 85,
  clear: 80,
  host: sampleHost({ cpu: { percent, perCore: [percent, percent] }, load: [7.9, 4.1, 1.2], ...host }),
})

export const memoryDetails = (percent = 96, host: Partial<HostReading> = {}): Details => ({
  kind: 'memory',
  percent,
  threshold: 90,
  clear: 85,
  host: sampleHost({ memory: { percent, usedBytes: 7.5 * gibibyte, totalBytes: 7.8 * gibibyte }, ...host }),
})

export const diskDetails = (given: Partial<VisibleDisk> = {}): Details => {
  const disk = sampleDisk({ percent: 92, usedBytes: 73.6 * gibibyte, ...given })
  return { kind: 'disk', percent: disk.percent, threshold: 90, clear: 85, disk }
}

export const containerDetails = (container: Container, ending: Ending | null): Details => ({
  kind: 'container',
  container,
  ending,
})

export const sampleCheck = (given: Partial<SustainedCheck> = {}): SustainedCheck => ({
  type: 'CPU_CRITICAL',
  subject: 'host',
  at: sampleTime,
  since: sampleTime,
  status: 'critical',
  details: cpuDetails(),
  ...given,
})

type Sample = Pick<Check, 'type' | 'subject' | 'details'>

const lifeBase = ({ type, subject, details }: Sample) => ({
  id: 1,
  host: sampleHostId,
  fingerprint: fingerprintOf(sampleHostId, { type, subject }),
  type,
  subject,
  severity: 'critical' as const,
  check: sampleCheck({ type, subject, details }),
  instability: null,
  evidence: noEvidence,
  isSeen: true,
  look: 1,
  formerly: null,
})

/** A trouble that fires: `lasted` milliseconds old at the time of the samples. */
export const firingLife = (
  sample: Sample,
  {
    lasted = 0,
    evidence = {},
    ...given
  }: Partial<Omit<FiringLife, 'evidence'>> & { lasted?: number; evidence?: Partial<Evidence> } = {},
): FiringLife => ({
  ...lifeBase(sample),
  state: 'firing',
  startsAt: sampleTime - lasted,
  check: sampleCheck({ ...sample, since: sampleTime - lasted }),
  evidence: { ...noEvidence, ...evidence },
  ...given,
})

/** One that has ended at the time of the samples, `lasted` milliseconds after it began. */
export const endedLife = (
  sample: Sample,
  { lasted = 130 * second, ...given }: Partial<EndedLife> & { lasted?: number } = {},
): EndedLife => ({
  ...lifeBase(sample),
  state: 'resolved',
  startsAt: sampleTime - lasted,
  endsAt: sampleTime,
  check: sampleCheck({ ...sample, status: 'ok' }),
  ...given,
})

/** One that has changed to and fro for four minutes at the time of the samples. */
export const unstableLife = (
  sample: Sample,
  now: UnstableLife['now'],
  changes = 3,
  given: Partial<UnstableLife> = {},
): UnstableLife => ({
  ...lifeBase(sample),
  state: 'unstable',
  now,
  startsAt: sampleTime - 4 * minute,
  instability: { changes, since: sampleTime - 4 * minute, lastAt: sampleTime },
  check: sampleCheck({ ...sample, status: now === 'firing' ? 'critical' : 'ok' }),
  ...given,
})

/** What people were told of a life. */
export const toldOf = (
  { fingerprint, id, severity, startsAt, check, ...life }: FiringLife | UnstableLife | EndedLife,
  given: Partial<Told> = {},
): Told => ({
  fingerprint,
  life: id,
  state: life.state === 'unstable' ? 'unstable' : 'firing',
  severity,
  startsAt,
  check,
  at: startsAt,
  reminders: 0,
  isReminderDue: false,
  quiet: null,
  ...given,
})

/** A word about a trouble that goes on. */
export const openAlert = (life: OpenAlert['life'], given: Partial<OpenAlert> = {}): OpenAlert => ({
  word: life.state,
  life,
  before: null,
  ended: null,
  bears: [],
  missed: 0,
  ...given,
})

/** The word about its end. */
export const endAlert = (life: EndedLife, given: Partial<EndAlert> = {}): EndAlert => ({
  word: life.state,
  life,
  before: toldOf(life),
  bears: [],
  missed: 0,
  ...given,
})

export const sampleOccurrence = (sample: Sample, given: Partial<Occurrence> = {}): Occurrence => ({
  id: `${sample.type} ${sample.subject}`,
  host: sampleHostId,
  fingerprint: fingerprintOf(sampleHostId, sample),
  type: sample.type,
  subject: sample.subject,
  details: sample.details,
  severity: 'warning',
  at: sampleTime,
  times: 1,
  ...given,
})

export const occurrenceAlert = (sample: Sample): OccurrenceAlert => ({
  word: 'happened',
  occurrence: sampleOccurrence(sample),
})

export const alertsNotification = (
  alerts: readonly Alert[],
  given: Partial<AlertsNotification> = {},
): AlertsNotification => ({ kind: 'alerts', at: sampleTime, quiet: null, alerts, cameAndWent: 0, ...given })

export const noDeliveries = { sent: 0, failed: 0, lost: 0, queued: 0 }

export const containerUsage = (name: string, cpuPercent: number, mebibytes: number): ContainerUsage => ({
  name,
  cpuPercent,
  memoryBytes: mebibytes * mebibyte,
})

export const seenContainers = (
  given: Partial<Extract<ContainersReport, { kind: 'seen' }>> = {},
): Extract<ContainersReport, { kind: 'seen' }> => ({
  kind: 'seen',
  total: 12,
  running: 12,
  watched: 12,
  down: [],
  labelProblems: [],
  topByCpu: [],
  topByMemory: [],
  ...given,
})

export const sampleReport = (given: Partial<Report> = {}): Report => ({
  since: sampleTime - 4 * hour,
  host: sampleHost(),
  hostUnavailable: null,
  containers: seenContainers(),
  services: null,
  firing: [],
  silenced: [],
  alerts: { told: 0, ended: 0, untold: 0 },
  deliveries: { ...noDeliveries, sent: 1 },
  heartbeats: null,
  ...given,
})

export const sampleInventory: Inventory = {
  operatingSystem: 'Debian GNU/Linux 12',
  kernel: '6.1.0-28-amd64',
  cpuModel: 'AMD EPYC 7B13',
  cores: 2,
  memoryBytes: 7.8 * gibibyte,
  virtualization: 'kvm',
}
