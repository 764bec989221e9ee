import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Container } from '../../../src/model/reading.ts'
import type { ContainerEvent } from '../../../src/sources/containers/container-event.ts'
import { hasEnded } from '../../../src/sources/containers/container-state.ts'
import { nothingInspected, nothingKnown, type Change } from '../../../src/sources/containers/known.ts'
import { learn } from '../../../src/sources/containers/learn.ts'
import { toInspect } from '../../../src/sources/containers/to-inspect.ts'

/** A container as the model of the engine has it. */
interface Truth {
  readonly name: string
  readonly state: Container['state']
  readonly health: Container['health']
  readonly startedAt: number | null
  readonly finishedAt: number | null
  readonly exitCode: number
}

type Happening = Exclude<ContainerEvent['action'], 'oom'>

const hasHealthcheck = (id: string): boolean => id.endsWith('0')

/** An engine that does what it is told, tells of it in order but late, and answers questions even later. */
const createModel = () => {
  const world = new Map<string, Truth>()
  const told: ContainerEvent[] = []
  const witnessed = new Map<string, number>()
  const questions: { readonly asOf: number; readonly ask: 'list' | { readonly inspect: string } }[] = []
  const answers: Change[] = []
  let knowledge = nothingKnown
  let time = 1_000_000

  const hear = (change: Change) => {
    const before = knowledge
    knowledge = learn(before, change)
    for (const inspect of toInspect(before, change, knowledge))
      questions.push({ asOf: knowledge.heard, ask: { inspect } })
  }

  const happen = (action: Happening, id: string) => {
    const now = world.get(id)
    time += 60_000
    const next = afterHappening(now, action, id, time)
    if (next === undefined) return
    if (next === null) world.delete(id)
    else world.set(id, next)
    const origin = {
      id,
      at: time + 11,
      name: next?.name ?? now?.name ?? id,
      image: 'i',
      compose: null,
      service: null,
      labels: null,
    }
    if (action === 'die') told.push({ ...origin, action, exitCode: next?.exitCode ?? 0, mayBeAsked: false })
    else if (action === 'kill') told.push({ ...origin, action, signal: 'SIGHUP' })
    else if (action === 'health_status') told.push({ ...origin, action, health: next?.health ?? 'none' })
    else told.push({ ...origin, action })
  }

  const answer = () => {
    const question = questions.shift()
    if (question === undefined) return
    const { asOf, ask } = question
    if (ask === 'list') {
      const listed = [...world].map(([id, { name, state, health, exitCode }]) => ({
        ...{ id, name, image: 'i', compose: null, service: null, labels: null, state },
        health: health === 'none' ? null : health,
        exitCode: hasEnded(state) ? exitCode : null,
      }))
      answers.push({ kind: 'listing', asOf, at: time, listed })
      return
    }
    const truth = world.get(ask.inspect)
    if (truth === undefined) return
    const settings = {
      stopSignal: 'SIGTERM',
      stopTimeoutSeconds: 10,
      memoryLimitBytes: null,
      restartCount: 0,
      restartPolicy: 'no' as const,
    }
    const rest = {
      image: 'i',
      compose: null,
      service: null,
      labels: null,
      healthOutput: null,
      oomKilled: false,
      pid: null,
      startError: null,
      purpose: 'service' as const,
    }
    const exitCode = hasEnded(truth.state) ? truth.exitCode : 0
    const details = {
      ...truth,
      ...settings,
      ...rest,
      id: ask.inspect,
      exitCode,
      hasHealthcheck: hasHealthcheck(ask.inspect),
    }
    answers.push({ kind: 'details', asOf, details })
  }

  const deliverEvent = () => {
    const event = told.shift()
    if (event === undefined) return
    if (event.action === 'die') witnessed.set(event.id, event.at)
    hear({ kind: 'event', event })
  }

  const deliverAnswer = () => {
    const change = answers.shift()
    if (change !== undefined) hear(change)
  }

  const list = () => void questions.push({ asOf: knowledge.heard, ask: 'list' })

  const reconnect = () => {
    for (const queue of [told, questions, answers]) queue.length = 0
    knowledge = nothingInspected(knowledge)
    list()
  }

  const settle = () => {
    while (told.length + questions.length + answers.length > 0) {
      deliverEvent()
      answer()
      deliverAnswer()
    }
  }

  const truth = () => [...world].map(([id, { name, state, health }]) => ({ id, name, state, health })).sort(byId)
  const known = () =>
    [...knowledge.containers.values()]
      .map(({ container: { id, name, state, health } }) => ({ id, name, state, health }))
      .sort(byId)

  return {
    happen,
    steps: { deliverEvent, answer, deliverAnswer, list, reconnect },
    settle,
    truth,
    known,
    knownEnds: () =>
      [...knowledge.containers.values()].map(({ container: { id, end, state } }) => ({ id, end, state })),
    world,
    witnessed,
  }
}

