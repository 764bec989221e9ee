import type { OperatorFunction } from 'rxjs'
import type { Check } from '../../model/check.ts'
import type { Reading } from '../../model/reading.ts'
import { concatMapArrays } from '../lib/concat-map-arrays.ts'

/**
 * Judges the ways to people: whether each channel delivers, and whether what waits is kept on the disk.
 *
 * ```
 * readings:       a-d-r-a   a: whatsapp open, d: whatsapp down, r: whatsapp refuses the key
 * checkDelivery:  o-c-c-o   o: ok, c: critical
 * ```
 *
 * On error and on completion: passes them on.
 *
 * @example readings$.pipe(checkDelivery(), holdStatus(deliveryDuration))
 */
export const checkDelivery = (): OperatorFunction<Reading, Check> => concatMapArrays(checksOf)

const downFor = 120_000

/** How long it must be so before it counts, in milliseconds: a key that is refused will not be right in a minute. */
export const deliveryDuration = ({ status, details }: Check): number =>
  status !== 'ok' && details.kind === 'channel' && details.state === 'down' ? downFor : 0

const checksOf = (reading: Reading): readonly Check[] => {
  switch (reading.kind) {
    case 'channel': {
      const { at, name, state, reason } = reading
      return [
        state === 'open'
          ? { type: 'CHANNEL_DOWN', subject: name, at, status: 'ok', details: { kind: 'none' } }
          : {
              type: 'CHANNEL_DOWN',
              subject: name,
              at,
              status: 'critical',
              details: { kind: 'channel', state, reason: reason ?? '' },
            },
      ]
    }
    case 'outbox': {
      const { at, inMemoryBecause } = reading
      return [
        {
          type: 'OUTBOX_UNSAVED',
          subject: 'outbox',
          at,
          status: inMemoryBecause === null ? 'ok' : 'warning',
          details: inMemoryBecause === null ? { kind: 'none' } : { kind: 'reason', reason: inMemoryBecause },
        },
      ]
    }
    default:
      return []
  }
}
