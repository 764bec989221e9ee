import { aboutOf, type Alert } from '../../model/alert.ts'
import { alertTypeOf } from '../../model/alert-types.ts'
import type { Check, Ending, Status } from '../../model/check.ts'
import { fingerprintOf, hasEnded, isOpen, noEvidence, type Life } from '../../model/life.ts'
import type { Notification } from '../../model/notification.ts'
import type { Silence } from '../../model/silence.ts'
import type { Container, HostReading, Reading, ServiceReading, UnplacedReading } from '../../model/reading.ts'

/** The id of the host that diagrams are about. */
export const diagramHost = 'vps'

/**
 * The words that stand for values in a diagram.
 *
 * Readings: `cpu 91`, `ram 95`, `disk 93`, `no host`; `db up`, `db started` (up, since now), `db sick`, `db starting`, `db exit 1`, `db stop`,
 * `db oom` (up, a process in it was killed for memory), `db using 95` (percent of its memory limit), `db paused`, several as in `db up + web exit 1`, none as `no containers`, and `no engine`.
 * `service shop ok`, `service shop refused`, `service shop timeout`.
 * Checks: `cpu ok`, `cpu easing` (not above its threshold, and not below its clear value), `db critical`, `db health critical`, `db presence critical`, `db oom critical`, `db loop critical`, `db memory warning`, `docker unknown`; an end that was meant
 * is `db stopped`.
 * Lives: `cpu firing`, `db warning` (fires, and is only a warning), `db unseen` (fires, out of sight), `db unstable`, `db calm`
 * (unstable, and well now), `db resolved`, `db removed`; several as in `db firing + web firing`.
 * What people are told: `db firing`, `db escalated`, `db unstable`, `db settled`, `db reminder`, `db resolved`, `db removed`,
 * `db oom happened`; what goes in one message is joined by ` + `. `startup` is the start-up notice.
 * What may mute it stands with `notifyOperator`.
 */

/** The reading that a word stands for, seen at `at`. */
export const readReading = (word: string, at: number): Reading => ({ ...readUnplaced(word, at), host: diagramHost })

const readUnplaced = (word: string, at: number): UnplacedReading => {
  if (word === 'no host') return { kind: 'unavailable', at, source: 'host', reason: { code: 'quoted', text: 'hidden' } }
  if (word === 'no engine')
    return { kind: 'unavailable', at, source: 'containers', reason: { code: 'quoted', text: 'hidden' }, isAbsent: true }
  if (word === 'engine refuses')
    return { kind: 'unavailable', at, source: 'containers', reason: { code: 'quoted', text: 'hidden' } }
  const [, service = '', outcome = ''] = /^service (\S+) (ok|refused|timeout)$/.exec(word) ?? []
  if (service !== '') return readService(service, outcome, at)
  const [, figure = '', percent = ''] = /^(cpu|ram|swap|disk) (\d+)$/.exec(word) ?? []
  if (figure !== '') return host(at, { [figure]: Number(percent) })
  const containers = word === 'no containers' ? [] : word.split(' + ').map((one) => readContainer(one, at))
  return { kind: 'containers', at, containers }
}

const host = (
  at: number,
  { cpu = 10, ram = 10, swap, disk = 10 }: { cpu?: number; ram?: number; swap?: number; disk?: number },
): HostReading => ({
  kind: 'host',
  at,
  cpu: { percent: cpu, perCore: [cpu] },
  memory: usage(ram),
  swap: swap === undefined ? null : usage(swap),
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
  address: null,
  isConnected: outcome === 'ok',
  others: [],
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
          stop: null,
        }
      : null,
    restartCount: 0,
    compose: null,
    service: null,
    stopSignal: 'SIGTERM',
    stopTimeoutSeconds: 10,
    restartPolicy: 'no',
    labels: null,
    memoryLimitBytes: state === 'using' ? 100 : 'none',
    usage: state === 'using' ? { cpuPercent: 0, memoryBytes: Number(code) } : null,
    peakMemoryBytes: null,
    oomAt: state === 'oom' ? at : null,
    startError: null,
    purpose: 'service',
  }
}

const hostTypes = {
  network: 'NETWORK_DOWN',
  cpu: 'CPU_CRITICAL',
  ram: 'RAM_CRITICAL',
  swap: 'SWAP_CRITICAL',
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

/** Reads words for lives: a trouble that fires again has another life. */
export const createLifeReader = (): ((word: string, at: number) => Life) => {
  const lives = new Map<string, Life>()
  let last = 0
  return (word, at) => {
    const words = word.split(' ')
    const state = words.at(-1) ?? ''
    const about = readSubject(words.slice(0, -1))
    const fingerprint = fingerprintOf(diagramHost, about)
    const before = lives.get(fingerprint)
    const goesOn = before !== undefined && isOpen(before)
    last += 1
    const check = { ...about, at, since: at, status: 'critical', details: { kind: 'none' } } as const
    const base = {
      ...about,
      id: goesOn || (before !== undefined && !isBeginning(state)) ? before.id : last,
      host: diagramHost,
      fingerprint,
      severity: state === 'warning' ? 'warning' : (alertTypeOf(about.type)?.severity ?? 'critical'),
      startsAt: goesOn ? before.startsAt : at,
      check,
      instability: null,
      evidence: noEvidence,
      isSeen: state !== 'unseen',
      look: last,
      formerly: null,
    } as const
    const life = lifeOf(state, base, at)
    if (life === null) throw new Error(`"${word}" is not a word for a life`)
    lives.set(fingerprint, life)
    return life
  }
}

const isBeginning = (state: string): boolean => ['firing', 'warning', 'unseen', 'unstable'].includes(state)

type LifeBase = Omit<Extract<Life, { state: 'firing' }>, 'state'>

const lifeOf = (state: string, base: LifeBase, at: number): Life | null => {
  const instability = { changes: 3, since: base.startsAt, lastAt: at }
  switch (state) {
    case 'firing':
    case 'warning':
    case 'unseen':
      return { ...base, state: 'firing' }
    case 'unstable':
      return { ...base, state, now: 'firing', instability }
    case 'calm':
      return { ...base, state: 'unstable', now: 'ended', instability }
    case 'resolved':
    case 'removed':
      return { ...base, state, endsAt: at }
    default:
      return null
  }
}

/** The word for a life. */
export const writeLife = (life: Life): string => {
  if (life.state === 'unstable') return `${subjectWord(life)} ${life.now === 'firing' ? 'unstable' : 'calm'}`
  if (hasEnded(life)) return `${subjectWord(life)} ${life.state}`
  return `${subjectWord(life)} ${life.isSeen ? 'firing' : 'unseen'}`
}

/** The word for what people are told of one fingerprint. */
export const writeAlert = (alert: Alert): string => `${subjectWord(aboutOf(alert))} ${alert.word}`

/** `db` is silenced for good, or, with `ends`, nothing is. */
export const readSilences = (word: string): readonly Silence[] =>
  word === 'ends' ? [] : [{ id: word, type: '*', subject: word, until: Infinity, by: 'somebody' }]

/** The word for a notification. */
export const writeNotification = (notification: Notification): string =>
  notification.kind === 'alerts' ? notification.alerts.map(writeAlert).join(' + ') : notification.kind
