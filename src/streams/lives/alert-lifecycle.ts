import { defer, type OperatorFunction } from 'rxjs'
import type { SustainedCheck } from '../../model/check.ts'
import {
  fingerprintOf,
  isTrouble,
  type EndedLife,
  type FiringLife,
  type Life,
  type UnstableLife,
} from '../../model/life.ts'
import { createByFingerprint } from '../lib/by-fingerprint.ts'
import { concatMapArrays } from '../lib/concat-map-arrays.ts'

const endOf = { ok: 'resolved', removed: 'removed' } as const

const nothing: readonly Life[] = []

export interface LifecycleOptions {
  /** The id of the host that the checks are of. */
  readonly host: string
  /** Makes the id of a life. */
  readonly nextId: () => number
  /** How many readings there were. */
  readonly looks: () => number
  /** Those from before the start: they go on, or end. */
  readonly lives?: readonly Life[]
}

/**
 * Gives each trouble a life: it fires, goes on, and ends.
 *
 * ```
 * checks:          o-c-c-u-o-o-c-r   o: ok, c: critical, u: unknown, r: removed
 * alertLifecycle:  --f-f-h-e---f-x   f: firing, h: firing, out of sight, e: resolved, x: removed
 * ```
 *
 * One life for each fingerprint (host, type, subject), told anew each time it is looked at. `unknown` neither begins nor
 * ends one. A life follows its container when that is renamed. Only what fires is remembered.
 *
 * @param options  of which host, and what was so before the start
 *
 * On error and on completion: passes them on.
 *
 * @example checks$.pipe(sustain(durations), alertLifecycle({ host: 'a1b2', nextId, looks }))
 */
export const alertLifecycle =
  ({ host, nextId, looks, lives = [] }: LifecycleOptions): OperatorFunction<SustainedCheck, Life> =>
  (checks$) =>
    defer(() => {
      const firing = createByFingerprint<FiringLife>()
      /** Of an unstable one that was well at the end, the first look has to say whether it still is. */
      const well = createByFingerprint<UnstableLife>()
      for (const life of lives.map((one): Life => ({ ...one, formerly: null }))) {
        if (isTrouble(life)) firing.set(life.check, { ...life, state: 'firing', isSeen: false, look: -1 })
        else if (life.state === 'unstable') well.set(life.check, life)
      }
      const stillWell = (check: SustainedCheck): readonly Life[] => {
        const life = well.get(check) ?? well.follow(check)
        if (life === undefined || check.status === 'unknown') return nothing
        well.delete(check)
        if (check.status !== 'ok' && check.status !== 'removed') return nothing
        return [
          {
            ...renamed(life, check),
            state: endOf[check.status],
            endsAt: life.instability.lastAt,
            check,
            isSeen: true,
            look: looks(),
          },
        ]
      }
      let isRemembering = well.values().length > 0

      const begin = (check: SustainedCheck, severity: FiringLife['severity']): FiringLife => ({
        id: nextId(),
        host,
        fingerprint: fingerprintOf(host, check),
        type: check.type,
        subject: check.subject,
        state: 'firing',
        severity,
        startsAt: check.since,
        check,
        instability: null,
        evidence: null,
        isSeen: true,
        look: looks(),
        formerly: null,
      })

      /** What the same life is called since its container was renamed. */
      const renamed = <L extends Life>(life: L, { type, subject }: SustainedCheck): L =>
        life.subject === subject
          ? life
          : { ...life, subject, fingerprint: fingerprintOf(host, { type, subject }), formerly: life.fingerprint }

      /** A rename is said once. */
      const goOn = (check: SustainedCheck, life: FiringLife): FiringLife => {
        firing.set(check, life.formerly === null ? life : { ...life, formerly: null })
        return life
      }

      return checks$.pipe(
        concatMapArrays((check): readonly Life[] => {
          if (isRemembering) {
            const lives = stillWell(check)
            isRemembering = well.values().length > 0
            if (lives.length > 0) return lives
          }
          const before = firing.get(check) ?? firing.follow(check)
          const { status, since } = check
          // Nearly always all is well.
          if (before === undefined && status !== 'warning' && status !== 'critical') return nothing
          const life = before && renamed(before, check)
          switch (status) {
            case 'unknown': {
              if (!life?.isSeen) return nothing
              return [goOn(check, { ...life, isSeen: false })]
            }
            case 'warning':
            case 'critical': {
              return [
                goOn(
                  check,
                  life ? { ...life, severity: status, check, isSeen: true, look: looks() } : begin(check, status),
                ),
              ]
            }
            case 'ok':
            case 'removed': {
              if (!life) return nothing
              firing.delete(check)
              const ended: EndedLife = {
                ...life,
                state: endOf[status],
                endsAt: since,
                check,
                isSeen: true,
                look: looks(),
              }
              return [ended]
            }
          }
        }),
      )
    })
