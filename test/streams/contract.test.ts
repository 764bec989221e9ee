import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { concat, EMPTY, map, NEVER, of, Subject, throwError, type OperatorFunction } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { diagramHost, readCheck, readReading } from '../../src/cli/marbles/vocabulary.ts'
import type { Check, SustainedCheck } from '../../src/model/check.ts'
import { limitOf } from '../../src/model/limit.ts'
import { noMemory, type SentMessage } from '../../src/model/memory.ts'
import type { Reading } from '../../src/model/reading.ts'
import { checkContainerUsage } from '../../src/streams/checks/check-container-usage.ts'
import { checkContainers } from '../../src/streams/checks/check-containers.ts'
import { checkDelivery } from '../../src/streams/checks/check-delivery.ts'
import { checkEngine } from '../../src/streams/checks/check-engine.ts'
import { checkHost } from '../../src/streams/checks/check-host.ts'
import { checkNetwork } from '../../src/streams/checks/check-network.ts'
import { checkServices } from '../../src/streams/checks/check-services.ts'
import { crashLoop } from '../../src/streams/checks/crash-loop.ts'
import { forecastDisk } from '../../src/streams/checks/forecast-disk.ts'
import { noticeIncidents } from '../../src/streams/checks/notice-incidents.ts'
import { noticeOccurrences } from '../../src/streams/checks/notice-occurrences.ts'
import { noticeOutOfMemory } from '../../src/streams/checks/notice-out-of-memory.ts'
import { oneContainerPerSubject } from '../../src/streams/checks/one-container-per-subject.ts'
import { withDeliveries } from '../../src/streams/checks/with-deliveries.ts'
import { judge, type JudgeOptions } from '../../src/streams/judge.ts'
import { concatMapArrays } from '../../src/streams/lib/concat-map-arrays.ts'
import { keepAlive } from '../../src/streams/lib/keep-alive.ts'
import { perHost } from '../../src/streams/lib/per-host.ts'
import { alertLifecycle } from '../../src/streams/lives/alert-lifecycle.ts'
import { flapping } from '../../src/streams/lives/flapping.ts'
import { holdStatus } from '../../src/streams/lives/hold-status.ts'
import { inArrays } from '../../src/streams/lives/in-arrays.ts'
import { intention } from '../../src/streams/lives/intention.ts'
import { judgeAbsence } from '../../src/streams/lives/judge-absence.ts'
import { monitoringBlind } from '../../src/streams/lives/monitoring-blind.ts'
import { sustain } from '../../src/streams/lives/sustain.ts'
import { withEvidence } from '../../src/streams/lives/with-evidence.ts'
import { cooldown, type CooldownEvent } from '../../src/streams/notify/cooldown.ts'
import { notify, type NotifyOptions } from '../../src/streams/notify/notify.ts'
import { recentMessages, type Budget } from '../../src/streams/notify/recent-messages.ts'
import { reports } from '../../src/streams/notify/reports.ts'
import { whileTheyHold } from '../../src/streams/notify/while-they-hold.ts'
import { untilTheyEnd } from '../../src/streams/notify/until-they-end.ts'
import { overviewOf } from '../support/overview.ts'
import { cpuDetails, firingLife, noDeliveries, sampleHost } from '../support/samples.ts'
import { record } from '../support/virtual-time.ts'

/** Those that are run here. */
const tested: string[] = []

interface Expected {
  /** Whether it answers to the value with something, at once. */
  readonly answers?: boolean
  /** Whether it lets go of its source at once after the value, too: `groupBy` does when its groups are over. */
  readonly letsGo?: boolean
}

/** What every operator does, given a value. */
const keepsItsContract = <In>(
  name: string,
  operator: OperatorFunction<In, unknown>,
  value: In,
  { answers = true, letsGo = true }: Expected = {},
): void => {
  tested.push(name)
  describe(name, () => {
    test('never stays silent', () => {
      expect(record(() => NEVER.pipe(operator), 1_000)).toEqual([])
    })

    test('empty completes', () => {
      expect(record(() => EMPTY.pipe(operator), 1_000)).toEqual([[0, '|']])
    })

    test('an error is passed on, also after values', () => {
      const failing$ = throwError(() => new Error('broken'))
      expect(record(() => failing$.pipe(operator), 1_000)).toEqual([[0, '#']])
      expect(record(() => concat(of(value), failing$).pipe(operator), 1_000).at(-1)).toEqual([0, '#'])
    })

    test('values come before the completion', () => {
      const recorded = record(() => of(value).pipe(operator), 1_000)
      if (answers) expect(recorded.length).toBeGreaterThan(1)
      expect(recorded.at(-1)).toEqual([0, '|'])
    })

    test('unsubscribing early unsubscribes from the source', () => {
      unsubscribes(operator, [])
      if (letsGo) unsubscribes(operator, [value])
    })

    test('each subscription has a state of its own', () => {
      const operated$ = of(value).pipe(operator)
      const first = record(() => operated$, 1_000)
      expect(record(() => operated$, 1_000)).toEqual(first)
    })
  })
}

