import type { Log } from '../log.ts'
import type { Outcome } from '../model/delivery.ts'
import { inEnglish } from '../text/reason-words.ts'

/** Failed attempts in a row: written to the log when they begin, when their kind changes and when they end. */
export interface RunOfFailures {
  /** Counts an outcome. Returns how many attempts have failed in a row. */
  readonly note: (outcome: Outcome) => number
}

/** @param to  whom it is about, as in ` (recipient 2 of 3)`; never a number or a name */
export const createRunOfFailures = (log: Log, to: string): RunOfFailures => {
  let failed = 0
  let kind: Outcome['kind'] | null = null

  const end = (): void => {
    if (failed > 0) log.info(`delivers again${to} (failed attempts: ${failed})`)
    failed = 0
    kind = null
  }
  const note = (outcome: Outcome): number => {
    if (outcome.kind === 'sent' || outcome.kind === 'refused') {
      end()
      if (outcome.kind === 'refused') log.error(`a message was refused${to}: ${inEnglish(outcome.reason)}`)
      return 0
    }
    failed += 1
    if (outcome.kind !== kind) {
      const level = outcome.kind === 'again' ? 'warn' : 'error'
      log[level](`cannot deliver${to}, messages wait: ${inEnglish(outcome.reason)}`)
    }
    kind = outcome.kind
    return failed
  }
  return { note }
}