const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1)

/** Undefined where it cannot happen, null where the container is gone. */
const afterHappening = (
  now: Truth | undefined,
  action: Happening,
  id: string,
  at: number,
): Truth | null | undefined => {
  if (now === undefined) {
    const created = { name: `c${id}`, state: 'created', health: 'none' } as const
    return action === 'create' ? { ...created, startedAt: null, finishedAt: null, exitCode: 0 } : undefined
  }
  const runs = now.state === 'running'
  switch (action) {
    case 'create':
      return undefined
    case 'start':
      if (runs || now.state === 'paused') return undefined
      return { ...now, state: 'running', startedAt: at, health: hasHealthcheck(id) ? 'starting' : 'none' }
    case 'die':
      return runs
        ? { ...now, state: 'exited', health: 'none', finishedAt: at, exitCode: (at / 60_000) % 100 }
        : undefined
    case 'pause':
      return runs ? { ...now, state: 'paused', health: 'none' } : undefined
    case 'unpause':
      return now.state === 'paused'
        ? { ...now, state: 'running', health: hasHealthcheck(id) ? 'starting' : 'none' }
        : undefined
    case 'health_status': {
      const health = now.health === 'unhealthy' ? 'healthy' : 'unhealthy'
      return runs && hasHealthcheck(id) ? { ...now, health } : undefined
    }
    case 'kill':
      return runs ? now : undefined
    case 'rename':
      return { ...now, name: `${now.name}'` }
    case 'destroy':
      return runs || now.state === 'paused' ? undefined : null
  }
}

const happenings = fc.record({
  action: fc.constantFrom<Happening>(
    ...([
      'create',
      'start',
      'start',
      'die',
      'die',
      'pause',
      'unpause',
      'health_status',
      'kill',
      'rename',
      'destroy',
    ] as const),
  ),
  id: fc.constantFrom('10', '11', '12'),
})

const steps = (...names: readonly ('deliverEvent' | 'answer' | 'deliverAnswer' | 'list' | 'reconnect')[]) =>
  fc.array(fc.oneof(happenings, fc.constantFrom(...names)), { maxLength: 120, size: 'max' })

const run = (
  script: readonly ({ action: Happening; id: string } | keyof ReturnType<typeof createModel>['steps'])[],
) => {
  const model = createModel()
  model.steps.list()
  for (const step of script) {
    if (typeof step === 'string') model.steps[step]()
    else model.happen(step.action, step.id)
  }
  model.settle()
  return model
}

test('however events, lists and inspections overtake each other, what is known ends as the truth', () => {
  fc.assert(
    fc.property(steps('deliverEvent', 'deliverEvent', 'answer', 'deliverAnswer', 'list'), (script) => {
      const model = run(script)
      expect(model.known()).toEqual(model.truth())
    }),
    { numRuns: 2_000 },
  )
})

test('every end that was heard stays witnessed, with its own code', () => {
  fc.assert(
    fc.property(steps('deliverEvent', 'deliverEvent', 'answer', 'deliverAnswer', 'list'), (script) => {
      const model = run(script)
      for (const { id, end } of model.knownEnds()) {
        const truth = model.world.get(id)
        if (truth?.finishedAt === null) expect(end).toBeNull()
        else expect(end).toMatchObject({ witnessed: true, exitCode: truth?.exitCode })
      }
    }),
    { numRuns: 1_000 },
  )
})

test('after times in which nobody listened it ends as the truth as well, and only what was heard is witnessed', () => {
  fc.assert(
    fc.property(steps('deliverEvent', 'deliverEvent', 'answer', 'deliverAnswer', 'list', 'reconnect'), (script) => {
      const model = run(script)
      expect(model.known()).toEqual(model.truth())
      for (const { id, end, state } of model.knownEnds()) {
        const truth = model.world.get(id)
        if (truth === undefined || truth.finishedAt === null || !hasEnded(state)) continue
        const heard = model.witnessed.get(id) === truth.finishedAt + 11
        expect(end).toMatchObject({ witnessed: heard, exitCode: truth.exitCode })
      }
    }),
    { numRuns: 2_000 },
  )
})
