import { asyncScheduler, Observable, type OperatorFunction, type Subscription } from 'rxjs'
import type { Check, CrashLoopDetails, SustainedCheck } from '../../model/check.ts'
import type { Life } from '../../model/life.ts'
import { checksOf } from '../../model/memory.ts'
import type { Container, ContainersReading, Reading } from '../../model/reading.ts'
import { endingOf } from './ending-of.ts'
import { isWatched, type WatchRules } from './is-watched.ts'

/** How many deaths make a loop. */
const enough = 3

/** One death of late, until its timer is over. */
interface Death {
  readonly end: string
  readonly exitCode: number | null
  readonly expiry: Subscription
}

interface Loop {
  readonly since: number
  readonly details: CrashLoopDetails
  /** What it becomes unless something happens before. */
  readonly leaving: { readonly as: 'ok' | 'removed'; readonly timer: Subscription } | null
}

/** A container that has died of late, or was in a loop; timers know it too, whatever it is called by then. */
interface Known {
  subject: string
  id: string
  deaths: readonly Death[]
  loop: Loop | null
  /** Whether it was ever spoken of: then it is said that it is gone, too. */
  isSpoken: boolean
}

/**
 * Tells of a container that dies again and again: three deaths by itself within a time.
 *
 * ```
 * upFor = 4
 * readings:   u-d-u-d-u-d-u-------   u: db up, d: db exited with 1
 * crashLoop:  ----------c-c---o---   c: db critical, o: db ok
 * ```
 *
 * A death counts where nobody asked for it: with a code, or with 0 where the engine starts the container again after that
 * too. While the loop lasts each reading says so. It is `ok` once the container was up for a while, and `removed` once it
 * was gone, stopped on purpose or finished for a grace. Nothing is said of a container that is in no loop, but that it is
 * unknown or gone where it was in one. What is known of a container goes with its new name. Remembers the containers there
 * are that have died, and the last three deaths of each.
 *
 * @param watch      which containers are judged
 * @param within     milliseconds in which the three deaths come
 * @param upFor      milliseconds up after which a loop is over
 * @param stopGrace  milliseconds for which a container that is gone or was stopped may come back
 * @param lives      those from before the start: a loop goes on until it ends
 *
 * While the engine cannot be seen a loop is `unknown`. On error and on completion: passes them on.
 *
 * @example readings$.pipe(crashLoop({ watch, within: 600_000, upFor: 600_000, stopGrace: 60_000 }))
 */
