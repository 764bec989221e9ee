import type { Container } from '../../model/reading.ts'
import type { Knowledge } from './known.ts'

/** Notes what running containers use. */
export const applyUsages = (knowledge: Knowledge, usages: ReadonlyMap<string, Container['usage']>): Knowledge => {
  const containers = new Map(knowledge.containers)
  let changed = false
  for (const [id, usage] of usages) {
    const known = containers.get(id)
    if (known?.container.state !== 'running' || (usage === null && known.container.usage === null)) continue
    const { peakMemoryBytes: before } = known.container
    const peakMemoryBytes = usage === null ? before : Math.max(before ?? 0, usage.memoryBytes)
    containers.set(id, { ...known, container: { ...known.container, usage, peakMemoryBytes } })
    changed = true
  }
  return changed ? { ...knowledge, containers } : knowledge
}