const unsubscribes = <In>(operator: OperatorFunction<In, unknown>, values: readonly In[]): void => {
  const source$ = new Subject<In>()
  const subscription = source$.pipe(operator).subscribe()
  for (const value of values) source$.next(value)
  expect(source$.observed).toBe(true)
  subscription.unsubscribe()
  expect(source$.observed).toBe(false)
}

const watch = { all: true, names: [], ignore: [] }
const limits = { cpu: limitOf(85), ram: limitOf(90), disk: limitOf(90) }
const up = readReading('db up', 0)
const died = readReading('db exit 1', 0)
const check = readCheck('cpu ok', 0)
const trouble = { ...readCheck('cpu critical', 0), since: 0 }
const life = firingLife({ type: 'CPU_CRITICAL', subject: 'host', details: cpuDetails() })
const lifecycle = { host: diagramHost, nextId: () => 1, looks: () => 1 }
const evidence = { readings$: NEVER, logLines: () => of([]), diskUsage: () => EMPTY, wait: 10 }
const told: CooldownEvent = { kind: 'told', life: 1, fingerprint: 'a', type: 'A', reminders: 0 }
const message: SentMessage = { at: 0, fingerprints: ['a'], hasBeginnings: true }
const budget: Budget = {
  groupWait: 10,
  total: { messages: 1, window: 10 },
  keptForUrgent: 0,
  perFingerprint: { messages: 1, window: 10 },
}
const judged: JudgeOptions = {
  config: {
    limits,
    watch,
    containerThresholds: { cpu: null, ram: 90 },
    docker: { asked: true },
    cpuFor: 0,
    ramFor: 0,
    dockerFor: 0,
    keepFiringFor: 0,
    stopGrace: 10,
    unstableFor: 10,
    unknownAfter: 10,
  },
  memory: noMemory,
  patience: 10,
  extensions: { host: diagramHost, checks: [] },
  deliveries$: NEVER,
  logLines: () => of([]),
  diskUsage: () => EMPTY,
}
const notified: NotifyOptions = {
  accepted$: NEVER,
  occurrences$: NEVER,
  silences$: NEVER,
  acknowledgements$: NEVER,
  quiet$: NEVER,
  isStarting$: NEVER,
  reminders: { interval: 10, longest: 20 },
  budget,
}
const reported = {
  overview$: of(overviewOf()),
  watch,
  heartbeats: true,
  reportedAt: null,
  startedAt: 0,
  countSince: () => of({ alerts: { told: 0, ended: 0, untold: 0 }, deliveries: noDeliveries }),
}
const kept = { toValue: () => 'lost', backoff: { first: 100, max: 100 }, random: () => 1 }

