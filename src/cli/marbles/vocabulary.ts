import { hasEnded, isFiring, type Alert, type LifeAlert } from '../../model/alert.ts'
import { alertTypeOf } from '../../model/alert-types.ts'
import { fingerprintOf, type Check, type Ending, type Status } from '../../model/check.ts'
import type { AlertsNotification, Notification } from '../../model/notification.ts'
import type { Silence } from '../../model/silence.ts'
import type { Container, HostReading, Reading, ServiceReading } from '../../model/reading.ts'

/**
 * The words that stand for values in a diagram.
 *
 * Readings: `cpu 91`, `ram 95`, `disk 93`, `no host`; `db up`, `db started` (up, since now), `db sick`, `db starting`, `db exit 1`, `db stop`,
 * `db oom` (up, a process in it was killed for memory), `db using 95` (percent of its memory limit), `db paused`, several as in `db up + web exit 1`, none as `no containers`, and `no engine`.
 * `service shop ok`, `service shop refused`, `service shop timeout`.
 * Checks: `cpu ok`, `cpu easing` (not above its threshold, and not below its clear value), `db critical`, `db health critical`, `db presence critical`, `db oom critical`, `db loop critical`, `db memory warning`, `docker unknown`; an end that was meant
 * is `db stopped`.
 * Alerts: `cpu firing`, `db reminder`, `db unstable`, `db settled`, `db resolved`, `db removed`, `db notice`. Notifications: their alerts, joined by ` + `.
 */

/** The reading that a word stands for, seen at `at`. */
export const readReading = (word: string, at: number): Reading => {
  if (word === 'no host') return { kind: 'unavailable', at, source: 'host', reason: 'hidden' }
  if (word === 'no engine') return { kind: 'unavailable', at, source: 'containers', reason: 'hidden' }
  const [, service = '', outcome = ''] = /^service (\S+) (ok|refused|timeout)$/.exec(word) ?? []
  if (service !== '') return readService(service, outcome, at)
  const [, figure = '', percent = ''] = /^(cpu|ram|disk) (\d+)$/.exec(word) ?? []
  if (figure !== '') return host(at, { [figure]: Number(percent) })
  const containers = word === 'no containers' ? [] : word.split(' + ').map((one) => readContainer(one, at))
  return { kind: 'containers', at, containers }
}

const host = (
  at: number,
  { cpu = 10, ram = 10, disk = 10 }: { cpu?: number; ram?: number; disk?: number },
): HostReading => ({
  kind: 'host',
  at,
  cpu: { percent: cpu, perCore: [cpu] },
  memory: usage(ram),
  swap: null,
  disks: [{ ...usage(disk), mount: '/', seenFrom: 'host', inodesPercent: null }],
  load: [0, 0, 0],
  pressure: null,
  uptimeSeconds: 3_600,
  processes: null,
})

/** One elsewhere, that is down after its second failure. */
const readService = (name: string, outcome: string, at: number): ServiceReading => ({
  kind: 'service',
  at,
  service: {
    name,
    host: `${name}.example.com`,
    hasCertificate: false,
    timeout: 5_000,
    failures: 2,
  },
  failure: outcome === 'ok' ? null : { reason: outcome === 'timeout' ? 'timeout' : 'refused', detail: '' },
  validUntil: null,
  tookMilliseconds: 0,
})

const usage = (percent: number) => ({ percent, usedBytes: percent * 1e8, totalBytes: 1e10 })

const readContainer = (word: string, at: number): Container => {
  const [, name = '', state = '', code] =
    /^(\S+) (up|started|sick|starting|oom|using|paused|created|stop|exit)(?: (\d+))?$/.exec(word) ?? []
  if (name === '') throw new Error(`"${word}" is not a word for a reading`)
  const running = ['up', 'started', 'sick', 'starting', 'oom', 'using'].includes(state)
  const ended = state === 'stop' || state === 'exit'
  return {
    id: name,
    name,
    containerName: name,
    image: 'image',
    state: running ? 'running' : ended ? 'exited' : state === 'paused' ? 'paused' : 'created',
    health: state === 'sick' ? 'unhealthy' : state === 'starting' ? 'starting' : 'none',
    healthOutput: null,
    startedAt: state === 'started' ? at : 0,
    end: ended
      ? {
          at,
          exitCode: state === 'stop' ? 143 : Number(code),
          oomKilled: false,
          signal: state === 'stop' ? { name: 'SIGTERM', at } : null,
          witnessed: true,
        }
      : null,
    restartCount: 0,
    compose: null,
    service: null,
    stopSignal: 'SIGTERM',
    stopTimeoutSeconds: 10,
    restartPolicy: 'no',
    labels: null,
    memoryLimitBytes: state === 'using' ? 100 : null,
    usage: state === 'using' ? { cpuPercent: 0, memoryBytes: Number(code) } : null,
    peakMemoryBytes: null,
    oomAt: state === 'oom' ? at : null,
  }
}

const hostTypes = {
  network: 'NETWORK_DOWN',
  cpu: 'CPU_CRITICAL',
  ram: 'RAM_CRITICAL',
  disk: 'DISK_CRITICAL',
} as const
const forecastType = 'DISK_FORECAST'
const containerTypes = {
  service: 'SERVICE_DOWN',
  health: 'CONTAINER_UNHEALTHY',
  oom: 'CONTAINER_OOM',
  loop: 'CONTAINER_CRASH_LOOP',
  memory: 'CONTAINER_RAM',
  presence: 'CONTAINER_NOT_FOUND',
  blind: 'MONITORING_BLIND',
} as const

