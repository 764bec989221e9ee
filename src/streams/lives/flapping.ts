import { asyncScheduler, EMPTY, Observable, type MonoTypeOperatorFunction, type Subscription } from 'rxjs'
import type { Check } from '../../model/check.ts'
import {
  fingerprintOf,
  hasEnded,
  isTrouble,
  type EndedLife,
  type FiringLife,
  type Instability,
  type Life,
  type UnstableLife,
} from '../../model/life.ts'
import { ageOf, noMemory, type Memory } from '../../model/memory.ts'
import { createByFingerprint } from '../lib/by-fingerprint.ts'

/** This many changes of state within the window are too many. */
const tooMany = 3

/** What is known of one fingerprint that has changed of late. Times are milliseconds since the epoch. */
interface Changing {
  /** Timers know it by this, whatever it is called by then. */
  readonly name: Name
  /** The newest of it, as it came; null where its changes alone are remembered. */
  readonly latest: FiringLife | EndedLife | null
  /** The newest changes that are still within the window, the oldest first; never as many as would be too many. */
  readonly recent: readonly Change[]
  readonly unstable: Unstable | null
  /** What the newest is told as: the one life that an unstable time was. */
  readonly as: Pick<Life, 'id' | 'instability'> | null
}

interface Name {
  fingerprint: string
}

interface Change {
  readonly at: number
  readonly expiry: Subscription
}

interface Unstable {
  readonly instability: Instability
  /** Until it has been the same for long enough. */
  readonly settling: Subscription
  /** Whether it has been; told once it is seen. */
  isSettled: boolean
}

const nothingOf = (fingerprint: string): Changing => ({
  name: { fingerprint },
  latest: null,
  recent: [],
  unstable: null,
  as: null,
})

/**
 * Makes one life of what changes to and fro, until it has stayed the same.
 *
 * ```
 * window = 8, unstableFor = 6
 * lives:     f-e-f-e-f-f-----e     f: firing, e: resolved
 * flapping:  f-e-u-n-u-u---f-e     u: unstable, n: unstable and well now
 * ```
 *
 * With the third change of state within the window a life is `unstable`, and goes on as that one until its state has been
 * the same for `unstableFor` and can be seen; then it fires, or has ended, and its changes are counted anew. Each fingerprint is on its own, and is forgotten
 * when it is well and its last change has left the window.
 *
 * @param window       milliseconds
 * @param unstableFor  milliseconds
 * @param memory       what was so before the start: what was unstable is, until it has settled
 * @param checks$      what the lives come of: whether one that is unstable and well can be seen, they alone say; subscribed to
 *                     while anything is unstable
 *
 * On error and on completion: passes them on.
 *
 * @example checks$.pipe(alertLifecycle(options), flapping({ window: 1_800_000, unstableFor: 900_000 }))
 */
