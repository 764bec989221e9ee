import { filter, ignoreElements, merge, tap, type Observable } from 'rxjs'
import type { Log } from '../log.ts'
import { hasEnded, type Alert, type LifeAlert } from '../model/alert.ts'
import type { ConnectionTest } from '../model/notification.ts'
import type { ContainersReading, HostReading, LabelProblem, Reading } from '../model/reading.ts'

/**
 * Writes to the log what the agent sees: each check at debug, each trouble's beginning and end, whatever else is told, each connection's test a source that is lost or back, and labels that are not understood, once.
 * Emits nothing; completes with its inputs.
 */
export const journal = (
  log: Log,
  {
    readings$,
    lives$,
    alerts$,
    tests$,
  }: {
    readings$: Observable<Reading>
    lives$: Observable<LifeAlert>
    alerts$: Observable<Alert>
    tests$: Observable<ConnectionTest>
  },
): Observable<never> => {
  const lost = new Set<string>()
  let checks = 0
  let said: ReadonlySet<string> = new Set()
  const writeReading = (reading: Reading): void => {
    const source = reading.kind === 'unavailable' ? reading.source : reading.kind
    if (reading.kind === 'unavailable') {
      if (!lost.has(source)) log.warn(`${source}: cannot be seen (${reading.reason})`)
      lost.add(source)
      return
    }
    if (lost.delete(source)) log.info(`${source}: seen again`)
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

  const writeAlert = (alert: Alert): void =>
    log[hasEnded(alert) ? 'info' : 'warn'](`${alert.reason}: ${alert.type} ${alert.subject}`)

  const writeTest = ({ name, result }: ConnectionTest): void =>
    result.ok ? log.info(`✅ ${name}: connected`) : log.warn(`❌ ${name}: ${result.reason}`)

  return merge(
    readings$.pipe(tap(writeReading)),
    lives$.pipe(filter(isChange), tap(writeAlert)),
    alerts$.pipe(
      filter((alert) => !isChange(alert)),
      tap(writeAlert),
    ),
    tests$.pipe(tap(writeTest)),
  ).pipe(ignoreElements())
}

const labelFaults = {
  invalid: 'has a value that is not valid: the default holds',
  unknown: 'is not known: is it misspelt?',
} as const satisfies Record<LabelProblem['reason'], string>

/** A beginning or an end, told or not. */
const isChange = (alert: Alert): boolean => alert.reason === 'firing' || hasEnded(alert)

const figures = ({ cpu, memory, disks }: HostReading): string =>
  [
    `CPU=${Math.round(cpu.percent)}%`,
    `RAM=${Math.round(memory.percent)}%`,
    ...disks.map((disk) => `${disk.mount}=${'percent' in disk ? `${Math.round(disk.percent)}%` : 'unavailable'}`),
  ].join(', ')
