import { defer, type OperatorFunction } from 'rxjs'
import type { Evidence, LifeAlert, Severity } from '../model/alert.ts'
import { fingerprintOf, type SustainedCheck } from '../model/check.ts'
import { firingOf, type ToldLife } from '../model/memory.ts'
import { createByFingerprint } from './by-fingerprint.ts'
import { concatMapArrays } from './concat-map-arrays.ts'

const nothingSeen: Evidence = { processes: [], containers: [], disk: null, logLines: [] }

const endOf = { ok: 'resolved', removed: 'removed' } as const

const nothing: readonly LifeAlert[] = []

interface Life {
  readonly severity: Severity
  readonly startsAt: number
}

/**
 * Gives each trouble a life: it fires, reminds while it lasts, and ends.
 *
 * ```
 * checks:          o-c-c-o-o-c-r   o: ok, c: critical, r: removed
 * alertLifecycle:  --f-m-e---f-x   f: firing, m: reminder, e: resolved, x: removed
 * ```
 *
 * One life for each fingerprint (type + subject). `unknown` neither begins nor ends one. Only what fires is
 * remembered.
 *
 * @param lives  what was told before a restart: it goes on, or ends
 *
 * On error and on completion: passes them on.
 *
 * @example checks$.pipe(sustain(durations), alertLifecycle(), cooldown(1_800_000))
 */
export const alertLifecycle =
  (lives: readonly ToldLife[] = []): OperatorFunction<SustainedCheck, LifeAlert> =>
  (checks$) =>
    defer(() => {
      const firing = createByFingerprint<Life>()
      for (const life of firingOf(lives)) firing.set(life, life)
      return checks$.pipe(
        concatMapArrays((check): readonly LifeAlert[] => {
          const life = firing.get(check)
          const { type, subject, status, since } = check
          // Nearly always all is well.
          if (life === undefined && status !== 'warning' && status !== 'critical') return nothing
          const about = { fingerprint: fingerprintOf(check), type, subject, withheld: 0, instability: null }
          switch (status) {
            case 'unknown':
              return nothing
            case 'warning':
            case 'critical': {
              const { startsAt } = life ?? { startsAt: since }
              firing.set(check, { severity: status, startsAt })
              const reason = life ? 'reminder' : 'firing'
              return [{ ...about, severity: status, startsAt, reason, check, evidence: nothingSeen, before: null }]
            }
            case 'ok':
            case 'removed': {
              if (!life) return nothing
              firing.delete(check)
              return [{ ...about, ...life, reason: endOf[status], endsAt: since, check }]
            }
          }
        }),
      )
    })
