import type { OperatorFunction } from 'rxjs'
import type { Check, SustainedCheck } from '../../model/check.ts'
import type { Life } from '../../model/life.ts'
import { holdStatus } from './hold-status.ts'

/** What the engine may take from an end to telling that somebody asked for it, in milliseconds. */
const stopIsToldWithin = 1_000

/**
 * Tells a container's crash from what somebody meant: a crash counts at once, and so do the want of memory and a start that
 * failed; a crash that somebody may have asked for waits for the engine to tell so; anything else has a grace in which the container may come back, as it does in a deploy.
 *
 * ```
 * stopGrace = 4, upFor = 2
 * checks:     u-s-u---s---------u---d   u: db up, s: db stopped, d: db crashed
 * intention:  u---u-------s-------u-d
 * ```
 *
 * @param stopGrace  milliseconds before an end on purpose, an end that nobody saw, or an absence counts
 * @param upFor      milliseconds that a container must be well before the end of its trouble counts
 * @param lives      those from before the start
 *
 * `unknown` passes and ends a wait. On error and on completion: passes them on; what still waits is dropped.
 *
 * @example readings$.pipe(checkContainers(watch), intention({ stopGrace: 60_000, upFor: 10_000 }))
 */
export const intention = ({
  stopGrace,
  upFor,
  lives,
}: {
  stopGrace: number
  upFor: number
  lives?: readonly Life[]
}): OperatorFunction<Check, SustainedCheck> =>
  holdStatus(durationOf(stopGrace, upFor), lives, (waiting, { status }) => mayBeAsked(waiting) && status === 'ok')

/** What is up again without a word that somebody stopped it has crashed. */
const mayBeAsked = ({ details }: Check): boolean =>
  details.kind === 'container' && details.ending === 'crashed' && details.container.end?.stop === 'possible'

const durationOf =
  (stopGrace: number, upFor: number) =>
  (check: Check): number => {
    if (check.status === 'ok') return upFor
    if (check.status === 'removed' || check.type === 'CONTAINER_NOT_FOUND') return stopGrace
    if (check.type === 'CONTAINER_OOM') return 0
    const { details } = check
    if (details.kind === 'container' && details.ending === 'notStarted') return 0
    if (mayBeAsked(check)) return stopIsToldWithin
    return details.kind === 'container' && details.ending !== null && details.ending !== 'crashed' ? stopGrace : 0
  }
