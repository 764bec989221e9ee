import {
  catchError,
  concatMap,
  defaultIfEmpty,
  filter,
  groupBy,
  map,
  mergeMap,
  of,
  startWith,
  timeout,
  withLatestFrom,
} from 'rxjs'
import type { MonoTypeOperatorFunction, Observable } from 'rxjs'
import { hasEnded, isFiring, type Alert, type ContainerUsage, type Evidence, type FiringAlert } from '../model/alert.ts'
import type { Container, ContainersReading, ProcessUsage, Reading } from '../model/reading.ts'

const shownUsers = 3

/** Reads the last lines of a container's log, by its id. Emits once and completes. */
export type ReadLogLines = (containerId: string) => Observable<readonly string[]>

/**
 * Adds what is behind a trouble: who uses the CPU or the memory, the last words of a container that died.
 *
 * ```
 * logLines():    -l|
 * alerts:        a--b-   a: crashed, b: resolved
 * withEvidence:  -A-b-
 * ```
 *
 * @param readings$  the readings that the alerts come from: the newest knows the containers
 * @param logLines   where log lines come from
 * @param wait       milliseconds after which an alert leaves without its log lines
 *
 * Log lines that cannot be read are left out. On error and on completion: passes them on.
 *
 * @example alerts$.pipe(withEvidence({ readings$, logLines: engine.logLines, wait: 1_000 }))
 */
export const withEvidence =
  ({
    readings$,
    logLines,
    wait,
  }: {
    readings$: Observable<Reading>
    logLines: ReadLogLines
    wait: number
  }): MonoTypeOperatorFunction<Alert> =>
  (alerts$) =>
    alerts$.pipe(
      withLatestFrom(readings$.pipe(filter(isContainers), startWith(null))),
      groupBy(([{ fingerprint }]) => fingerprint, {
        duration: (life$) => life$.pipe(filter(([alert]) => hasEnded(alert))),
      }),
      // What is slow to read holds up no other trouble, and no alert is overtaken by its own end.
      mergeMap((life$) =>
        life$.pipe(
          concatMap(([alert, reading]) => {
            if (!isFiring(alert)) return of(alert)
            const lines$ = diedByItself(alert) ? logLines(alert.check.details.container.id) : of([])
            return lines$.pipe(
              timeout(wait),
              catchError(() => of([])),
              defaultIfEmpty([]),
              map((lines) => ({
                ...alert,
                evidence: { ...usersOf(alert, reading?.containers ?? []), logLines: lines },
              })),
            )
          }),
        ),
      ),
    )

const isContainers = (reading: Reading): reading is ContainersReading => reading.kind === 'containers'

type Died = FiringAlert & { readonly check: { readonly details: { readonly kind: 'container' } } }

const diedByItself = (alert: FiringAlert): alert is Died => {
  const { details } = alert.check
  return alert.reason === 'firing' && details.kind === 'container' && details.ending === 'crashed'
}

const usersOf = ({ check: { details } }: FiringAlert, containers: readonly Container[]): Omit<Evidence, 'logLines'> => {
  if (details.kind !== 'cpu' && details.kind !== 'memory') return { processes: [], containers: [] }
  const { processes } = details.host
  const top = details.kind === 'cpu' ? processes?.topByCpu : processes?.topByMemory
  return { processes: (top ?? []).map(inContainer(containers)), containers: topContainers(containers, details.kind) }
}

const inContainer =
  (containers: readonly Container[]) =>
  (user: ProcessUsage): Evidence['processes'][number] => ({
    ...user,
    container: containers.find(({ id }) => id === user.containerId)?.name ?? null,
  })

/** The containers that use the most, the first one first. */
export const topContainers = (
  containers: readonly Container[],
  by: 'cpu' | 'memory',
  count = shownUsers,
): readonly ContainerUsage[] =>
  containers
    .flatMap(({ name, usage }) => (usage ? [{ name, ...usage }] : []))
    .sort((a, b) => (by === 'cpu' ? b.cpuPercent - a.cpuPercent : b.memoryBytes - a.memoryBytes))
    .slice(0, count)