keepsItsContract('checkHost', checkHost(limits), readReading('cpu 10', 0))
keepsItsContract('checkContainers', checkContainers(watch), up)
keepsItsContract(
  'checkContainerUsage',
  checkContainerUsage({ watch, thresholds: { cpu: null, ram: 90 } }),
  readReading('db using 95', 0),
)
keepsItsContract('checkEngine', checkEngine({ expected: true }), up)
keepsItsContract('checkNetwork', checkNetwork(), readReading('service shop ok', 0))
keepsItsContract('checkServices', checkServices(), readReading('service shop ok', 0))
keepsItsContract('checkDelivery', checkDelivery(), {
  host: diagramHost,
  kind: 'outbox',
  at: 0,
  inMemoryBecause: null,
  movedAside: null,
})
keepsItsContract('crashLoop', crashLoop({ watch, within: 10, upFor: 10, stopGrace: 10 }), died, { answers: false })
keepsItsContract('forecastDisk', forecastDisk(), readReading('cpu 10', 0), { answers: false })
keepsItsContract('noticeIncidents', noticeIncidents(), {
  host: diagramHost,
  kind: 'reboot',
  at: 0,
  bootId: 'b',
  awayMilliseconds: null,
})
keepsItsContract(
  'noticeOutOfMemory',
  noticeOutOfMemory({ watch, settles: 10, atMostEvery: 10 }),
  readReading('db oom', 0),
  { answers: false },
)
keepsItsContract('noticeOccurrences', noticeOccurrences({ watch, memory: noMemory }), readReading('db oom', 0), {
  answers: false,
})
keepsItsContract('oneContainerPerSubject', oneContainerPerSubject({ stopGrace: 10 }), up)
keepsItsContract('withDeliveries', withDeliveries(NEVER), readReading('service shop ok', 0))
keepsItsContract('judge', judge(judged), died)
keepsItsContract(
  'concatMapArrays',
  concatMapArrays((text: string) => text.split('')),
  'ab',
)
keepsItsContract(
  'perHost',
  perHost(() => map(({ kind }) => kind)),
  up,
)
keepsItsContract('alertLifecycle', alertLifecycle(lifecycle), trouble)
keepsItsContract('flapping', flapping({ window: 10, unstableFor: 5 }), life)
keepsItsContract(
  'holdStatus',
  holdStatus(() => 10),
  check,
)
keepsItsContract('inArrays', inArrays(NEVER), 'a')
keepsItsContract('intention', intention({ stopGrace: 10, upFor: 10 }), check)
keepsItsContract('judgeAbsence', judgeAbsence({ readings$: NEVER, lives: [life], patience: 2_000 }), trouble)
keepsItsContract('monitoringBlind', monitoringBlind(10), trouble)
keepsItsContract('sustain', sustain({ forOf: () => 10, keepFiringFor: 10 }), check)
keepsItsContract('withEvidence', withEvidence(evidence), [life])
keepsItsContract('cooldown', cooldown({ interval: 10, longest: 20 }), told, { answers: false, letsGo: false })
keepsItsContract('notify', notify(notified), [life])
keepsItsContract('reports', reports(reported), 0)

/** They say something by themselves, or outlive their source: the rest of the contract is theirs, too. */
describe('recentMessages', () => {
  const operator = recentMessages(budget)
  tested.push('recentMessages')

  test('says at first that there is nothing to wait for', () => {
    expect(record(() => NEVER.pipe(operator), 1_000)).toMatchObject([[0, { wait: null }]])
    expect(record(() => EMPTY.pipe(operator), 1_000)).toMatchObject([
      [0, { wait: null }],
      [0, '|'],
    ])
  })

  test('an error is passed on', () => {
    expect(record(() => throwError(() => new Error('broken')).pipe(operator), 1_000).at(-1)).toEqual([0, '#'])
  })

  test('unsubscribing early unsubscribes from the source', () => {
    unsubscribes(operator, [])
    unsubscribes(operator, [message])
  })

  test('each subscription has a state of its own', () => {
    const waits = () =>
      record(
        () =>
          of(message).pipe(
            operator,
            map(({ wait }) => wait),
          ),
        1_000,
      )
    expect(waits()).toEqual(waits())
  })
})

describe('keepAlive', () => {
  const operator = keepAlive<string, string>(kept)
  tested.push('keepAlive')

  test('never stays silent, empty completes', () => {
    expect(record(() => NEVER.pipe(operator), 1_000)).toEqual([])
    expect(record(() => EMPTY.pipe(operator), 1_000)).toEqual([[0, '|']])
  })

  test('an error becomes a value', () => {
    expect(record(() => throwError(() => new Error('broken')).pipe(operator), 150)).toEqual([
      [0, 'lost'],
      [100, 'lost'],
    ])
  })

  test('unsubscribing early unsubscribes from the source', () => {
    unsubscribes(operator, [])
    unsubscribes(operator, ['a'])
  })
})

describe('untilTheyEnd', () => {
  const silences = [{ id: '1', type: '*', subject: 'db', until: 10, by: 'somebody' }]
  tested.push('untilTheyEnd')

  test('never stays silent, empty completes, an error is passed on', () => {
    expect(record(() => NEVER.pipe(untilTheyEnd()), 1_000)).toEqual([])
    expect(record(() => EMPTY.pipe(untilTheyEnd()), 1_000)).toEqual([[0, '|']])
    expect(record(() => throwError(() => new Error('broken')).pipe(untilTheyEnd()), 1_000)).toEqual([[0, '#']])
  })

  test('goes on when its source completes, and as long as that writes of silences', () => {
    expect(record(() => of(silences).pipe(untilTheyEnd()), 1_000)).toEqual([
      [0, silences],
      [10, []],
    ])
  })

  test('unsubscribing early unsubscribes from the source', () => {
    unsubscribes(untilTheyEnd(), [])
    unsubscribes(untilTheyEnd(), [silences])
  })
})

