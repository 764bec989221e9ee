import { fingerprintOf, type Check, type Details, type Ending, type SustainedCheck } from '../../src/model/check.ts'
import type {
  ContainerUsage,
  EndedAlert,
  Evidence,
  FiringAlert,
  NoticeAlert,
  UnstableAlert,
} from '../../src/model/alert.ts'
import type { ContainersReport, Inventory, Report } from '../../src/model/notification.ts'
import type {
  Container,
  ContainerEnd,
  ContainersReading,
  Disk,
  HostReading,
  ProcessUsage,
} from '../../src/model/reading.ts'

export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour
export const mebibyte = 1024 ** 2
export const gibibyte = 1024 ** 3

/** The time of every sample: a Tuesday, 14:30:07 in São Paulo. */
export const sampleTime = Date.UTC(2026, 2, 10, 17, 30, 7)

export type VisibleDisk = Exclude<Disk, { unavailable: string }>

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
export const sampleHost = (given: Partial<HostReading> = {}): HostReading => ({
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
  memoryLimitBytes: null,
  usage: { cpuPercent: 4, memoryBytes: 310 * mebibyte },
  peakMemoryBytes: null,
  oomAt: null,
  ...given,
})

export const sampleEnd = (given: Partial<ContainerEnd> = {}): ContainerEnd => ({
  at: sampleTime,
  exitCode: 1,
  oomKilled: false,
  signal: null,
  witnessed: true,
  ...given,
})

/** A container that ended by itself, with a code. */
export const crashedContainer = (end: Partial<ContainerEnd> = {}, given: Partial<Container> = {}): Container =>
  sampleContainer({ state: 'exited', end: sampleEnd(end), usage: null, ...given })

export const containersReading = (
  containers: readonly Container[],
  given: Partial<ContainersReading> = {},
): ContainersReading => ({ kind: 'containers', at: sampleTime, containers, ...given })

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

type AlertSample = Pick<Check, 'type' | 'subject' | 'details'>

export const noEvidence: Evidence = { processes: [], containers: [], disk: null, logLines: [] }

/** An alert that fires: `lasted` milliseconds old at the time of the samples. */
export const firingAlert = (
  { type, subject, details }: AlertSample,
  {
    lasted = 0,
    evidence = {},
    ...given
  }: Partial<Omit<FiringAlert, 'evidence'>> & { lasted?: number; evidence?: Partial<Evidence> } = {},
): FiringAlert => ({
  fingerprint: fingerprintOf({ type, subject }),
  type,
  subject,
  severity: 'critical',
  startsAt: sampleTime - lasted,
  reason: 'firing',
  check: sampleCheck({ type, subject, details, since: sampleTime - lasted }),
  before: null,
  withheld: 0,
  instability: null,
  evidence: { ...noEvidence, ...evidence },
  ...given,
})

/** An alert that has ended at the time of the samples, `lasted` milliseconds after it began. */
export const endedAlert = (
  { type, subject, details }: AlertSample,
  { lasted = 130 * second, ...given }: Partial<EndedAlert> & { lasted?: number } = {},
): EndedAlert => ({
  fingerprint: fingerprintOf({ type, subject }),
  type,
  subject,
  severity: 'critical',
  startsAt: sampleTime - lasted,
  endsAt: sampleTime,
  reason: 'resolved',
  check: sampleCheck({ type, subject, details, status: 'ok' }),
  withheld: 0,
  instability: null,
  ...given,
})

/** Something that has happened at the time of the samples. */
export const noticeAlert = ({ type, subject, details }: AlertSample): NoticeAlert => ({
  fingerprint: fingerprintOf({ type, subject }),
  type,
  subject,
  severity: 'warning',
  startsAt: sampleTime,
  reason: 'notice',
  check: sampleCheck({ type, subject, details, status: 'warning' }),
  withheld: 0,
  instability: null,
})

/** An alert that has changed to and fro for four minutes at the time of the samples. */
export const unstableAlert = (
  { type, subject, details }: AlertSample,
  now: UnstableAlert['now'],
  changes = 3,
): UnstableAlert => ({
  fingerprint: fingerprintOf({ type, subject }),
  type,
  subject,
  severity: 'critical',
  startsAt: sampleTime - 4 * minute,
  reason: 'unstable',
  now,
  instability: { changes, since: sampleTime - 4 * minute },
  check: sampleCheck({ type, subject, details, status: now === 'firing' ? 'critical' : 'ok' }),
  withheld: 0,
})

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
  unwell: [],
  missing: [],
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
  alerts: { fired: 0, ended: 0 },
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
