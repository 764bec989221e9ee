import { matchesGlob } from 'node:path'
import type { Container } from '../../model/reading.ts'

/** Which containers matter: names or globs. A name both watched and ignored is watched. */
export interface WatchRules {
  readonly all: boolean
  readonly names: readonly string[]
  readonly ignore: readonly string[]
}

/** What a container answers to: the name that people know it by, its own, the one on its label, its Swarm service's. */
export type Named = Pick<Container, 'name' | 'containerName' | 'service' | 'labels'>

type Watchable = Named & Pick<Container, 'purpose'>

/** Whether the owner asked for this container by its name. */
export const isNamed = (container: Named, { names }: WatchRules): boolean =>
  names.some((pattern) => answersTo(container, pattern))

/**
 * Whether this container matters at all. A plain name in WATCH_CONTAINERS goes before its label, which may come with an image;
 * its label goes before every other rule.
 */
export const isWatched = (container: Watchable, watch: WatchRules): boolean =>
  watch.names.some((pattern) => !isGlob(pattern) && answersTo(container, pattern)) ||
  (container.labels?.enable ??
    (isNamed(container, watch) ||
      (watch.all && container.purpose === 'service' && !watch.ignore.some((pattern) => answersTo(container, pattern)))))

/** The names and globs asked for that no container answers to. */
export const missingNames = (present: readonly Named[], { names }: WatchRules): readonly string[] =>
  names.filter((pattern) => !present.some((container) => answersTo(container, pattern)))

const answersTo = ({ name, containerName, service, labels }: Named, pattern: string): boolean =>
  matches(name, pattern) ||
  (containerName !== name && matches(containerName, pattern)) ||
  (service !== null && matches(service.name, pattern)) ||
  (typeof labels?.name === 'string' && matches(labels.name, pattern))

const isGlob = (pattern: string): boolean => /[*?[{!]/.test(pattern)

/** A plain name, by far the most frequent, is compared and not compiled. */
const matches = (name: string, pattern: string): boolean =>
  name === pattern || (isGlob(pattern) && matchesGlob(name, pattern))
