import { of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Container, Reading } from '../../src/model/reading.ts'
import { oneTaskPerSlot } from '../../src/streams/one-task-per-slot.ts'
import { containersReading, sampleContainer, sampleTime } from '../support/samples.ts'
import { record } from '../support/virtual-time.ts'

/** `web.1.x exited` is the container of task x in slot 1; `db running` one of its own. */
const read = (words: string): Container => {
  const [name = '', state = ''] = words.split(' ')
  const [service = '', slot] = name.split('.')
  const isState = (text: string): text is Container['state'] =>
    ['created', 'running', 'paused', 'exited'].includes(text)
  if (!isState(state)) throw new Error(`"${state}" is no state`)
  const belongs = { name: service, slot: slot === undefined || Number.isNaN(Number(slot)) ? null : Number(slot) }
  return sampleContainer({ id: name, name, state, service: slot === undefined ? null : belongs })
}

/** What becomes of the last of these readings. */
const lastOf = (...readings: readonly (readonly string[])[]): readonly string[] => {
  const recorded = record(
    () => of(...readings.map((words): Reading => containersReading(words.map(read)))).pipe(oneTaskPerSlot()),
    10,
  )
  const last = recorded.at(-2)?.[1]
  if (typeof last !== 'object' || last.kind !== 'containers') throw new Error('no reading of containers')
  return last.containers.map(({ name, id, state }) => `${name} = ${id} ${state}`)
}

describe('the name', () => {
  test('a task is called by its slot, that of a global service by the service, anything else by its name', () => {
    const containers = ['db exited', 'web.1.x running', 'web.2.y running', 'agent.node.z running']
    expect(lastOf(containers)).toEqual([
      'db = db exited',
      'web.1 = web.1.x running',
      'web.2 = web.2.y running',
      'agent = agent.node.z running',
    ])
  })
})

describe('of several tasks in one slot', () => {
  test.each([
    ['running', 'exited'],
    ['paused', 'exited'],
    ['running', 'created'],
    ['exited', 'created'],
  ])('%s goes before %s, in whichever order', (first, second) => {
    const expected = [`web.1 = web.1.x ${first}`]
    expect(lastOf([`web.1.x ${first}`, `web.1.y ${second}`])).toEqual(expected)
    expect(lastOf([`web.1.y ${second}`, `web.1.x ${first}`])).toEqual(expected)
  })

  test('of those that have ended the newest speaks, which is listed first', () => {
    expect(lastOf(['web.1.y exited', 'web.1.x exited'])).toEqual(['web.1 = web.1.y exited'])
  })
})

describe('a task that was replaced', () => {
  const crashed = ['web.1.x exited', 'web.1.y created']

  test('speaks until its replacement runs', () => {
    expect(lastOf(['web.1.x running'], crashed)).toEqual(['web.1 = web.1.x exited'])
    expect(lastOf(crashed, ['web.1.x exited', 'web.1.y running'])).toEqual(['web.1 = web.1.y running'])
  })

  test('does not speak again when its replacement ends or is gone', () => {
    const replaced = ['web.1.x exited', 'web.1.y running']
    expect(lastOf(replaced, ['web.1.x exited', 'web.1.y exited'])).toEqual(['web.1 = web.1.y exited'])
    expect(lastOf(replaced, ['web.1.x exited'])).toEqual([])
    expect(lastOf(replaced, ['web.1.x exited'], ['web.1.x exited'])).toEqual([])
  })

  test('that one which is to start is not taken for replaced', () => {
    expect(lastOf(['web.1.x running', 'web.1.y created'], ['web.1.y running'])).toEqual(['web.1 = web.1.y running'])
  })
})

test('what is not of containers passes as it is', () => {
  const reading: Reading = { kind: 'unavailable', at: sampleTime, source: 'containers', reason: 'gone' }
  expect(record(() => of(reading).pipe(oneTaskPerSlot()), 10)[0]).toEqual([0, reading])
})
