import { EMPTY, NEVER, of, Subject, throwError, type OperatorFunction } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { readAlert, readCheck, readLife, readNotification, readReading } from '../../src/cli/marbles/vocabulary.ts'
import { limitOf } from '../../src/config/limits.ts'
import { inhibitionsOf } from '../../src/model/alert-types.ts'
import type { Reading } from '../../src/model/reading.ts'
import { alertLifecycle } from '../../src/streams/alert-lifecycle.ts'
import { budget } from '../../src/streams/budget.ts'
import { checkContainerUsage } from '../../src/streams/check-container-usage.ts'
import { checkContainers } from '../../src/streams/check-containers.ts'
import { checkEngine } from '../../src/streams/check-engine.ts'
import { checkHost } from '../../src/streams/check-host.ts'
import { checkNetwork } from '../../src/streams/check-network.ts'
import { checkServices } from '../../src/streams/check-services.ts'
import { concatMapArrays } from '../../src/streams/concat-map-arrays.ts'
import { cooldown } from '../../src/streams/cooldown.ts'
import { flapping } from '../../src/streams/flapping.ts'
import { forecastDisk } from '../../src/streams/forecast-disk.ts'
import { group } from '../../src/streams/group.ts'
import { holdWhile } from '../../src/streams/hold-while.ts'
import { inhibit } from '../../src/streams/inhibit.ts'
import { intention } from '../../src/streams/intention.ts'
import { monitoringBlind } from '../../src/streams/monitoring-blind.ts'
import { oneContainerPerSubject } from '../../src/streams/one-container-per-subject.ts'
import { quietHours } from '../../src/streams/quiet-hours.ts'
import { silence } from '../../src/streams/silence.ts'
import { sustain } from '../../src/streams/sustain.ts'
import { withEvidence } from '../../src/streams/with-evidence.ts'
import { record } from '../support/virtual-time.ts'

/** What every operator does, given a value that it answers to at once. */
const keepsItsContract = <In>(name: string, operator: OperatorFunction<In, unknown>, value: In): void => {
  describe(name, () => {
    test('never stays silent', () => {
      expect(record(() => NEVER.pipe(operator), 1_000)).toEqual([])
    })

    test('empty completes', () => {
      expect(record(() => EMPTY.pipe(operator), 1_000)).toEqual([[0, '|']])
    })

    test('an error is passed on', () => {
      expect(record(() => throwError(() => new Error('broken')).pipe(operator), 1_000)).toEqual([[0, '#']])
    })

    test('values come before the completion', () => {
      const recorded = record(() => of(value).pipe(operator), 1_000)
      expect(recorded.length).toBeGreaterThan(1)
      expect(recorded.at(-1)).toEqual([0, '|'])
    })

    test('unsubscribing early unsubscribes from the source', () => {
      const source$ = new Subject<In>()
      const subscription = source$.pipe(operator).subscribe()
      expect(source$.observed).toBe(true)
      subscription.unsubscribe()
      expect(source$.observed).toBe(false)
    })

    test('each subscription has a state of its own', () => {
      const operated$ = of(value).pipe(operator)
      const first = record(() => operated$, 1_000)
      expect(record(() => operated$, 1_000)).toEqual(first)
    })
  })
}

const watchAll = { all: true, names: [], ignore: [] }
const check = readCheck('cpu ok', 0)
const trouble = { ...readCheck('cpu critical', 0), since: 0 }
const alert = readAlert('cpu resolved', 0)

keepsItsContract(
  'checkHost',
  checkHost({ cpu: limitOf(85), ram: limitOf(90), disk: limitOf(90) }),
  readReading('cpu 10', 0),
)
keepsItsContract('oneContainerPerSubject', oneContainerPerSubject({ stopGrace: 60_000 }), readReading('db up', 0))
keepsItsContract('checkContainers', checkContainers({ all: true, names: [], ignore: [] }), readReading('db up', 0))
keepsItsContract(
  'checkContainerUsage',
  checkContainerUsage({ watch: watchAll, thresholds: { cpu: null, ram: 90 } }),
  readReading('db using 95', 0),
)
keepsItsContract('checkEngine', checkEngine({ asked: true }), readReading('db up', 0))
describe('forecastDisk', () => {
  test('completes, fails and is unsubscribed with its source', () => {
    expect(record(() => EMPTY.pipe(forecastDisk()), 1_000)).toEqual([[0, '|']])
    expect(record(() => throwError(() => new Error('broken')).pipe(forecastDisk()), 1_000)).toEqual([[0, '#']])
    const source$ = new Subject<Reading>()
    source$.pipe(forecastDisk()).subscribe().unsubscribe()
    expect(source$.observed).toBe(false)
  })
})
keepsItsContract('checkServices', checkServices(), readReading('service shop ok', 0))
keepsItsContract('checkNetwork', checkNetwork(), readReading('service shop ok', 0))
keepsItsContract(
  'concatMapArrays',
  concatMapArrays((text: string) => text.split('')),
  'ab',
)
keepsItsContract('sustain', sustain({ forOf: () => 10, keepFiringFor: 10 }), check)
keepsItsContract('intention', intention({ stopGrace: 10, upFor: 10 }), check)
keepsItsContract('alertLifecycle', alertLifecycle(), trouble)
keepsItsContract('cooldown', cooldown({ first: 10, longest: 20 }), alert)
keepsItsContract('flapping', flapping({ window: 10, unstableFor: 5 }), readLife('cpu firing', 0))
keepsItsContract('inhibit', inhibit({ inhibitionsOf, patience: 10 }), alert)
keepsItsContract('monitoringBlind', monitoringBlind(10), trouble)
keepsItsContract(
  'budget',
  budget({ total: { messages: 1, window: 10 }, keptForCritical: 0, perFingerprint: { messages: 1, window: 10 } }),
  readNotification('db firing', 0),
)
keepsItsContract('silence', silence(NEVER), alert)
keepsItsContract('quietHours', quietHours(of(false)), readNotification('db firing', 0))
keepsItsContract('holdWhile', holdWhile(of(false)), 'a')
keepsItsContract('group', group(10), alert)
keepsItsContract(
  'withEvidence',
  withEvidence({ readings$: NEVER, logLines: () => of([]), diskUsage: () => EMPTY, wait: 10 }),
  alert,
)
