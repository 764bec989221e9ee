import { catchError, defaultIfEmpty, map, Observable, of, Subscription, take, timeout, timer } from 'rxjs'
import type { MonoTypeOperatorFunction } from 'rxjs'
import type { DiskPart, DiskUsage } from '../../model/disk-usage.ts'
import { hasEnded, noEvidence, type ContainerUsage, type Evidence, type Life } from '../../model/life.ts'
import type { Container, ContainersReading, HostReading, ProcessUsage, Reading } from '../../model/reading.ts'

const shownUsers = 3

/** What is on a disk that stays full is read again this often, in milliseconds. */
const readAgain = 3_600_000

/** Says what is on the engine's disk. Emits once and completes; it may take long, and may be asked often. */
export type ReadDiskUsage = () => Observable<DiskUsage>

/** Reads the last lines of a container's log, by its id. Emits once and completes. */
export type ReadLogLines = (containerId: string) => Observable<readonly string[]>

/** What is known of what is behind one life. */
interface Known {
  life: Life
  /** Null while it is asked for the first time. */
  evidence: Evidence | null
  /** What was on the disk at first. */
  first: DiskUsage | null
  /** Closed while it may be asked. */
  asking: Subscription
}

/**
 * Adds what is behind a trouble: who uses the CPU or the memory, what is on a disk, the last words of a container that
 * died.
 *
 * ```
 * logLines():    -l|
 * lives:         a---b-   a: crashed, b: resolved
 * withEvidence:  aA--b-   A: with its last words
 * ```
 *
 * It is asked for when a life begins, and the life comes again with it. Who uses the most is seen at each look.
 *
 * @param readings$  the readings that the lives come from: the newest knows the containers
 * @param logLines   where log lines come from
 * @param diskUsage  where it comes from what is on a disk
 * @param wait       milliseconds after which a life is ready without them
 *
 * What cannot be read is left out. On error and on completion: passes them on.
 *
 * @example lives$.pipe(withEvidence({ readings$, logLines, diskUsage, wait: 1_000 }))
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
  }): MonoTypeOperatorFunction<readonly Life[]> =>
  (lives$) =>
    new Observable((subscriber) => {
      const knownBy = new Map<number, Known>()
      let seen: Seen = nothingSeen
      const error = (reason: unknown): void => subscriber.error(reason)

      const ask = (known: Known): void => {
        const { life } = known
        const asking = new Subscription()
        known.asking = asking
        // Of a disk once more after a while: a reminder says what has grown.
        if (isAboutDisk(life)) asking.add(timer(readAgain).subscribe({ next: () => asking.unsubscribe(), error }))
        const learn = (evidence: Evidence | null): void => {
          const wasReady = known.evidence !== null
          known.evidence = evidence ?? known.evidence ?? noEvidence
          if (!wasReady) subscriber.next([told(known)])
        }
        const answer$ = read(known).pipe(
          timeout(wait),
          take(1),
          defaultIfEmpty(null),
          catchError(() => of(null)),
        )
        asking.add(answer$.subscribe({ next: learn, error }))
      }

      const read = (known: Known): Observable<Evidence> => {
        const died = diedByItself(known.life)
        if (died !== null) return logLines(died.id).pipe(map((lines) => ({ ...noEvidence, logLines: lines })))
        return diskUsage().pipe(
          map((usage) => ({ ...noEvidence, disk: { usage, grown: grownSince((known.first ??= usage), usage) } })),
        )
      }

      const told = ({ life, evidence }: Pick<Known, 'life' | 'evidence'>): Life =>
        evidence === null ? life : { ...life, evidence: { ...evidence, ...usersOf(life, seen) } }

      const end = (life: Life): Life => {
        const known = knownBy.get(life.id)
        known?.asking.unsubscribe()
        knownBy.delete(life.id)
        return { ...life, evidence: known?.evidence ?? life.evidence ?? noEvidence }
      }

      const look = (life: Life): Life => {
        const known = knownBy.get(life.id) ?? {
          life,
          evidence: isAsked(life) ? life.evidence : noEvidence,
          first: life.evidence?.disk?.usage ?? null,
          asking: Subscription.EMPTY,
        }
        // When it comes again with its evidence, its rename was said already.
        known.life = life.formerly === null ? life : { ...life, formerly: null }
        knownBy.set(life.id, known)
        return told({ life, evidence: known.evidence })
      }

      /** Whoever hears of the answers must have heard of the lives. */
      const askFor = (lives: readonly Life[]): void => {
        for (const { id } of lives) {
          const known = knownBy.get(id)
          if (known?.asking.closed && (known.evidence === null || isAboutDisk(known.life))) ask(known)
        }
      }

      subscriber.add(() => {
        for (const { asking } of knownBy.values()) asking.unsubscribe()
      })
      subscriber.add(
        readings$.subscribe({
          next: (reading) => {
            seen = keepNewest(seen, reading)
          },
          error,
        }),
      )
      subscriber.add(
        lives$.subscribe({
          next: (lives) => {
            subscriber.next(lives.map((life) => (hasEnded(life) ? end(life) : look(life))))
            askFor(lives)
          },
          error,
          complete: () => subscriber.complete(),
        }),
      )
    })

const isAboutDisk = ({ check: { details } }: Life): boolean => details.kind === 'disk' || details.kind === 'forecast'

/** Whether somebody has to be asked for what is behind it. */
const isAsked = (life: Life): boolean => isAboutDisk(life) || diedByItself(life) !== null

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

const keepNewest = (seen: Seen, reading: Reading): Seen => {
  if (reading.kind === 'host') return { ...seen, host: reading }
  return reading.kind === 'containers' ? { ...seen, containers: reading } : seen
}

/** The container whose last words matter. */
const diedByItself = ({ type, check: { details } }: Life): Container | null => {
  if (details.kind === 'crash-loop') return details.container
  const died = details.kind === 'container' && (type === 'CONTAINER_OOM' || details.ending === 'crashed')
  return died ? details.container : null
}

const usersOf = (
  { check: { details } }: Life,
  { host, containers }: Seen,
): Pick<Evidence, 'processes' | 'containers'> => {
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
