import { asyncScheduler, type Subscription } from 'rxjs'

/** One timer per key. */
export interface KeyedTimers {
  /** The wait of a key begins anew. */
  readonly start: (key: string, milliseconds: number, over?: () => void) => void
  readonly has: (key: string) => boolean
  readonly stop: (key: string) => void
  readonly stopAll: () => void
}

/** @example const timers = createKeyedTimers(); timers.start('db', 60_000, () => forget('db')) */
export const createKeyedTimers = (): KeyedTimers => {
  const timers = new Map<string, Subscription>()
  const stop = (key: string): void => {
    timers.get(key)?.unsubscribe()
    timers.delete(key)
  }
  return {
    start: (key, milliseconds, over) => {
      stop(key)
      const end = (): void => {
        timers.delete(key)
        over?.()
      }
      timers.set(key, asyncScheduler.schedule(end, milliseconds))
    },
    has: (key) => timers.has(key),
    stop,
    stopAll: () => {
      for (const key of [...timers.keys()]) stop(key)
    },
  }
}
