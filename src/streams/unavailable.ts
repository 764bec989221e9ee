import { asyncScheduler } from 'rxjs'
import type { UnavailableReading } from '../model/reading.ts'

/** Makes the reading that stands for a source's error: what `keepAlive` emits in its place. */
export const unavailable =
  (source: string) =>
  (error: unknown): UnavailableReading => ({
    kind: 'unavailable',
    at: asyncScheduler.now(),
    source,
    reason: error instanceof Error ? error.message : 'unknown error',
  })
