import { hasEnded } from './container-state.ts'
import { endedForMemory } from './ended-for-memory.ts'
import { newlyKnown, type Change, type Knowledge, type Known } from './known.ts'
import type { Listed } from './listing.ts'

/** Takes the list for true, save for containers that an event told of after the list was asked for. */
export const applyListing = (
  { heard, containers, destroyed }: Knowledge,
  { asOf, at, listed }: Extract<Change, { kind: 'listing' }>,
): Knowledge => {
  const next = new Map<string, Known>()
  for (const entry of listed) {
    if ((destroyed.get(entry.id) ?? 0) > asOf) continue
    const known = containers.get(entry.id) ?? newlyKnown({ ...entry, state: 'created' })
    next.set(entry.id, afterListing(known, entry, at))
  }
  for (const [id, known] of containers) if (known.toldBy > asOf) next.set(id, known)
  return { heard, containers: next, destroyed: new Map([...destroyed].filter(([, toldBy]) => toldBy > asOf)) }
}

const afterListing = (known: Known, listed: Listed, at: number): Known => {
  const after = withListed(known, listed, at)
  const leftWithEngine = after.leftWithEngine && hasEnded(listed.state)
  const isAsKnown = after.listedExitCode === listed.exitCode && after.leftWithEngine === leftWithEngine
  return isAsKnown ? after : { ...after, leftWithEngine, listedExitCode: listed.exitCode }
}

const withListed = (known: Known, { name, state, health, exitCode }: Listed, at: number): Known => {
  const before = known.container
  const now = state === 'running' ? (health ?? before.health) : 'none'
  if (state === before.state && name === before.name && now === before.health) return known
  const container = {
    ...before,
    name,
    containerName: name,
    state,
    health: now,
    usage: state === before.state ? before.usage : null,
  }
  if (hasEnded(state) === hasEnded(before.state)) return { ...known, container }
  if (!hasEnded(state))
    return {
      ...known,
      signal: null,
      leftWithEngine: false,
      container: { ...container, peakMemoryBytes: null, oomAt: null },
    }
  // When it ended, only an inspection can tell: until then, it is known to have ended by now.
  const oomKilled = endedForMemory({ at, exitCode, oomAt: before.oomAt, marked: false })
  const stop = known.leftWithEngine ? ('engine' as const) : null
  const end = { at, exitCode, oomKilled, signal: null, witnessed: false, stop }
  return { ...known, pid: null, container: { ...container, end } }
}
