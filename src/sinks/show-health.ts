import { renameSync, writeFileSync } from 'node:fs'
import { EMPTY, filter, ignoreElements, tap, type Observable } from 'rxjs'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Reading } from '../model/reading.ts'

const intervals = 3
const leastSeconds = 30

/**
 * Shows that the agent sees: writes HEALTH_FILE anew at each reading of the host. What stands in it is for how many
 * seconds that holds (three intervals, 30 at least), so that a probe needs no configuration.
 *
 * Emits nothing. A file that cannot be written is a warning, once, and harms nothing.
 */
export const showHealth = (
  { healthFile, checkInterval }: Pick<Config, 'healthFile' | 'checkInterval'>,
  log: Log,
): (({ readings$ }: { readonly readings$: Observable<Reading> }) => Observable<never>) => {
  if (healthFile === null) return () => EMPTY
  const holdsFor = Math.max(leastSeconds, (intervals * checkInterval) / 1_000)
  let told = false
  const write = (): void => {
    try {
      // Renamed into place: a probe never finds it half written.
      writeFileSync(`${healthFile}.new`, `${holdsFor}\n`)
      renameSync(`${healthFile}.new`, healthFile)
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
      if (!told) log.warn(`cannot write HEALTH_FILE: ${reason}`)
      told = true
    }
  }
  return ({ readings$ }) =>
    readings$.pipe(
      filter(({ kind }) => kind === 'host'),
      tap(write),
      ignoreElements(),
    )
}
