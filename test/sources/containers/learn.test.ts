import { describe, expect, test } from 'vitest'
import type { ContainerEvent } from '../../../src/sources/containers/container-event.ts'
import type { Details } from '../../../src/sources/containers/details.ts'
import { nothingInspected, nothingKnown, type Change, type Knowledge } from '../../../src/sources/containers/known.ts'
import { learn } from '../../../src/sources/containers/learn.ts'
import type { Listed } from '../../../src/sources/containers/listing.ts'
import { stoppedWithEngine } from '../../../src/sources/containers/stopped-with-engine.ts'
import { toInspect } from '../../../src/sources/containers/to-inspect.ts'

const id = 'a'.repeat(64)
const origin = { id, at: 1_000_000, name: 'db', image: 'postgres:17', compose: null, service: null, labels: null }

type Action = ContainerEvent['action']
const heard = (action: Exclude<Action, 'kill' | 'die' | 'health_status'>, at = origin.at): Change => ({
  kind: 'event',
  event: { ...origin, at, action },
})
const died = (exitCode: number, at = origin.at): Change => ({
  kind: 'event',
  event: { ...origin, at, action: 'die', exitCode, mayBeAsked: false },
})
const killed = (signal: string, at = origin.at): Change => ({
  kind: 'event',
  event: { ...origin, at, action: 'kill', signal },
})
const healthBecame = (health: 'healthy' | 'unhealthy'): Change => ({
  kind: 'event',
  event: { ...origin, action: 'health_status', health },
})
const listed = (entries: readonly Partial<Listed>[], { asOf = 0, at = 2_000_000 } = {}): Change => ({
  kind: 'listing',
  asOf,
  at,
  listed: entries.map((entry) => ({ ...origin, state: 'running', health: null, exitCode: null, ...entry })),
})
const inspected = (details: Partial<Details>, asOf = 0): Change => ({
  kind: 'details',
  asOf,
  details: {
    ...origin,
    state: 'running',
    health: 'none',
    healthOutput: null,
    startedAt: 900_000,
    finishedAt: null,
    exitCode: 0,
    oomKilled: false,
    restartCount: 0,
    stopSignal: 'SIGTERM',
    stopTimeoutSeconds: 10,
    restartPolicy: 'no',
    memoryLimitBytes: null,
    hasHealthcheck: false,
    pid: 42,
    startError: null,
    purpose: 'service',
    ...details,
  },
})

const after = (...changes: readonly Change[]): Knowledge => changes.reduce(learn, nothingKnown)
const db = (knowledge: Knowledge) => knowledge.containers.get(id)?.container