describe('whileTheyHold', () => {
  const given = { id: '1', type: '*', subject: 'db', at: 0, by: 'somebody', reason: '' }
  const silences = [{ ...given, until: 10, times: [] }]
  const holding = { id: '1', type: '*', subject: 'db', by: 'somebody' }
  tested.push('whileTheyHold')

  test('never stays silent, empty completes, an error is passed on', () => {
    expect(record(() => NEVER.pipe(whileTheyHold('UTC')), 1_000)).toEqual([])
    expect(record(() => EMPTY.pipe(whileTheyHold('UTC')), 1_000)).toEqual([[0, '|']])
    expect(record(() => throwError(() => new Error('broken')).pipe(whileTheyHold('UTC')), 1_000)).toEqual([[0, '#']])
  })

  test('goes on when its source completes, and as long as that writes of silences', () => {
    expect(record(() => of(silences).pipe(whileTheyHold('UTC')), 1_000)).toEqual([
      [0, [{ ...holding, until: 10 }]],
      [10, []],
    ])
  })

  test('follows what recurs, on the clock of its zone', () => {
    // 1970-01-01 00:02 in UTC is 21:02 of the day before in São Paulo.
    const daily = {
      ...given,
      until: null,
      times: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 21 * 60 + 1, to: 21 * 60 + 2 }],
    }
    expect(record(() => of([daily]).pipe(whileTheyHold('America/Sao_Paulo')), 170_000)).toEqual([
      [0, []],
      [60_000, [{ ...holding, until: 120_000 }]],
      [120_000, []],
    ])
  })

  test('unsubscribing early unsubscribes from the source', () => {
    unsubscribes(whileTheyHold('UTC'), [])
    unsubscribes(whileTheyHold('UTC'), [silences])
  })
})

test('every operator is run here', () => {
  const files = readdirSync('src/streams', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const operators = files.flatMap((file) => {
    const name = basename(file, '.ts').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
    const exported = new RegExp(`^export const ${name} =([\\s\\S]*?)=>\\n`, 'm').exec(
      readFileSync(join('src/streams', file), 'utf8'),
    )
    return exported?.[1]?.includes('OperatorFunction<') ? [name] : []
  })
  expect(operators.toSorted()).toEqual(tested.toSorted())
})

describe('what is thrown where a value is looked at, or a function of ours is called, is passed on as an error', () => {
  const fail = (): never => {
    throw new Error('broken')
  }
  /** Whoever looks at what it is, fails. */
  const reading: Reading = {
    ...sampleHost(),
    get kind(): 'host' {
      return fail()
    },
  }
  const sustained: SustainedCheck = {
    ...trouble,
    get status(): Check['status'] {
      return fail()
    },
  }

  const throwing = <In>(name: string, operator: OperatorFunction<In, unknown>, value: In): void =>
    test(name, () => {
      expect(record(() => of(value).pipe(operator), 1_000)).toEqual([[0, '#']])
    })

  throwing('checkHost', checkHost(limits), reading)
  throwing('checkContainers', checkContainers(watch), reading)
  throwing('checkContainerUsage', checkContainerUsage({ watch, thresholds: { cpu: null, ram: 90 } }), reading)
  throwing('checkEngine', checkEngine({ expected: true }), reading)
  throwing('checkNetwork', checkNetwork(), reading)
  throwing('checkServices', checkServices(), reading)
  throwing('checkDelivery', checkDelivery(), reading)
  throwing('noticeIncidents', noticeIncidents(), reading)
  throwing('oneContainerPerSubject', oneContainerPerSubject({ stopGrace: 10 }), reading)
  throwing('withDeliveries', withDeliveries(NEVER), reading)
  throwing('concatMapArrays', concatMapArrays(fail), 'a')
  throwing('perHost', perHost(fail), up)
  throwing('alertLifecycle, of a check', alertLifecycle(lifecycle), sustained)
  throwing('alertLifecycle, making a number', alertLifecycle({ ...lifecycle, nextId: fail }), trouble)
  throwing('alertLifecycle, counting readings', alertLifecycle({ ...lifecycle, looks: fail }), trouble)
  throwing('cooldown', cooldown({ interval: 10, longest: 20, isSlow: fail }), told)
  throwing('reports', reports({ ...reported, countSince: fail }), 0)
  throwing(
    'judge, of an operator of the owner',
    judge({ ...judged, extensions: { host: diagramHost, checks: [fail] } }),
    died,
  )
  throwing(
    'judge, of what that does',
    judge({ ...judged, extensions: { host: diagramHost, checks: [map(fail)] } }),
    died,
  )
  test('keepAlive', () => {
    const failing$ = throwError(() => new Error('broken'))
    expect(record(() => failing$.pipe(keepAlive({ ...kept, random: fail })), 1_000)).toEqual([
      [0, 'lost'],
      [0, '#'],
    ])
  })
})