export const flapping =
  ({
    window,
    unstableFor,
    memory,
    checks$ = EMPTY,
  }: {
    window: number
    unstableFor: number
    memory?: Pick<Memory, 'at' | 'lives' | 'endedLately'>
    checks$?: Observable<Check>
  }): MonoTypeOperatorFunction<Life> =>
  (lives$) =>
    new Observable((subscriber) => {
      const changingBy = new Map<string, Changing>()
      const unstableBy = createByFingerprint<Name>()
      let watching: Subscription | null = null
      const error = (reason: unknown): void => subscriber.error(reason)

      const remember = (changing: Changing): void => {
        const { name, latest, recent, unstable } = changing
        if (latest !== null && unstable !== null) unstableBy.set(namedBy(latest), name)
        else if (latest !== null && !unstableBy.isEmpty()) unstableBy.delete(namedBy(latest))
        const isOver = latest === null || hasEnded(latest)
        if (isOver && recent.length === 0 && unstable === null) changingBy.delete(name.fingerprint)
        else changingBy.set(name.fingerprint, changing)
        watch()
      }
      /** Every check would cost, and nearly always nothing is unstable. */
      const watch = (): void => {
        if (unstableBy.isEmpty()) {
          watching?.unsubscribe()
          watching = null
        } else watching ??= checks$.subscribe({ next: see, error })
      }

      const changeOf = (name: Name, at: number, left: number): Change => ({
        at,
        expiry: asyncScheduler.schedule(() => forgetOldest(name), left),
      })

      /** The oldest change leaves the window first. */
      const forgetOldest = ({ fingerprint }: Name): void => {
        const changing = changingBy.get(fingerprint)
        if (changing) remember({ ...changing, recent: changing.recent.slice(1) })
      }

      const unstableOf = (name: Name, instability: Instability, left: number): Unstable => {
        const over = (): void => {
          unstable.isSettled = true
          settle(name, null)
        }
        const unstable: Unstable = {
          instability,
          settling: asyncScheduler.schedule(over, left),
          // What had been the same for long enough before the start is told as that by its first look.
          isSettled: left === 0,
        }
        return unstable
      }

      /** Once it can be seen: what it was when it was last seen need not be so. */
      const settle = ({ fingerprint }: Name, formerly: string | null): void => {
        const changing = changingBy.get(fingerprint)
        if (!changing?.unstable?.isSettled || !changing.latest?.isSeen) return
        const { latest, as, unstable, recent } = changing
        const settled = { id: as?.id ?? latest.id, instability: unstable.instability }
        for (const { expiry } of recent) expiry.unsubscribe()
        remember({ ...changing, recent: [], unstable: null, as: hasEnded(latest) ? null : settled })
        subscriber.next({ ...latest, ...settled, formerly })
      }

      const tell = ({ latest, unstable, as }: Omit<Changing, 'name'>): void => {
        if (latest === null) return
        if (unstable === null) {
          subscriber.next(as === null ? latest : { ...latest, ...as })
          return
        }
        const { id = latest.id } = as ?? {}
        const now = hasEnded(latest) ? 'ended' : 'firing'
        subscriber.next({ ...latest, id, state: 'unstable', now, instability: unstable.instability })
      }

      const change = (life: FiringLife | EndedLife, before: Changing): void => {
        const { name, recent, unstable } = before
        const at = changedAt(life)
        const changes = [...recent, changeOf(name, at, window)]
        for (const { expiry } of changes.slice(0, 1 - tooMany)) expiry.unsubscribe()
        const kept = changes.slice(1 - tooMany)
        if (unstable === null && changes.length < tooMany) {
          remember({ name, latest: life, recent: kept, unstable, as: null })
          // Its end is that of the life that it was told as.
          tell({ latest: life, recent: kept, unstable, as: hasEnded(life) ? before.as : null })
          return
        }
        unstable?.settling.unsubscribe()
        const instability = unstable ? another(unstable.instability, at) : instabilityOf(changes, at)
        const after = {
          name,
          latest: life,
          recent: kept,
          unstable: unstableOf(name, instability, unstableFor),
          as: before.unstable === null ? { id: before.as?.id ?? life.id, instability } : before.as,
        }
        remember(after)
        tell(after)
      }

      const look = (life: FiringLife | EndedLife, before: Changing): void => {
        const after = { ...before, latest: life }
        remember(after)
        if (before.unstable?.isSettled && life.isSeen) settle(before.name, life.formerly)
        else tell(after)
      }

      const see = (check: Check): void => {
        const name = unstableBy.get(check) ?? unstableBy.follow(check)
        const changing = name && changingBy.get(name.fingerprint)
        if (!changing?.latest || !hasEnded(changing.latest)) return
        const { latest } = changing
        if (latest.subject !== check.subject) {
          const renamed = renamedTo(latest, check)
          look(renamed, move(changing, renamed.fingerprint))
          return
        }
        const isSeen = check.status !== 'unknown'
        if (latest.isSeen !== isSeen) look({ ...latest, isSeen }, changing)
      }

      const move = (changing: Changing, fingerprint: string): Changing => {
        const own = changingBy.get(fingerprint)
        if (own) stopTimers(own)
        changingBy.delete(changing.name.fingerprint)
        changing.name.fingerprint = fingerprint
        return changing
      }
      const follow = ({ fingerprint, formerly }: Life): Changing => {
        const moved = formerly === null ? undefined : changingBy.get(formerly)
        if (moved === undefined) return changingBy.get(fingerprint) ?? nothingOf(fingerprint)
        if (moved.latest) unstableBy.delete(namedBy(moved.latest))
        return move(moved, fingerprint)
      }
      /** Only what fires is followed by who told of it: what is unstable and well is known here alone. */
      const followed = (life: FiringLife | EndedLife): FiringLife | EndedLife => {
        if (life.formerly !== null || changingBy.has(life.fingerprint)) return life
        const name = unstableBy.follow(life.check)
        return name === undefined ? life : { ...life, formerly: name.fingerprint }
      }

      const judge = (given: Life): void => {
        if (given.state === 'unstable') return
        const life = followed(given)
        const before = follow(life)
        const isSame =
          before.latest !== null && before.latest.id === life.id && hasEnded(before.latest) === hasEnded(life)
        if (isSame) look(life, before)
        else change(life, before)
      }

      const restore = (life: Life): void => {
        const { id, fingerprint, instability } = life
        const name = { fingerprint }
        if (life.state === 'unstable') {
          const left = Math.max(0, unstableFor - ageOf(known, life.instability.lastAt))
          const unstable = unstableOf(name, life.instability, left)
          remember({ name, latest: asItWas(life), recent: [], unstable, as: { id, instability } })
        } else if (life.state === 'firing') {
          const as = instability && { id, instability }
          remember({ name, latest: { ...life, isSeen: false }, recent: [], unstable: null, as })
        }
      }

      const known = memory ?? noMemory
      for (const life of known.lives) restore(life)
      for (const [fingerprint, times] of changesBefore(known, window)) {
        const changing = changingBy.get(fingerprint) ?? nothingOf(fingerprint)
        if (changing.unstable !== null) continue
        const recent = times.map((at) => changeOf(changing.name, at, window - ageOf(known, at)))
        remember({ ...changing, recent })
      }
      subscriber.add(() => {
        watching?.unsubscribe()
        for (const changing of changingBy.values()) stopTimers(changing)
      })
      subscriber.add(lives$.subscribe({ next: judge, error, complete: () => subscriber.complete() }))
    })

