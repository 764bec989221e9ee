import { of, toArray } from 'rxjs'
import { expect, test } from 'vitest'
import { readReading } from '../../src/cli/marbles/vocabulary.ts'
import { ownTypes } from '../../src/extensions/own-types.ts'
import { checkContainers, checkEngine, checkHost } from '../../src/index.ts'
import { only } from '../support/only.ts'

test.each([
  ['cpu 91', checkHost({ cpu: 85, ram: 90, disk: 90 })],
  ['db up + web exit 1 + api sick', checkContainers({ all: true, names: ['worker'], ignore: [] })],
  ['no engine', checkEngine({ asked: true })],
])('the types of the agent\'s own operators are known: of "%s"', async (word, operator) => {
  const checks = await only(of(readReading(word, 0)).pipe(operator, toArray()))
  expect(checks).not.toEqual([])
  expect(ownTypes).toEqual(expect.arrayContaining(checks.map(({ type }) => type)))
})
