import { matchesGlob } from 'node:path'

/** Which containers matter: names or globs. A name both watched and ignored is watched. */
export interface WatchRules {
  readonly all: boolean
  readonly names: readonly string[]
  readonly ignore: readonly string[]
}

/** Whether the owner asked for this container by its name. */
export const isNamed = (name: string, { names }: WatchRules): boolean => names.some((pattern) => matches(name, pattern))

/** Whether this container matters at all. */
export const isWatched = (name: string, watch: WatchRules): boolean =>
  isNamed(name, watch) || (watch.all && !watch.ignore.some((pattern) => matches(name, pattern)))

/** The names and globs asked for that no container answers to. */
export const missingNames = (present: readonly string[], { names }: WatchRules): readonly string[] =>
  names.filter((pattern) => !present.some((name) => matches(name, pattern)))

/** A plain name, by far the most frequent, is compared and not compiled. */
const matches = (name: string, pattern: string): boolean =>
  name === pattern || (/[*?[{!]/.test(pattern) && matchesGlob(name, pattern))
