import { asyncScheduler, Observable, type OperatorFunction, type Subscription } from 'rxjs'
import type { NoticeAlert } from '../model/alert.ts'
import { fingerprintOf } from '../model/check.ts'
import type { Container, ContainersReading, Reading } from '../model/reading.ts'
import { isWatched, type WatchRules } from './is-watched.ts'

/** What is known of a container in which the kernel killed for memory. */
interface Known {
  readonly container: Container
  /** The wait for whether it goes on. */
  readonly settling: Subscription | null
  /** While this lasts, further kills are only counted. */
  readonly quiet: Subscription | null
  readonly held: number
}

/**
 * Notices that the kernel killed a process for memory in a container that goes on.
 *
 * ```
 * settles = 2, atMostEvery = 6
 * readings:           k---------k-k-----   k: a process in db was killed, db goes on
 * noticeOutOfMemory:  --n-----------(n)-   n: a notice; the second one tells of two
 * ```
 *
 * One that ends within a moment is no notice: its end is told. Further kills within `atMostEvery` are counted and told
 * together. Remembers the containers that there are.
 *
 * @param watch        which containers are judged
 * @param settles      milliseconds within which the container may still end
 * @param atMostEvery  milliseconds from one notice about a container to the next
 *
 * On error and on completion: passes them on.
 *
 * @example readings$.pipe(noticeOutOfMemory({ watch, settles: 2_000, atMostEvery: 1_800_000 }))
 */
export const noticeOutOfMemory =
  ({
    watch,
    settles,
    atMostEvery,
  }: {
    watch: WatchRules
    settles: number
    atMostEvery: number
  }): OperatorFunction<Reading, NoticeAlert> =>
  (readings$) =>
    new Observable((subscriber) => {
      const knownBy = new Map<string, Known>()

      const tell = (name: string): void => {
        const known = knownBy.get(name)
        if (known === undefined) return
        subscriber.next(noticeOf(known.container, known.held - 1))
        const quiet = asyncScheduler.schedule(() => endQuiet(name), atMostEvery)
        knownBy.set(name, { ...known, settling: null, quiet, held: 0 })
      }

      const endQuiet = (name: string): void => {
        const known = knownBy.get(name)
        if (known === undefined) return
        if (known.held > 0 && known.settling === null) tell(name)
        else knownBy.set(name, { ...known, quiet: null })
      }

      const settle = (name: string): void => {
        const known = knownBy.get(name)
        if (known === undefined) return
        knownBy.set(name, { ...known, settling: null })
        if (known.quiet === null) tell(name)
      }

      const forget = (name: string): void => {
        const known = knownBy.get(name)
        known?.settling?.unsubscribe()
        known?.quiet?.unsubscribe()
        knownBy.delete(name)
      }

      const look = (container: Container): void => {
        const { name, oomAt, state } = container
        const known = knownBy.get(name)
        if (state !== 'running' && state !== 'paused') {
          // Its end tells of the kill that it followed upon.
          known?.settling?.unsubscribe()
          if (known) knownBy.set(name, { ...known, container, settling: null, held: known.settling ? 0 : known.held })
          return
        }
        if (oomAt === null || (known?.container.id === container.id && known.container.oomAt === oomAt)) return
        const settling = known?.settling ?? asyncScheduler.schedule(() => settle(name), settles)
        knownBy.set(name, { container, settling, quiet: known?.quiet ?? null, held: (known?.held ?? 0) + 1 })
      }

      const judge = ({ containers }: ContainersReading): void => {
        const present = new Set<string>()
        for (const container of containers) {
          if (container.oomAt === null && !knownBy.has(container.name)) continue
          if (!isWatched(container, watch)) continue
          present.add(container.name)
          look(container)
        }
        for (const name of knownBy.keys()) if (!present.has(name)) forget(name)
      }

      subscriber.add(() => {
        for (const name of knownBy.keys()) forget(name)
      })
      subscriber.add(
        readings$.subscribe({
          next: (reading) => {
            if (reading.kind === 'containers') judge(reading)
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => subscriber.complete(),
        }),
      )
    })

const noticeOf = (container: Container, withheld: number): NoticeAlert => {
  const at = asyncScheduler.now()
  const about = { type: 'CONTAINER_OOM', subject: container.name }
  const details = { kind: 'container', container, ending: null } as const
  return {
    ...about,
    fingerprint: fingerprintOf(about),
    severity: 'warning',
    reason: 'notice',
    startsAt: container.oomAt ?? at,
    withheld: Math.max(0, withheld),
    instability: null,
    check: { ...about, at, status: 'warning', details },
  }
}
