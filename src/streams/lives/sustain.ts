import type { OperatorFunction } from 'rxjs'
import type { Check, SustainedCheck } from '../../model/check.ts'
import type { Life } from '../../model/life.ts'
import { holdStatus } from './hold-status.ts'

export interface Durations {
  readonly forOf: (type: string) => number
  readonly keepFiringFor: number
  readonly lives?: readonly Life[]
}

/**
 * Trouble counts once it was sustained, and so does its end.
 *
 * ```
 * for = 3, keepFiringFor = 2
 * checks:   o-c-o-c-c-c-o-o-o
 * sustain:  o---o-----c---o-o
 * ```
 *
 * @param forOf          milliseconds that a trouble of this type must last before it counts (Prometheus's `for`)
 * @param keepFiringFor  milliseconds that it must be well again before its end counts (`keep_firing_for`)
 * @param lives          those from before the start: it was sustained
 *
 * A value that is no longer above its threshold but still above its clear value is the trouble that it was, and none if it
 * was none. `unknown` passes and ends a wait. On error and on completion: passes them on; what still waits is dropped.
 *
 * @example checks$.pipe(sustain({ forOf: (type) => (type === 'CPU_CRITICAL' ? 30_000 : 0), keepFiringFor: 60_000 }))
 */
export const sustain = ({ forOf, keepFiringFor, lives }: Durations): OperatorFunction<Check, SustainedCheck> =>
  holdStatus(({ type, status }) => (status === 'ok' || status === 'removed' ? keepFiringFor : forOf(type)), lives)
