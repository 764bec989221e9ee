import { ignoreElements, merge, tap, type Observable } from 'rxjs'
import type { Log } from '../log.ts'
import { aboutOf } from '../model/alert.ts'
import { hasEnded, type Life } from '../model/life.ts'
import type { Muted } from '../model/mute.ts'
import { alertsIn, type ConnectionTest, type Notification } from '../model/notification.ts'
import type { Occurrence } from '../model/occurrence.ts'
import type { ContainersReading, HostReading, LabelProblem, Reading, SourceName } from '../model/reading.ts'
import { inEnglish } from '../text/reason-words.ts'

/**
 * Writes to the log what the agent sees: each check at debug, each trouble's beginning and end, told or not, what people
 * are told and what not and why, each connection's test, a source that is lost or back, and labels that are not understood,
 * once. Emits nothing; completes with its inputs.
 */
export const journal =
  (log: Log) =>
  ({ readings$, lives$, occurrences$, notifications$, decisions$, tests$ }: JournalStreams): Observable<never> => {
    const lost = new Set<SourceName>()
    const known = new Map<string, string>()
    let checks = 0
    let said: ReadonlySet<string> = new Set()
    const writeReading = (reading: Reading): void => {
      if (reading.kind === 'unavailable') {
        if (!lost.has(reading.source)) log.warn(`${reading.source}: cannot be seen (${inEnglish(reading.reason)})`)
        lost.add(reading.source)
        return
      }
      if (lost.delete(reading.kind)) log.info(`${reading.kind}: seen again`)
      if (reading.kind === 'containers') writeLabelProblems(reading)
      if (reading.kind !== 'host') return
      checks += 1
      log[checks === 1 ? 'info' : 'debug'](`check #${checks}: ${figures(reading)}`)
    }
    const writeLabelProblems = ({ containers }: ContainersReading): void => {
      const mislabelled = containers.filter(({ labels }) => labels !== null && labels.problems.length > 0)
      for (const { id, name, labels } of mislabelled)
        for (const { label, reason } of said.has(id) ? [] : (labels?.problems ?? []))
          log.warn(`${name}: label ${label} ${labelFaults[reason]}`)
      said = new Set(mislabelled.map(({ id }) => id))
    }

    /** A beginning or an end, told or not. */
    const writeLife = (life: Life): void => {
      const state = life.state === 'unstable' ? `unstable, ${life.now}` : life.state
      const now = `${state} ${life.severity}`
      if (life.formerly !== null) known.delete(life.formerly)
      if (known.get(life.fingerprint) === now) return
      if (hasEnded(life)) known.delete(life.fingerprint)
      else known.set(life.fingerprint, now)
      log[hasEnded(life) ? 'info' : 'warn'](`${state}: ${nameOf(life)}`)
    }
    const writeNotification = (notification: Notification): void => {
      const words = alertsIn(notification).map((alert) => `${alert.word} ${nameOf(aboutOf(alert))}`)
      const { kind } = notification
      log.info(`told: ${(kind === 'alerts' ? words : [kind, ...words]).join(', ')}`)
    }
    const writeMuted = ({ muted }: MutedStream): void => {
      for (const { key, word, mute } of muted)
        log.debug(`not told (${mute.reason}): ${word} ${key.split('\n').slice(-2).join(' ')}`)
    }
    const writeTest = ({ name, result }: ConnectionTest): void =>
      result.ok ? log.info(`✅ ${name}: connected`) : log.warn(`❌ ${name}: ${inEnglish(result.reason)}`)

    return merge(
      readings$.pipe(tap(writeReading)),
      lives$.pipe(tap((lives) => lives.forEach(writeLife))),
      occurrences$.pipe(tap((occurrence) => log.warn(`happened: ${nameOf(occurrence)}`))),
      notifications$.pipe(tap(writeNotification)),
      decisions$.pipe(tap(writeMuted)),
      tests$.pipe(tap(writeTest)),
    ).pipe(ignoreElements())
  }

interface MutedStream {
  readonly muted: readonly Muted[]
}

interface JournalStreams {
  readonly readings$: Observable<Reading>
  readonly lives$: Observable<readonly Life[]>
  readonly occurrences$: Observable<Occurrence>
  readonly notifications$: Observable<Notification>
  readonly decisions$: Observable<MutedStream>
  readonly tests$: Observable<ConnectionTest>
}

const nameOf = ({ type, subject }: { readonly type: string; readonly subject: string }): string => `${type} ${subject}`

const labelFaults = {
  invalid: 'has a value that is not valid: the default holds',
  unknown: 'is not known: is it misspelt?',
} as const satisfies Record<LabelProblem['reason'], string>

const figures = ({ cpu, memory, disks }: HostReading): string =>
  [
    `CPU=${Math.round(cpu.percent)}%`,
    `RAM=${Math.round(memory.percent)}%`,
    ...disks.map((disk) => `${disk.mount}=${'percent' in disk ? `${Math.round(disk.percent)}%` : 'unavailable'}`),
  ].join(', ')
