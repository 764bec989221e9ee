import type { QuietRange } from '../model/quiet-range.ts'
import type { Service } from '../model/service.ts'
import { makeExactValidator, type OptionalValidatorSpec, type RequiredValidatorSpec } from 'envalid'

/** The same words in each language of the documentation. */
export interface Translated {
  readonly en: string
  readonly pt: string
}

/** What the text of a variable can become. */
export type Value = string | number | boolean | readonly string[] | readonly QuietRange[] | readonly Service[]

/** What documentation and error messages say of a variable, beside its one line. */
export interface Facts {
  readonly accepted: Translated
  /** A value that is accepted. */
  readonly example: string
  /** What holds where it is not set, as one would write it. Left out where nothing does. */
  readonly fallback?: string | Translated
}

/** One line of documentation in each language, and whether its value is to be kept out of sight. */
export interface Variable extends Facts, Translated {
  readonly secret?: true
}

/**
 * A variable that always has a value: `value` where it is not set. `parse` throws `Invalid` with what is wrong.
 */
export const withDefault = <T extends Value, F extends Facts>(
  parse: (text: string) => T,
  value: T,
  facts: F,
): RequiredValidatorSpec<T> & F => ({ ...facts, ...makeExactValidator<T>(parse)({ default: value }) })

/** A variable that is undefined where it is not set. `parse` as in `withDefault`. */
export const optional = <T extends Value, F extends Facts>(
  parse: (text: string) => T,
  facts: F,
): OptionalValidatorSpec<T> & F => ({ ...facts, ...makeExactValidator<T>(parse)({ default: undefined }) })