export const crashLoop =
  ({
    watch,
    within,
    upFor,
    stopGrace,
    lives = [],
  }: {
    watch: WatchRules
    within: number
    upFor: number
    stopGrace: number
    lives?: readonly Life[]
  }): OperatorFunction<Reading, SustainedCheck> =>
  (readings$) =>
    new Observable((subscriber) => {
      /** How each container that has ended did so the last time. */
      let ends: ReadonlySet<string> = new Set()
      const isJudged = (container: Container): boolean => isWatched(container, watch)
      const knownBy = new Map<string, Known>()
      for (const { subject, since, details } of checksOf(lives))
        if (details.kind === 'crash-loop') {
          const loop = { since, details, leaving: null }
          knownBy.set(subject, { subject, id: details.container.id, deaths: [], loop, isSpoken: true })
        }

      const say = (subject: string, status: Check['status'], loop: Omit<Loop, 'leaving'> | null): void => {
        const at = asyncScheduler.now()
        const since = status === 'critical' && loop !== null ? loop.since : at
        const details = loop?.details ?? { kind: 'none' }
        subscriber.next({ type: 'CONTAINER_CRASH_LOOP', subject, at, since, status, details })
      }

      const stopTimers = ({ deaths, loop }: Known): void => {
        for (const { expiry } of deaths) expiry.unsubscribe()
        loop?.leaving?.timer.unsubscribe()
      }

      const forget = (known: Known): void => {
        stopTimers(known)
        knownBy.delete(known.subject)
      }

      const expire = (known: Known): void => {
        known.deaths = known.deaths.slice(1)
      }

      const die = (known: Known, container: Container): void => {
        const code = container.end?.exitCode ?? null
        const expiry = asyncScheduler.schedule(() => expire(known), within)
        const all = [...known.deaths, { end: endKey(container), exitCode: code, expiry }]
        for (const death of all.slice(0, -enough)) death.expiry.unsubscribe()
        const late = all.slice(-enough)
        known.deaths = late
        const { loop } = known
        if (loop === null && late.length < enough) return
        loop?.leaving?.timer.unsubscribe()
        known.isSpoken = true
        const exitCodes = [...(loop?.details.exitCodes ?? late.slice(0, -1).map(({ exitCode }) => exitCode)), code]
        known.loop = {
          since: loop?.since ?? asyncScheduler.now(),
          details: {
            kind: 'crash-loop',
            container,
            deaths: loop === null ? enough : loop.details.deaths + 1,
            exitCodes: exitCodes.slice(-enough),
            within,
          },
          leaving: null,
        }
      }

      /** That somebody had asked for its end may be told only after it. */
      const takeBack = (known: Known, container: Container): void => {
        const last = known.deaths.at(-1)
        if (last?.end !== endKey(container)) return
        last.expiry.unsubscribe()
        known.deaths = known.deaths.slice(0, -1)
      }

      const leave = (known: Known, as: 'ok' | 'removed' | null): void => {
        const { loop } = known
        if (loop === null || loop.leaving?.as === as) return
        loop.leaving?.timer.unsubscribe()
        const over = (): void => {
          const last = known.loop ?? loop
          stopTimers(known)
          known.deaths = []
          known.loop = null
          if (as === 'removed') knownBy.delete(known.subject)
          if (as !== null) say(known.subject, as, last)
        }
        const leaving = as && { as, timer: asyncScheduler.schedule(over, as === 'ok' ? upFor : stopGrace) }
        known.loop = { ...loop, leaving }
      }

      /** What is known of a container goes with its new name. Returns the name that it had before. */
      const follow = ({ id, name }: Container): readonly string[] => {
        if (knownBy.size === 0 || knownBy.has(name)) return []
        const known = [...knownBy.values()].find((one) => one.id === id)
        if (known === undefined) return []
        const { subject } = known
        knownBy.delete(subject)
        known.subject = name
        knownBy.set(name, known)
        return known.isSpoken ? [subject] : []
      }

      const look = (container: Container, before: ReadonlySet<string>): void => {
        const { id, name } = container
        const died = diedByItself(container) && !before.has(endKey(container))
        const known = knownBy.get(name) ?? { subject: name, id, deaths: [], loop: null, isSpoken: false }
        known.id = id
        if (endingOf(container) === 'stopped') takeBack(known, container)
        if (died) {
          knownBy.set(name, known)
          die(known, container)
        }
        const { loop } = known
        if (loop === null) return
        known.loop = { ...loop, details: { ...loop.details, container } }
        leave(known, wayOut(container))
        say(name, 'critical', known.loop)
      }

      const judge = ({ containers }: ContainersReading): void => {
        const before = ends
        // Of most containers, which have never ended, nothing is to be remembered.
        const watched = containers.filter(({ end, name }) => end !== null || knownBy.has(name)).filter(isJudged)
        const present = new Set(watched.map(({ name }) => name))
        ends = new Set(watched.map(endKey))
        const formerNames = watched.flatMap(follow)
        for (const container of watched) look(container, before)
        // Whoever heard of the loop knows by now under which name it goes on.
        for (const name of formerNames) if (!knownBy.has(name)) say(name, 'removed', null)
        for (const [name, known] of knownBy) {
          if (present.has(name)) continue
          if (known.loop !== null) leave(known, 'removed')
          else {
            forget(known)
            if (known.isSpoken) say(name, 'removed', null)
          }
        }
      }

      subscriber.add(() => {
        for (const known of knownBy.values()) stopTimers(known)
      })
      subscriber.add(
        readings$.subscribe({
          next: (reading) => {
            if (reading.kind === 'containers') judge(reading)
            if (reading.kind !== 'unavailable' || reading.source !== 'containers') return
            for (const known of knownBy.values()) {
              leave(known, null)
              if (known.isSpoken) say(known.subject, 'unknown', known.loop)
            }
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => subscriber.complete(),
        }),
      )
    })

/** Names one end of one container, whatever that is called. */
const endKey = ({ id, end }: Container): string => `${id} ${end?.at ?? 0}`

const diedByItself = (container: Container): boolean => {
  const ending = endingOf(container)
  return ending === 'crashed' || (ending === 'completed' && container.restartPolicy === 'always')
}

/** How a loop ends if it stays like this. */
const wayOut = (container: Container): 'ok' | 'removed' | null => {
  const ending = endingOf(container)
  if (ending === null) return 'ok'
  if (ending === 'crashed' || ending === 'paused' || ending === 'unwitnessed') return null
  return ending === 'completed' && container.restartPolicy === 'always' ? null : 'removed'
}