const isKey = <K extends string>(table: Record<K, string>, key: string): key is K => key in table

/** `cpu`, `docker`, `db`, `db health` → what it is about. */
const readSubject = (words: readonly string[]): { type: string; subject: string } => {
  const [first = '', second = ''] = words
  if (isKey(hostTypes, first)) return { type: hostTypes[first], subject: first === 'disk' ? '/' : 'host' }
  if (first === 'forecast') return { type: forecastType, subject: '/' }
  if (first === 'docker') return { type: 'DOCKER_CONNECTION_ERROR', subject: 'docker' }
  return { type: isKey(containerTypes, second) ? containerTypes[second] : 'CONTAINER_NOT_RUNNING', subject: first }
}

/** What a check or an alert is about, in words. */
export const subjectWord = ({ type, subject }: { type: string; subject: string }): string => {
  for (const [word, known] of Object.entries(hostTypes)) if (type === known) return word
  if (type === forecastType) return 'forecast'
  for (const [word, known] of Object.entries(containerTypes)) if (type === known) return `${subject} ${word}`
  return subject
}

const endings: Partial<Record<string, Ending>> = { stopped: 'stopped', crashed: 'crashed', completed: 'completed' }
const statuses = new Set<string>(['ok', 'warning', 'critical', 'unknown', 'removed'] satisfies Status[])
const isStatus = (word: string): word is Status => statuses.has(word)

/** The check that a word stands for, made at `at`. */
export const readCheck = (word: string, at: number): Check => {
  const words = word.split(' ')
  const last = words.at(-1) ?? ''
  const ending = endings[last] ?? null
  if (last === 'easing') return easing(readSubject(words.slice(0, -1)), at)
  const status = ending === null ? last : 'critical'
  if (!isStatus(status)) throw new Error(`"${word}" is not a word for a check`)
  const about = readSubject(words.slice(0, -1))
  const container = readContainer(`${about.subject} ${ending === 'stopped' ? 'stop' : 'exit 1'}`, at)
  return {
    ...about,
    at,
    status,
    details: ending === null ? { kind: 'none' } : { kind: 'container', container, ending },
  }
}

const easing = (about: { type: string; subject: string }, at: number): Check => ({
  ...about,
  at,
  status: 'ok',
  details: { kind: 'cpu', percent: 83, threshold: 85, clear: 80, host: host(at, { cpu: 83 }) },
})

/** The word for a check. */
export const writeCheck = (check: Check): string =>
  `${subjectWord(check)} ${check.details.kind === 'container' && check.details.ending === 'stopped' && check.status === 'critical' ? 'stopped' : check.status}`

/** The alert that a word stands for, at `at`. */
export const readAlert = (word: string, at: number): Alert => {
  const words = word.split(' ')
  const reason = words.at(-1)
  const about = readSubject(words.slice(0, -1))
  const life = {
    ...about,
    fingerprint: fingerprintOf(about),
    severity: alertTypeOf(about.type)?.severity ?? 'critical',
    startsAt: 0,
    withheld: 0,
    instability: null,
  } as const
  const check = { ...about, at, since: at, details: { kind: 'none' } } as const
  switch (reason) {
    case 'firing':
    case 'reminder':
    case 'settled':
      return {
        ...life,
        reason,
        check: { ...check, status: 'critical' },
        evidence: { processes: [], containers: [], disk: null, logLines: [] },
        before: null,
      }
    case 'unstable':
      return {
        ...life,
        reason,
        now: 'firing',
        instability: { changes: 3, since: 0 },
        check: { ...check, status: 'critical' },
      }
    case 'notice':
      return { ...life, reason, check: { ...check, status: 'critical' } }
    case 'resolved':
    case 'removed':
      return { ...life, reason, endsAt: at, check: { ...check, status: reason === 'resolved' ? 'ok' : 'removed' } }
    default:
      throw new Error(`"${word}" is not a word for an alert`)
  }
}

/** The same for a trouble as it is, before it is decided what is told of it. */
export const readLife = (word: string, at: number): LifeAlert => {
  const alert = readAlert(word, at)
  if (isFiring(alert) || hasEnded(alert)) return alert
  throw new Error(`"${word}" is not a word for a beginning, a reminder or an end`)
}

/** The word for an alert. */
export const writeAlert = (alert: Alert): string => `${subjectWord(alert)} ${alert.reason}`

/** The notification that a word stands for, at `at`. */
export const readNotification = (word: string, at: number): AlertsNotification => ({
  kind: 'alerts',
  at,
  alerts: word.split(' + ').map((one) => readAlert(one, at)),
  cameAndWent: 0,
})

/** `db` is silenced for good, or, with `ends`, nothing is. */
export const readSilences = (word: string): readonly Silence[] =>
  word === 'ends' ? [] : [{ type: '*', subject: word, until: Infinity, by: 'somebody' }]

/** The word for a notification. */
export const writeNotification = (notification: Notification): string =>
  notification.kind === 'alerts' ? notification.alerts.map(writeAlert).join(' + ') : notification.kind