describe('an end', () => {
  test('is known at once by its event: code, time, witnessed', () => {
    expect(db(after(listed([{}]), died(3)))).toMatchObject({
      state: 'exited',
      end: { at: origin.at, exitCode: 3, oomKilled: false, signal: null, witnessed: true },
    })
  })

  test('names the last signal of this life', () => {
    const knowledge = after(listed([{}]), killed('SIGHUP', 1), killed('SIGTERM', 2), died(143, 3))
    expect(db(knowledge)?.end?.signal).toEqual({ name: 'SIGTERM', at: 2 })
  })

  test('a signal that asks for nothing does not hide one that asked for the end', () => {
    const knowledge = after(listed([{}]), killed('SIGTERM', 1), killed('SIGUSR1', 2), died(143, 3))
    expect(db(knowledge)?.end?.signal).toEqual({ name: 'SIGTERM', at: 1 })
  })

  test('does not name a signal of the life before', () => {
    const knowledge = after(listed([{}]), killed('SIGTERM'), died(143), heard('start'), died(1))
    expect(db(knowledge)?.end).toMatchObject({ exitCode: 1, signal: null })
  })

  test('by memory is known by the event just before it', () => {
    expect(db(after(listed([{}]), heard('oom'), died(137)))?.end?.oomKilled).toBe(true)
    expect(db(after(listed([{}]), heard('oom'), heard('start'), died(137)))?.end?.oomKilled).toBe(false)
  })

  test('keeps what its event told when the inspection follows, which adds what it missed', () => {
    const end = { state: 'exited', finishedAt: origin.at - 11, exitCode: 137, oomKilled: true } as const
    const knowledge = after(listed([{}]), killed('SIGTERM'), died(137), inspected(end, 2))
    expect(db(knowledge)?.end).toEqual({
      at: origin.at,
      exitCode: 137,
      oomKilled: true,
      signal: { name: 'SIGTERM', at: origin.at },
      witnessed: true,
      stop: 'possible',
    })
  })

  test('that a list tells of is not witnessed; its time comes with the inspection', () => {
    const first = after(listed([{}]), listed([{ state: 'exited', exitCode: 1 }]))
    expect(db(first)?.end).toMatchObject({ at: 2_000_000, exitCode: 1, witnessed: false })
    const second = learn(first, inspected({ state: 'exited', finishedAt: 1_999_000, exitCode: 1 }))
    expect(db(second)?.end).toMatchObject({ at: 1_999_000, exitCode: 1, witnessed: false })
  })

  test('that was witnessed stays so across a time in which nobody listened', () => {
    const before = after(
      listed([{}]),
      died(1),
      inspected({ state: 'exited', finishedAt: origin.at - 5, exitCode: 1 }, 1),
    )
    const later = [
      listed([{ state: 'exited', exitCode: 1 }], { asOf: 1 }),
      inspected({ state: 'exited', finishedAt: origin.at - 5, exitCode: 1 }, 1),
    ].reduce(learn, nothingInspected(before))
    expect(db(later)?.end).toEqual(db(before)?.end)
    expect(db(later)?.end?.witnessed).toBe(true)
  })

  test('another than the witnessed one, in a time in which nobody listened, is not witnessed', () => {
    const before = after(listed([{}]), killed('SIGTERM'), died(0))
    const later = [
      listed([{ state: 'exited', exitCode: 9 }], { asOf: 2 }),
      inspected({ state: 'exited', finishedAt: origin.at + 60_000, exitCode: 9 }, 2),
    ].reduce(learn, nothingInspected(before))
    expect(db(later)?.end).toEqual({
      at: origin.at + 60_000,
      exitCode: 9,
      oomKilled: false,
      signal: null,
      witnessed: false,
      stop: null,
    })
  })

  test('stays known while the container runs again, where the engine has forgotten its code', () => {
    const knowledge = after(listed([{}]), died(7), heard('start'), inspected({ finishedAt: origin.at - 5 }, 2))
    expect(db(knowledge)).toMatchObject({ state: 'running', end: { exitCode: 7, witnessed: true } })
  })

  test('from before anybody looked has no code once the container runs again', () => {
    const knowledge = after(listed([{}]), inspected({ finishedAt: 800_000, exitCode: 0 }))
    expect(db(knowledge)?.end).toMatchObject({ at: 800_000, exitCode: null, witnessed: false })
  })

  test('that is followed by a pause for the restart keeps its code', () => {
    const knowledge = after(listed([{}]), died(5), listed([{ state: 'restarting', exitCode: 5 }], { asOf: 1 }))
    expect(db(knowledge)).toMatchObject({ state: 'restarting', end: { exitCode: 5, witnessed: true } })
  })
})

