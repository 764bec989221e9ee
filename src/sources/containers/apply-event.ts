import { asksForTheEnd } from '../../model/ending-signal.ts'
import type { Container } from '../../model/reading.ts'
import type { ContainerEvent } from './container-event.ts'
import { hasEnded } from './container-state.ts'
import { endedForMemory } from './ended-for-memory.ts'
import { newlyKnown, type Knowledge, type Known } from './known.ts'

/** Takes an event for true at once: the engine tells them in order. */
export const applyEvent = ({ heard, containers, destroyed }: Knowledge, event: ContainerEvent): Knowledge => {
  const toldBy = heard + 1
  const next = new Map(containers)
  if (event.action === 'destroy') {
    next.delete(event.id)
    return { heard: toldBy, containers: next, destroyed: new Map(destroyed).set(event.id, toldBy) }
  }
  const known = containers.get(event.id) ?? newlyKnown({ ...event, state: impliedStates[event.action] })
  const after = afterEvent(known, event)
  const { name } = event
  const isNamedSo = after.container.containerName === name
  const container = isNamedSo ? after.container : { ...after.container, name, containerName: name }
  next.set(event.id, { ...after, toldBy, container })
  return { heard: toldBy, containers: next, destroyed }
}

/** What an event says of the state of a container that was not known before. */
const impliedStates = {
  create: 'created',
  start: 'running',
  die: 'exited',
  kill: 'running',
  oom: 'running',
  stop: 'exited',
  update: 'created',
  health_status: 'running',
  pause: 'paused',
  unpause: 'running',
  rename: 'created',
} as const satisfies Record<Exclude<ContainerEvent['action'], 'destroy'>, Container['state']>

/** Milliseconds that somebody may give a container to stop: with what it survived for longer, an end has nothing to do. */
const longestStop = 600_000

const afterEvent = (known: Known, event: ContainerEvent): Known => {
  const { container } = known
  switch (event.action) {
    case 'start':
      return {
        ...known,
        signal: null,
        pid: null,
        leftWithEngine: false,
        container: {
          ...container,
          state: 'running',
          startedAt: event.at,
          health: healthAtFirst(known),
          healthOutput: null,
          startError: null,
          usage: null,
          peakMemoryBytes: null,
          oomAt: null,
        },
      }
    case 'die': {
      const { at, exitCode } = event
      const oomKilled = endedForMemory({ at, exitCode, oomAt: container.oomAt, marked: false })
      const { signal } = known
      const isAsked = signal !== null && at - signal.at <= longestStop && asksForTheEnd(signal.name, container)
      const asked = event.mayBeAsked || isAsked
      const end = { at, exitCode, oomKilled, signal, witnessed: true, stop: asked ? ('possible' as const) : null }
      return { ...known, pid: null, container: { ...container, state: 'exited', health: 'none', end, usage: null } }
    }
    case 'stop': {
      if (!hasEnded(container.state)) return { ...known, signal: { name: container.stopSignal, at: event.at } }
      const end = container.end && { ...container.end, stop: 'asked' as const }
      return { ...known, container: { ...container, state: 'exited', end } }
    }
    case 'kill': {
      // One that asks for nothing does not hide one that asked for the end.
      if (known.signal !== null && !asksForTheEnd(event.signal, container)) return known
      return { ...known, signal: { name: event.signal, at: event.at } }
    }
    case 'oom':
      return { ...known, container: { ...container, oomAt: event.at } }
    case 'health_status':
      // Podman tells of each probe.
      if (container.health === event.health) return { ...known, hasHealthcheck: true }
      return { ...known, hasHealthcheck: true, container: { ...container, health: event.health } }
    case 'pause':
      return { ...known, container: { ...container, state: 'paused', health: 'none', usage: null } }
    case 'unpause':
      return { ...known, container: { ...container, state: 'running', health: healthAtFirst(known) } }
    case 'create':
      return { ...known, isNew: !known.inspected }
    case 'rename':
    case 'update':
    case 'destroy':
      return known
  }
}

const healthAtFirst = ({ hasHealthcheck }: Known): Container['health'] => (hasHealthcheck ? 'starting' : 'none')
