import { isDeepStrictEqual } from 'node:util'
import type { Container, ContainerEnd } from '../../model/reading.ts'
import { hasEnded } from './container-state.ts'
import type { Details } from './details.ts'
import { endedForMemory } from './ended-for-memory.ts'
import type { Change, Knowledge, Known } from './known.ts'

/**
 * Takes an inspection for true, unless an event told of the container after it was sent for: then it says only how a new
 * container was made, as no event would.
 */
export const applyDetails = (
  knowledge: Knowledge,
  { asOf, details }: Extract<Change, { kind: 'details' }>,
): Knowledge => {
  const known = knowledge.containers.get(details.id)
  if (known === undefined || (known.toldBy > asOf && !known.isNew)) return knowledge
  const after = known.toldBy > asOf ? made(known, details) : afterDetails(known, details)
  return { ...knowledge, containers: new Map(knowledge.containers).set(details.id, after) }
}

const made = (known: Known, details: Details): Known => ({
  ...known,
  isNew: false,
  container: { ...known.container, ...settingsOf(details) },
})

const settingsOf = (details: Details) => {
  const { compose, service, labels, stopSignal, stopTimeoutSeconds, restartPolicy, memoryLimitBytes, purpose } = details
  return { compose, service, labels, stopSignal, stopTimeoutSeconds, restartPolicy, memoryLimitBytes, purpose }
}

const afterDetails = (known: Known, details: Details): Known => {
  const { name, state, health, healthOutput, startedAt, restartCount, startError, hasHealthcheck, pid } = details
  const facts = { name, containerName: name, state, health, healthOutput, startedAt, restartCount, startError }
  const before = known.container
  const seen = isOtherStart(before.startedAt, startedAt) ? { peakMemoryBytes: null, oomAt: null } : {}
  const container = { ...before, ...facts, ...settingsOf(details), ...seen, end: endAfter(before, details) }
  const unchanged = isDeepStrictEqual(container, before)
  return {
    ...known,
    inspected: true,
    isNew: false,
    hasHealthcheck,
    pid,
    container: unchanged ? before : container,
  }
}

/** Whether it was started since by what nobody heard of: of its new life nothing is known. */
const isOtherStart = (before: number | null, now: number | null): boolean =>
  before !== null && now !== null && now - before > sameWithin

/** The engine's event comes after the time that it notes for it, by far less than this. */
const sameWithin = 5_000

/** No event followed the one that told of the end: however late that came, it is the same. */
const isSameEnd = ({ at, witnessed }: ContainerEnd, finishedAt: number, ended: boolean): boolean =>
  Math.abs(at - finishedAt) <= sameWithin || (witnessed && ended && finishedAt < at)

const endAfter = ({ end, oomAt, startedAt }: Container, details: Details): ContainerEnd | null => {
  const { finishedAt } = details
  if (finishedAt === null) return end
  const ended = hasEnded(details.state)
  // With its next start, a container's exit code and OOM mark are back to nothing.
  const exitCode = ended ? details.exitCode : null
  const oomKilled = ended && endedForMemory({ at: finishedAt, exitCode, oomAt, marked: details.oomKilled })
  if (end === null || !isSameEnd(end, finishedAt, ended))
    return {
      at: finishedAt,
      exitCode,
      oomKilled,
      signal: null,
      witnessed: false,
      stop: end?.stop === 'engine' && (startedAt ?? details.startedAt) === details.startedAt ? 'engine' : null,
    }
  return {
    ...end,
    at: end.witnessed ? end.at : finishedAt,
    exitCode: end.exitCode ?? exitCode,
    oomKilled: end.oomKilled || oomKilled,
  }
}
