import type { Container } from '../../model/reading.ts'

/**
 * Containers that are called anew come before all others: what is known of one goes with it, before another container may
 * bear the name that it had.
 *
 * @param known  what is known, by the names that containers had before
 */
export const renamedFirst = (
  containers: readonly Container[],
  known: ReadonlyMap<string, Pick<Container, 'id'>>,
): readonly Container[] => {
  // Nearly always each is called as before.
  if (known.size === 0 || containers.every(({ name }) => known.has(name))) return containers
  const ids = new Set([...known.values()].map(({ id }) => id))
  const isRenamed = ({ id, name }: Container): boolean => !known.has(name) && ids.has(id)
  return [...containers.filter(isRenamed), ...containers.filter((container) => !isRenamed(container))]
}
