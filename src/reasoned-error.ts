import type { Reason } from './model/reason.ts'
import { inEnglish } from './text/reason-words.ts'

/** An error that says why in a way that languages have words for. Its message is for the log. */
export class ReasonedError extends Error {
  readonly reason: Reason

  constructor(reason: Reason, options?: ErrorOptions) {
    super(inEnglish(reason), options)
    this.reason = reason
  }
}

/** Why something broke. What an error of anybody else's says is quoted. */
export const reasonOfError = (error: unknown): Reason =>
  error instanceof ReasonedError
    ? error.reason
    : { code: 'quoted', text: error instanceof Error ? error.message : 'unknown error' }
