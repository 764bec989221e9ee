import { asyncScheduler, Observable, type OperatorFunction, type Subscription } from 'rxjs'
import type { Check, CrashLoopDetails, SustainedCheck } from '../model/check.ts'
import { checksOf, type ToldLife } from '../model/memory.ts'
import type { Container, ContainersReading, Reading } from '../model/reading.ts'
import { endingOf } from './ending-of.ts'
import { isWatched, type WatchRules } from './is-watched.ts'

/** How many deaths make a loop. */
const enough = 3

/** One death of late, until its timer is over. */
interface Death {
  readonly exitCode: number | null
  readonly expiry: Subscription
}

interface Loop {
  readonly since: number
  readonly details: CrashLoopDetails
  /** What it becomes unless something happens before. */
  readonly leaving: { readonly as: 'ok' | 'removed'; readonly timer: Subscription } | null
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
 * was gone, stopped on purpose or finished for a grace. Nothing is said of a container that is in no loop. Remembers the
 * last three deaths of each container there is.
 *
 * @param watch      which containers are judged
 * @param within     milliseconds in which the three deaths come
 * @param upFor      milliseconds up after which a loop is over
 * @param stopGrace  milliseconds for which a container that is gone or was stopped may come back
 * @param lives      what was told before a restart: a loop goes on until it ends
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
    lives?: readonly ToldLife[]
  }): OperatorFunction<Reading, SustainedCheck> =>
  (readings$) =>
    new Observable((subscriber) => {
      let ends: ReadonlyMap<string, string | null> = new Map()
      const isJudged = (container: Container): boolean => isWatched(container, watch)
      const deaths = new Map<string, readonly Death[]>()
      const loops = new Map<string, Loop>()
      for (const { subject, since, details } of checksOf(lives))
        if (details.kind === 'crash-loop') loops.set(subject, { since, details, leaving: null })

      const say = (subject: string, status: Check['status'], { since, details }: Omit<Loop, 'leaving'>): void => {
        const at = asyncScheduler.now()
        const toldSince = status === 'critical' ? since : at
        subscriber.next({ type: 'CONTAINER_CRASH_LOOP', subject, at, since: toldSince, status, details })
      }

      const forget = (subject: string): void => {
        for (const { expiry } of deaths.get(subject) ?? []) expiry.unsubscribe()
        deaths.delete(subject)
        loops.get(subject)?.leaving?.timer.unsubscribe()
        loops.delete(subject)
      }

      const expire = (subject: string): void => {
        const left = deaths.get(subject)?.slice(1) ?? []
        if (left.length > 0) deaths.set(subject, left)
        else deaths.delete(subject)
      }

      const die = (container: Container): void => {
        const { name, end } = container
        const code = end?.exitCode ?? null
        const expiry = asyncScheduler.schedule(() => expire(name), within)
        const all = [...(deaths.get(name) ?? []), { exitCode: code, expiry }]
        for (const death of all.slice(0, -enough)) death.expiry.unsubscribe()
        const late = all.slice(-enough)
        deaths.set(name, late)
        const loop = loops.get(name)
        if (loop === undefined && late.length < enough) return
        loop?.leaving?.timer.unsubscribe()
        const exitCodes = [...(loop?.details.exitCodes ?? late.slice(0, -1).map(({ exitCode }) => exitCode)), code]
        loops.set(name, {
          since: loop?.since ?? asyncScheduler.now(),
          details: {
            kind: 'crash-loop',
            container,
            deaths: loop === undefined ? enough : loop.details.deaths + 1,
            exitCodes: exitCodes.slice(-enough),
            within,
          },
          leaving: null,
        })
      }

      const leave = (subject: string, as: 'ok' | 'removed' | null): void => {
        const loop = loops.get(subject)
        if (loop === undefined || loop.leaving?.as === as) return
        loop.leaving?.timer.unsubscribe()
        const over = (): void => {
          const last = loops.get(subject) ?? loop
          forget(subject)
          if (as !== null) say(subject, as, last)
        }
        const leaving = as && { as, timer: asyncScheduler.schedule(over, as === 'ok' ? upFor : stopGrace) }
        loops.set(subject, { ...loop, leaving })
      }

      const judge = ({ containers }: ContainersReading): void => {
        const before = ends
        // Of most containers, which have never ended, nothing is to be remembered.
        const isKnown = (name: string): boolean => loops.has(name) || deaths.has(name)
        const watched = containers.filter(({ end, name }) => end !== null || isKnown(name)).filter(isJudged)
        ends = new Map(watched.map((container) => [container.name, endKey(container)]))
        for (const container of watched) {
          const { name } = container
          if (diedByItself(container) && before.get(name) !== ends.get(name)) die(container)
          const loop = loops.get(name)
          if (loop === undefined) continue
          loops.set(name, { ...loop, details: { ...loop.details, container } })
          leave(name, wayOut(container))
          say(name, 'critical', loops.get(name) ?? loop)
        }
        for (const name of loops.keys()) if (!ends.has(name)) leave(name, 'removed')
        for (const name of deaths.keys()) if (!ends.has(name) && !loops.has(name)) forget(name)
      }

      subscriber.add(() => {
        for (const name of new Set([...deaths.keys(), ...loops.keys()])) forget(name)
      })
      subscriber.add(
        readings$.subscribe({
          next: (reading) => {
            if (reading.kind === 'containers') judge(reading)
            if (reading.kind !== 'unavailable' || reading.source !== 'containers') return
            for (const [name, loop] of loops) {
              leave(name, null)
              say(name, 'unknown', loop)
            }
          },
          error: (error: unknown) => subscriber.error(error),
          complete: () => subscriber.complete(),
        }),
      )
    })

/** Names one end of one container. */
const endKey = ({ id, end }: Container): string | null => (end === null ? null : `${id} ${end.at}`)

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