describe('who stopped it', () => {
  test('somebody, as Docker tells after the end, however long ago the signal was', () => {
    const ended = after(listed([{}]), killed('SIGTERM', 1_000), died(1, 31_000))
    expect(db(ended)?.end?.stop).toBe('possible')
    expect(db(learn(ended, heard('stop', 31_100)))?.end).toMatchObject({ at: 31_000, stop: 'asked' })
  })

  test('somebody, as Podman tells before the end', () => {
    expect(db(after(listed([{}]), heard('stop', 1_000), died(3, 1_200)))?.end?.signal).toEqual({
      name: 'SIGTERM',
      at: 1_000,
    })
  })

  test('somebody, between two starts: only the stop is told', () => {
    const waiting = after(listed([{}]), died(3), listed([{ state: 'restarting', exitCode: 3 }], { asOf: 1 }))
    expect(db(learn(waiting, heard('stop')))).toMatchObject({ state: 'exited', end: { exitCode: 3, stop: 'asked' } })
  })

  test('nobody, where no signal was sent', () => {
    expect(db(after(listed([{}]), died(1)))?.end?.stop).toBeNull()
    expect(db(after(listed([{}]), killed('SIGHUP'), died(1)))?.end?.stop).toBeNull()
  })

  test('an end that the engine tells of late is the same once it is inspected', () => {
    const knowledge = after(listed([{}]), killed('SIGTERM', 1_000), died(0, 14_000))
    const later = learn(knowledge, inspected({ state: 'exited', startedAt: 500, finishedAt: 5_000, exitCode: 0 }, 2))
    expect(db(later)?.end).toMatchObject({ at: 14_000, witnessed: true, signal: { name: 'SIGTERM' } })
  })

  describe('the engine, as it stops itself', () => {
    const lost = 1_015_000
    const stop = (knowledge: Knowledge) => db(stoppedWithEngine(knowledge, lost))?.end?.stop

    test('everything that ran was asked to end', () => {
      expect(stop(after(listed([{}]), killed('SIGTERM', 1_000_000), died(0, 1_004_000)))).toBe('engine')
    })

    test('and what had not ended when it was lost is found ended', () => {
      const gone = stoppedWithEngine(after(listed([{}]), killed('SIGTERM', 1_000_000)), lost)
      const back = [
        listed([{ state: 'exited', exitCode: 0 }], { asOf: 1 }),
        inspected({ state: 'exited', finishedAt: 1_012_000, exitCode: 0 }, 1),
      ].reduce(learn, nothingInspected(gone))
      expect(db(back)?.end).toMatchObject({ at: 1_012_000, exitCode: 0, stop: 'engine' })
    })

    test('not where another container goes on, nor long before', () => {
      const other = { ...origin, id: 'b'.repeat(64), name: 'web' }
      const one = after(listed([{}, other]), killed('SIGTERM', 1_000_000), died(0, 1_004_000))
      expect(stop(one)).toBe('possible')
      expect(stop(after(listed([{}]), killed('SIGTERM', 900_000), died(0, 904_000)))).toBe('possible')
    })
  })
})

describe('an event newer than a question', () => {
  test('wins over the list', () => {
    const knowledge = after(listed([{}]), died(1), listed([{ state: 'running' }], { asOf: 0 }))
    expect(db(knowledge)?.state).toBe('exited')
  })

  test('wins over the list that does not know the container yet', () => {
    expect(db(after(heard('create'), listed([], { asOf: 0 })))?.state).toBe('created')
    expect(db(after(heard('create'), listed([], { asOf: 1 })))).toBeUndefined()
  })

  test('wins over the list that still shows what was removed', () => {
    const removed = after(listed([{}]), heard('destroy'))
    expect(db(learn(removed, listed([{}], { asOf: 0 })))).toBeUndefined()
    expect(learn(removed, listed([], { asOf: 1 })).destroyed.size).toBe(0)
  })

  test('wins over the inspection, which is asked for anew', () => {
    const before = after(listed([{}]), died(1))
    const change = inspected({ state: 'running' }, 0)
    expect(learn(before, change)).toBe(before)
    expect(toInspect(before, change, before)).toEqual([id])
  })
})

describe('a container that was created just now', () => {
  const ended = after(listed([]), heard('create'), heard('start'), died(3))

  test('is new until it is inspected, or cannot be', () => {
    expect(ended.containers.get(id)?.isNew).toBe(true)
    expect(learn(ended, inspected({ state: 'exited' }, 3)).containers.get(id)?.isNew).toBe(false)
    expect(learn(ended, { kind: 'not-inspected', id }).containers.get(id)?.isNew).toBe(false)
    expect(after(listed([{}]), died(1)).containers.get(id)?.isNew).toBe(false)
  })

  test('is known for what it is by an inspection that events have overtaken', () => {
    const known = learn(ended, inspected({ state: 'created', purpose: 'shell' }, 1)).containers.get(id)
    expect(known).toMatchObject({ isNew: false, inspected: false, container: { state: 'exited', purpose: 'shell' } })
  })
})

