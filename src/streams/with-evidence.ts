import {
  catchError,
  concatMap,
  defaultIfEmpty,
  filter,
  groupBy,
  map,
  mergeMap,
  of,
  scan,
  startWith,
  take,
  timeout,
  withLatestFrom,
} from 'rxjs'
import type { MonoTypeOperatorFunction, Observable } from 'rxjs'
import { hasEnded, isFiring, type Alert, type ContainerUsage, type Evidence, type FiringAlert } from '../model/alert.ts'
import type { DiskPart, DiskUsage } from '../model/disk-usage.ts'
import type { Container, ContainersReading, HostReading, ProcessUsage, Reading } from '../model/reading.ts'

const shownUsers = 3

/** Says what is on the engine's disk. Emits once and completes; it may take long, and may be asked often. */
export type ReadDiskUsage = () => Observable<DiskUsage>

/** Reads the last lines of a container's log, by its id. Emits once and completes. */
export type ReadLogLines = (containerId: string) => Observable<readonly string[]>

/**
 * Adds what is behind a trouble: who uses the CPU or the memory, what is on a disk, the last words of a container that
 * died.
 *
 * ```
 * logLines():    -l|
 * alerts:        a--b-   a: crashed, b: resolved
 * withEvidence:  -A-b-
 * ```
 *
 * @param readings$  the readings that the alerts come from: the newest knows the containers
 * @param logLines   where log lines come from
 * @param diskUsage  where it comes from what is on a disk
 * @param wait       milliseconds after which an alert leaves without them
 *
 * Log lines that cannot be read are left out. On error and on completion: passes them on.
 *
 * @example alerts$.pipe(withEvidence({ readings$, logLines, diskUsage, wait: 1_000 }))
 */
export const withEvidence =
  ({
    readings$,
    logLines,
    diskUsage,
    wait,
  }: {
    readings$: Observable<Reading>
    logLines: ReadLogLines
    diskUsage: ReadDiskUsage
    wait: number
  }): MonoTypeOperatorFunction<Alert> =>
  (alerts$) =>
    alerts$.pipe(
      withLatestFrom(readings$.pipe(scan(keepNewest, nothingSeen), startWith(nothingSeen))),
      groupBy(([{ fingerprint }]) => fingerprint, {
        duration: (life$) => life$.pipe(filter(([alert]) => hasEnded(alert))),
      }),
      // What is slow to read holds up no other trouble, and no alert is overtaken by its own end.
      mergeMap((life$) => {
        let first: DiskUsage | null = null
        return life$.pipe(
          concatMap(([alert, seen]) => {
            if (!isFiring(alert)) return of(alert)
            if (isAboutDisk(alert))
              return diskUsage().pipe(
                timeout(wait),
                take(1),
                map((usage) => ({
                  ...alert,
                  evidence: { ...alert.evidence, disk: { usage, grown: grownSince((first ??= usage), usage) } },
                })),
                catchError(() => of(alert)),
                defaultIfEmpty(alert),
              )
            const died = diedByItself(alert)
            const lines$ = died === null ? of([]) : logLines(died.id)
            return lines$.pipe(
              timeout(wait),
              catchError(() => of([])),
              defaultIfEmpty([]),
              map((lines) => ({
                ...alert,
                evidence: { ...usersOf(alert, seen), disk: null, logLines: lines },
              })),
            )
          }),
        )
      }),
    )

const isAboutDisk = ({ check: { details } }: FiringAlert): boolean =>
  details.kind === 'disk' || details.kind === 'forecast'

/** What takes up more than it did, the most first. */
const grownSince = (first: DiskUsage, now: DiskUsage): readonly Pick<DiskPart, 'kind' | 'bytes'>[] =>
  now
    .map(({ kind, bytes }) => ({ kind, bytes: bytes - (first.find((part) => part.kind === kind)?.bytes ?? 0) }))
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => b.bytes - a.bytes)

/** The newest reading of each kind. */
interface Seen {
  readonly host: HostReading | null
  readonly containers: ContainersReading | null
}

const nothingSeen: Seen = { host: null, containers: null }

const keepNewest = (seen: Seen, reading: Reading): Seen =>
  reading.kind === 'unavailable' ? seen : { ...seen, [reading.kind]: reading }

/** The container whose last words matter. */
const diedByItself = ({ reason, check: { type, details } }: FiringAlert): Container | null => {
  if (reason !== 'firing') return null
  if (details.kind === 'crash-loop') return details.container
  const died = details.kind === 'container' && (type === 'CONTAINER_OOM' || details.ending === 'crashed')
  return died ? details.container : null
}

const usersOf = (
  { check: { details } }: FiringAlert,
  { host, containers }: Seen,
): Omit<Evidence, 'logLines' | 'disk'> => {
  if (details.kind === 'container-usage') {
    const { measure, container } = details
    const top = (measure === 'cpu' ? host?.processes?.topByCpu : host?.processes?.topByMemory) ?? []
    // Which container they run in, the alert's own subject says.
    const processes = top.filter(({ containerId }) => containerId === container.id)
    return { processes: processes.map((user) => ({ ...user, container: null })), containers: [] }
  }
  if (details.kind !== 'cpu' && details.kind !== 'memory') return { processes: [], containers: [] }
  const { processes } = details.host
  const top = details.kind === 'cpu' ? processes?.topByCpu : processes?.topByMemory
  const known = containers?.containers ?? []
  return { processes: (top ?? []).map(inContainer(known)), containers: topContainers(known, details.kind) }
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
