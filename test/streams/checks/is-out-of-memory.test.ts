import { expect, test } from 'vitest'
import type { Ending } from '../../../src/model/check.ts'
import type { Container, ContainerEnd } from '../../../src/model/reading.ts'
import { isOutOfMemory } from '../../../src/streams/checks/is-out-of-memory.ts'
import { crashedContainer } from '../../support/samples.ts'

test.each<[string, Partial<ContainerEnd>, Partial<Container>, Ending | null, boolean]>([
  ['the main process was killed', { exitCode: 137 }, {}, 'crashed', true],
  ['the same, while nobody listened', { exitCode: 137 }, {}, 'unwitnessed', true],
  ['a child was killed, and it ended with 0', { exitCode: 0 }, {}, 'completed', true],
  ['it was stopped later', { exitCode: 137 }, {}, 'stopped', false],
  ['it was killed, not for memory', { exitCode: 137, oomKilled: false }, {}, 'crashed', false],
  ['it runs', { exitCode: 137 }, { state: 'running' }, null, false],
])('%s', (_, end, given, ending, expected) => {
  expect(isOutOfMemory(crashedContainer({ oomKilled: true, ...end }, given), ending)).toBe(expected)
})
