import { isDeepStrictEqual } from 'node:util'
import type { ContainerEnd } from '../../model/reading.ts'
import { hasEnded } from './container-state.ts'
import type { Details } from './details.ts'
import type { Change, Knowledge, Known } from './known.ts'

/** Takes an inspection for true, unless an event told of the container after it was sent for. */
export const applyDetails = (
  knowledge: Knowledge,
  { asOf, details }: Extract<Change, { kind: 'details' }>,
): Knowledge => {
  const known = knowledge.containers.get(details.id)
  if (known === undefined || known.toldBy > asOf) return knowledge
  return { ...knowledge, containers: new Map(knowledge.containers).set(details.id, afterDetails(known, details)) }
}

const afterDetails = (known: Known, details: Details): Known => {
  const { name, state, health, healthOutput, startedAt, restartCount, compose, service, labels } = details
  const { stopSignal, stopTimeoutSeconds, restartPolicy, memoryLimitBytes, hasHealthcheck, pid } = details
  const facts = { name, containerName: name, state, health, healthOutput, startedAt, restartCount }
  const settings = { compose, service, labels, stopSignal, stopTimeoutSeconds, restartPolicy, memoryLimitBytes }
  const before = known.container
  const container = { ...before, ...facts, ...settings, end: endAfter(before.end, details) }
  const unchanged = isDeepStrictEqual(container, before)
  return { ...known, inspected: true, hasHealthcheck, pid, container: unchanged ? before : container }
}

/** The engine's event of an end comes after the time that it notes for it, by far less than this. */
const sameEndWithin = 5_000

const endAfter = (end: ContainerEnd | null, details: Details): ContainerEnd | null => {
  const { finishedAt, oomKilled } = details
  if (finishedAt === null) return end
  const ended = hasEnded(details.state)
  // With its next start, a container's exit code and OOM mark are back to nothing.
  const told = { exitCode: ended ? details.exitCode : null, oomKilled: ended && oomKilled }
  if (end === null || Math.abs(end.at - finishedAt) > sameEndWithin)
    return { at: finishedAt, ...told, signal: null, witnessed: false }
  return {
    ...end,
    at: end.witnessed ? end.at : finishedAt,
    exitCode: end.exitCode ?? told.exitCode,
    oomKilled: end.oomKilled || told.oomKilled,
  }
}
