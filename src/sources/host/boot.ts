import { asyncScheduler, defer, EMPTY, of, type Observable } from 'rxjs'
import type { RebootReading } from '../../model/reading.ts'
import { parseUptime } from './linux/uptime.ts'
import { readOptionalProcFile } from '../proc-file.ts'

/** Names this run of the kernel (random(4)), in containers too; null where there is no such file. */
export const readBootId = (): string | null => readOptionalProcFile('/proc/sys/kernel/random/boot_id')?.trim() ?? null

/** Since when the kernel runs, in milliseconds since the epoch; null where that is not known. */
export const readBootTime = (now: number): number | null => {
  const text = readOptionalProcFile('/proc/uptime')
  return text === null ? null : now - parseUptime(text) * 1_000
}

/**
 * Emits once where the host was restarted since an agent was there for the last time, and completes.
 *
 * @param before  when that was, and in which run of the kernel; null where none was there
 */
export const rebootSince = (
  before: { readonly at: number; readonly bootId: string | null } | null,
  bootId: string | null,
  bootedAt: number | null,
): Observable<RebootReading> =>
  defer(() => {
    if (before === null || before.bootId === null || bootId === null || before.bootId === bootId) return EMPTY
    const away = bootedAt === null ? null : bootedAt - before.at
    // A clock that was wrong at the one time or the other says nothing.
    return of<RebootReading>({
      kind: 'reboot',
      at: asyncScheduler.now(),
      bootId,
      awayMilliseconds: away !== null && away > 0 ? away : null,
    })
  })