const namedBy = ({ type, subject, check }: Life): Pick<Check, 'type' | 'subject' | 'details'> => ({
  type,
  subject,
  details: check.details,
})

/** As its container is called now. */
const renamedTo = (life: EndedLife, check: Check): EndedLife => ({
  ...life,
  subject: check.subject,
  fingerprint: fingerprintOf(life.host, check),
  check: { ...life.check, subject: check.subject, details: check.details },
  isSeen: true,
  formerly: life.fingerprint,
})

const stopTimers = ({ recent, unstable }: Changing): void => {
  for (const { expiry } of recent) expiry.unsubscribe()
  unstable?.settling.unsubscribe()
}

const changedAt = (life: FiringLife | EndedLife): number => (hasEnded(life) ? life.endsAt : life.startsAt)

const instabilityOf = (changes: readonly Change[], lastAt: number): Instability => ({
  changes: changes.length,
  since: Math.min(...changes.map(({ at }) => at)),
  lastAt,
})

const another = ({ changes, since }: Instability, lastAt: number): Instability => ({
  changes: changes + 1,
  since,
  lastAt,
})

/** The state that an unstable life was last seen in. */
const asItWas = (life: UnstableLife): FiringLife | EndedLife =>
  isTrouble(life)
    ? { ...life, state: 'firing', isSeen: false }
    : { ...life, state: 'resolved', endsAt: life.instability.lastAt, isSeen: false }

/** When each fingerprint changed of late, before the start: the newest changes, the oldest first. */
const changesBefore = (
  memory: Pick<Memory, 'at' | 'lives' | 'endedLately'>,
  window: number,
): ReadonlyMap<string, readonly number[]> => {
  const changes = [
    ...memory.endedLately.flatMap(({ fingerprint, startsAt, endsAt }) => [
      ...(startsAt === null ? [] : [{ fingerprint, at: startsAt }]),
      { fingerprint, at: endsAt },
    ]),
    // What has settled is counted anew.
    ...memory.lives
      .filter(({ state, instability }) => state === 'firing' && instability === null)
      .map(({ fingerprint, startsAt }) => ({ fingerprint, at: startsAt })),
  ]
    .filter(({ at }) => ageOf(memory, at) < window)
    .toSorted((one, other) => one.at - other.at)
  return new Map(
    [...Map.groupBy(changes, ({ fingerprint }) => fingerprint)].map(([fingerprint, own]) => [
      fingerprint,
      own.map(({ at }) => at).slice(1 - tooMany),
    ]),
  )
}