describe('the rest', () => {
  test('a container that is first heard of by an event is there with what the event says', () => {
    expect(db(after(heard('start')))).toMatchObject({ name: 'db', image: 'postgres:17', state: 'running' })
  })

  test('it pauses, goes on and changes its name', () => {
    const paused = after(listed([{}]), heard('pause'))
    expect(db(paused)?.state).toBe('paused')
    expect(db(learn(paused, heard('unpause')))?.state).toBe('running')
    const renamed: Change = { kind: 'event', event: { ...origin, name: 'old', action: 'rename' } }
    expect(db(learn(paused, renamed))).toMatchObject({ name: 'old', state: 'paused' })
  })

  test('health comes by events, is starting after a start, and none without running', () => {
    const healthy = after(listed([{}]), inspected({ hasHealthcheck: true }), healthBecame('healthy'))
    expect(db(healthy)?.health).toBe('healthy')
    expect(db(learn(healthy, died(0)))?.health).toBe('none')
    expect(db([died(0), heard('start')].reduce(learn, healthy))?.health).toBe('starting')
    expect(db(learn(healthy, listed([{ health: null }], { asOf: 9 })))?.health).toBe('healthy')
    expect(db(learn(healthy, listed([{ health: 'unhealthy' }], { asOf: 9 })))?.health).toBe('unhealthy')
  })

  test('usage is a running container’s, and ends with it', () => {
    const usage: Change = { kind: 'usage', usages: new Map([[id, { cpuPercent: 5, memoryBytes: 10 }]]) }
    const used = after(listed([{}]), usage)
    expect(db(used)?.usage).toEqual({ cpuPercent: 5, memoryBytes: 10 })
    expect(db(learn(used, died(0)))?.usage).toBeNull()
    expect(db(after(listed([{ state: 'exited' }]), usage))?.usage).toBeNull()
  })

  test('the highest memory use seen is kept through the end, and forgotten at the next start', () => {
    const uses = (memoryBytes: number): Change => ({
      kind: 'usage',
      usages: new Map([[id, { cpuPercent: 5, memoryBytes }]]),
    })
    const ended = after(listed([{}]), uses(10), uses(30), uses(20), died(137))
    expect(db(ended)?.peakMemoryBytes).toBe(30)
    expect(db(learn(ended, heard('start')))?.peakMemoryBytes).toBeNull()
  })

  test('both are forgotten where it was started while nobody listened, and not where nothing happened', () => {
    const used: Change = { kind: 'usage', usages: new Map([[id, { cpuPercent: 5, memoryBytes: 10 }]]) }
    const before = after(listed([{}]), inspected({}), used, heard('oom', 950_000))
    const again = (startedAt: number) => db(learn(before, inspected({ startedAt }, 9)))
    expect(again(900_500)).toMatchObject({ peakMemoryBytes: 10, oomAt: 950_000 })
    expect(again(960_000)).toMatchObject({ peakMemoryBytes: null, oomAt: null })
  })

  test('a kill for memory in it is known by its time until the next start', () => {
    const killed = after(listed([{}]), heard('oom', 7))
    expect(db(killed)).toMatchObject({ state: 'running', oomAt: 7 })
    expect(db(learn(killed, heard('start')))?.oomAt).toBeNull()
    expect(
      db([listed([{ state: 'exited' }], { asOf: 9 }), listed([{}], { asOf: 9 })].reduce(learn, killed))?.oomAt,
    ).toBeNull()
  })

  test('a tick that tells nothing new leaves every container the same object', () => {
    const before = after(listed([{}]), inspected({}))
    expect(db(learn(before, listed([{}])))).toBe(db(before))
    expect(db(learn(before, inspected({})))).toBe(db(before))
  })
})

describe('toInspect', () => {
  const asked = (before: Knowledge, change: Change) => toInspect(before, change, learn(before, change))
  const known = after(listed([{}]), inspected({}))

  test.each([
    ['a container not seen before', nothingKnown, listed([{}])],
    ['a first event', nothingKnown, heard('create')],
    ['a start', known, heard('start')],
    ['a die', known, died(1)],
    ['a rename', known, heard('rename')],
    ['a change of its limits', known, heard('update')],
    [
      'another exit code in the list',
      after(listed([{ state: 'exited', exitCode: 0 }]), inspected({ state: 'exited' })),
      listed([{ state: 'exited', exitCode: 128 }]),
    ],
    [
      'one that may fail to start',
      after(listed([{ state: 'created' }]), inspected({ state: 'created' })),
      listed([{ state: 'created' }]),
    ],
    ['a probe that fails', known, healthBecame('unhealthy')],
    ['a list that contradicts', known, listed([{ state: 'exited' }])],
    ['a new connection', nothingInspected(known), listed([{}])],
  ])('%s asks for an inspection', (_, before, change) => {
    expect(asked(before, change)).toEqual([id])
  })

  test.each([
    ['an ordinary tick', known, listed([{}])],
    ['a kill', known, killed('SIGHUP')],
    ['a pause', known, heard('pause')],
    ['a probe that succeeds', known, healthBecame('healthy')],
    ['a removal', known, heard('destroy')],
  ])('%s asks for none', (_, before, change) => {
    expect(asked(before, change)).toEqual([])
  })
})
