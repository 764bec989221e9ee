import { of, toArray } from 'rxjs'
import { expect, test } from 'vitest'
import { readReading } from '../../src/cli/marbles/vocabulary.ts'
import { limitOf } from '../../src/model/limit.ts'
import { alertTypeOf, sourcesOf, takenOverBy } from '../../src/model/alert-types.ts'
import { fingerprintOf, type OpenLife } from '../../src/model/life.ts'
import type { Told } from '../../src/model/told.ts'
import { checkContainers, checkEngine, checkHost } from '../../src/index.ts'
import { only } from '../support/only.ts'
import { cpuDetails, firingLife, sampleHostId, toldOf, unstableLife } from '../support/samples.ts'

test.each([
  ['cpu 91', checkHost({ cpu: limitOf(85), ram: limitOf(90), disk: limitOf(90) })],
  ['db up + web exit 1 + api sick', checkContainers({ all: true, names: ['worker'], ignore: [] })],
  ['no engine', checkEngine({ expected: true })],
])('the agent\'s own operators make checks of known types, and as severe as these: of "%s"', async (word, operator) => {
  const checks = await only(of(readReading(word, 0)).pipe(operator, toArray()))
  expect(checks).not.toEqual([])
  expect(checks.filter(({ type }) => alertTypeOf(type) === null)).toEqual([])
  for (const { type, status } of checks)
    if (status === 'critical' || status === 'warning') expect(status).toBe(alertTypeOf(type)?.severity)
})

test('a trouble takes over what follows from it, of the same subject, when it is told for the first time', () => {
  const of = (type: string) => ({ type, subject: 'shop', details: cpuDetails() })
  const taken = (life: OpenLife, before: Told | null = null) => takenOverBy({ life, before })
  const follows = [fingerprintOf(sampleHostId, of('TLS_EXPIRING'))]
  const cause = firingLife(of('TLS_CRITICAL'))
  expect(taken(cause)).toEqual(follows)
  expect(taken(unstableLife(of('TLS_CRITICAL'), 'firing'))).toEqual(follows)
  expect(taken(unstableLife(of('TLS_CRITICAL'), 'ended'))).toEqual([])
  expect(taken(cause, toldOf(firingLife(of('TLS_CRITICAL'), { id: cause.id + 1 })))).toEqual(follows)
  expect(taken(cause, toldOf(cause))).toEqual([])
  // It mutes whatever container.
  expect(taken(firingLife(of('DOCKER_CONNECTION_ERROR')))).toEqual([])
  expect(taken(firingLife(of('BACKUP_OLD')))).toEqual([])
})

test('what cannot be seen is known by the sources of what that hides', () => {
  const of = (type: string, types: readonly string[] = []) => sourcesOf({ type, details: { kind: 'blind', types } })
  expect(of('MONITORING_BLIND', ['CPU_CRITICAL', 'RAM_CRITICAL', 'CONTAINER_OOM'])).toEqual(['host', 'containers'])
  expect(sourcesOf({ type: 'SERVICE_DOWN', details: { kind: 'none' } })).toEqual(['service'])
  expect(sourcesOf({ type: 'BACKUP_OLD', details: { kind: 'none' } })).toEqual([])
})
