import { asyncScheduler } from 'rxjs'
import type { SourceName, UnavailableReading } from '../../model/reading.ts'
import { reasonOfError } from '../../reasoned-error.ts'

/**
 * Makes the reading that stands for a source's error: what `keepAlive` emits in its place. An error with the code ENOENT, as
 * Node's own have it, says that nothing is there.
 */
export const unavailable =
  (source: SourceName) =>
  (error: unknown): UnavailableReading => ({
    kind: 'unavailable',
    at: asyncScheduler.now(),
    source,
    reason: reasonOfError(error),
    ...(error instanceof Error && 'code' in error && error.code === 'ENOENT' ? { isAbsent: true } : {}),
  })
