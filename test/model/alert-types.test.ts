import { of, toArray } from 'rxjs'
import { expect, test } from 'vitest'
import { readReading } from '../../src/cli/marbles/vocabulary.ts'
import { limitOf } from '../../src/config/limits.ts'
import { alertTypeOf } from '../../src/model/alert-types.ts'
import { checkContainers, checkEngine, checkHost } from '../../src/index.ts'
import { only } from '../support/only.ts'

test.each([
  ['cpu 91', checkHost({ cpu: limitOf(85), ram: limitOf(90), disk: limitOf(90) })],
  ['db up + web exit 1 + api sick', checkContainers({ all: true, names: ['worker'], ignore: [] })],
  ['no engine', checkEngine({ asked: true })],
])('the agent\'s own operators make checks of known types, and as severe as these: of "%s"', async (word, operator) => {
  const checks = await only(of(readReading(word, 0)).pipe(operator, toArray()))
  expect(checks).not.toEqual([])
  expect(checks.filter(({ type }) => alertTypeOf(type) === null)).toEqual([])
  for (const { type, status } of checks)
    if (status === 'critical' || status === 'warning') expect(status).toBe(alertTypeOf(type)?.severity)
})
