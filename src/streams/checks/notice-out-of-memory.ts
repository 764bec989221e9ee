import { asyncScheduler, Observable, type OperatorFunction, type Subscription } from 'rxjs'
import type { AlertTypeName } from '../../model/alert-types.ts'
import { fingerprintOf } from '../../model/life.ts'
import type { Occurrence } from '../../model/occurrence.ts'
import type { Container, ContainersReading, Reading } from '../../model/reading.ts'
import { isWatched, type WatchRules } from './is-watched.ts'

/** What is known of a container in which the kernel killed for memory; timers know it too, whatever it is called by then. */
interface Known {
  container: Container
  /** The wait for whether it goes on. */
  settling: Subscription | null
  /** While this lasts, further kills are only counted. */
  quiet: Subscription | null
  held: number
}

/**
 * Notices that the kernel killed a process for memory in a container that goes on.
 *
 * ```
 * settles = 2, atMostEvery = 6
 * readings:           k---------kk----   k: a process in db was killed, db goes on
 * noticeOutOfMemory:  --h---------h---   h: happened; the second time twice
 * ```
 *
 * Of one that ends within a moment nothing is noticed: its end is a trouble. Further kills within `atMostEvery` are one,
 * with their count. Remembers the containers that there are.
 *
 * @param watch        which containers are judged
 * @param settles      milliseconds within which the container may still end
 * @param atMostEvery  milliseconds within which the kills in a container are one
 * @param before       what was noticed before the start, and how many milliseconds ago
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
    before = [],
  }: {
    watch: WatchRules
    settles: number
    atMostEvery: number
    before?: readonly { readonly occurrence: Occurrence; readonly age: number }[]
  }): OperatorFunction<Reading, Occurrence> =>
  (readings$) =>
    new Observable((subscriber) => {
      const knownBy = new Map<string, Known>()
      let host = ''

      const tell = (known: Known): void => {
        subscriber.next(occurrenceOf(host, known.container, known.held))
        known.held = 0
        beQuiet(known, atMostEvery)
      }

      const beQuiet = (known: Known, duration: number): void => {
        known.quiet?.unsubscribe()
        known.quiet = asyncScheduler.schedule(() => endQuiet(known), duration)
      }

      const endQuiet = (known: Known): void => {
        known.quiet = null
        if (known.held > 0 && known.settling === null) tell(known)
      }

      const settle = (known: Known): void => {
        known.settling = null
        if (known.quiet === null) tell(known)
      }

      const forget = (name: string, { settling, quiet }: Known): void => {
        settling?.unsubscribe()
        quiet?.unsubscribe()
        knownBy.delete(name)
      }

      /** What is known of a container goes with its new name: it was not killed in anew. */
      const follow = ({ id, name }: Container): void => {
        if (knownBy.size === 0 || knownBy.has(name)) return
        const [old, known] = [...knownBy].find(([, { container }]) => container.id === id) ?? []
        if (old === undefined || known === undefined) return
        knownBy.delete(old)
        knownBy.set(name, known)
        known.container = { ...known.container, name }
      }

      const look = (container: Container): void => {
        const { id, name, oomAt, state } = container
        const known = knownBy.get(name)
        if (state !== 'running' && state !== 'paused') {
          if (known === undefined) return
          // Its end tells of the kill that it followed upon.
          if (known.settling) known.held = 0
          known.settling?.unsubscribe()
          known.settling = null
          known.container = container
          return
        }
        if (oomAt === null || (known?.container.id === id && known.container.oomAt === oomAt)) return
        const now = known ?? { container, settling: null, quiet: null, held: 0 }
        now.container = container
        now.held += 1
        now.settling ??= asyncScheduler.schedule(() => settle(now), settles)
        knownBy.set(name, now)
      }

      const judge = ({ containers }: ContainersReading): void => {
        const concerned = containers.filter(({ name, oomAt }) => oomAt !== null || knownBy.has(name))
        const watched = concerned.filter((container) => isWatched(container, watch))
        for (const container of watched) follow(container)
        for (const container of watched) look(container)
        const present = new Set(watched.map(({ name }) => name))
        for (const [name, known] of knownBy) if (!present.has(name)) forget(name, known)
      }

      for (const { occurrence, age } of before) {
        const { type, details } = occurrence
        if (type !== oomType || details.kind !== 'container' || age >= atMostEvery) continue
        const { container } = details
        const known = knownBy.get(container.name) ?? { container, settling: null, quiet: null, held: 0 }
        known.container = container
        beQuiet(known, atMostEvery - age)
        knownBy.set(container.name, known)
      }
      subscriber.add(() => {
        for (const [name, known] of knownBy) forget(name, known)
      })
      subscriber.add(
        readings$.subscribe({
          next: (reading) => {
            if (reading.kind !== 'containers') return
            host = reading.host
            judge(reading)
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => subscriber.complete(),
        }),
      )
    })

const oomType = 'CONTAINER_OOM' satisfies AlertTypeName

const occurrenceOf = (host: string, container: Container, times: number): Occurrence => {
  const about = { type: oomType, subject: container.name }
  const fingerprint = fingerprintOf(host, about)
  const at = container.oomAt ?? asyncScheduler.now()
  return {
    ...about,
    id: `${fingerprint}\n${container.id}\n${at}`,
    host,
    fingerprint,
    severity: 'warning',
    at,
    details: { kind: 'container', container, ending: null },
    times: Math.max(1, times),
  }
}
