import type { CleanedEnv } from 'envalid'
import type { Readers } from './readers.ts'
import type { Translated, Variable } from './variable.ts'

export type Variables = Readonly<Record<string, Variable>>

/** What a configuration is made of beside the values. */
export interface Surroundings {
  /** Names of the variables that are not empty. */
  readonly given: ReadonlySet<string>
  readonly readers: Readers
  /** What the owner's extensions are set to. */
  readonly settings: Readonly<Record<string, string>>
  readonly hostRoot: string
}

/** Variables that belong together, and what the configuration makes of them: durations are milliseconds, thresholds percent. */
export interface Group<V extends Variables, C> {
  readonly title: Translated
  readonly variables: V
  readonly configOf: (values: CleanedEnv<V>, surroundings: Surroundings) => C
}

/** Infers what a group makes of its variables, so that each is written once. */
export const group = <const V extends Variables, C>(given: Group<V, C>): Group<V, C> => given
