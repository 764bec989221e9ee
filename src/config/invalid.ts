import { EnvError } from 'envalid'
import type { Translated } from './variable.ts'

/** Why a value is not accepted, in each language: worded to follow the variable's name, and never with the value. */
export class Invalid extends EnvError {
  readonly why: Translated

  constructor(why: Translated) {
    super(why.en)
    this.why = why
  }
}
