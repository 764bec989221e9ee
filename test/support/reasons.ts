import type { Outcome } from '../../src/model/delivery.ts'
import type { ConnectionTest } from '../../src/model/notification.ts'
import type { Reason } from '../../src/model/reason.ts'
import { inEnglish } from '../../src/text/reason-words.ts'

/** A reason like any other. */
export const quoted = (text: string): Reason => ({ code: 'quoted', text })

/** The same, with its reason in English. */
export const outcomeInWords = (outcome: Outcome) =>
  'reason' in outcome ? { ...outcome, reason: inEnglish(outcome.reason) } : outcome

export const resultInWords = (result: ConnectionTest['result']) =>
  result.ok ? result : { ...result, reason: inEnglish(result.reason) }
