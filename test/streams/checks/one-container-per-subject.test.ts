import { of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Container, Reading } from '../../../src/model/reading.ts'
import { oneContainerPerSubject } from '../../../src/streams/checks/one-container-per-subject.ts'
import { containersReading, sampleContainer, unavailableReading } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

/** `web.1.x exited` is the container of task x in slot 1; `db running` one of its own. */
const read = (words: string): Container => {
  const [name = '', state = ''] = words.split(' ')
  const [service = '', slot] = name.split('.')
  const isState = (text: string): text is Container['state'] =>
    ['created', 'running', 'paused', 'exited'].includes(text)
  if (!isState(state)) throw new Error(`"${state}" is no state`)
  const belongs = { name: service, slot: slot === undefined || Number.isNaN(Number(slot)) ? null : Number(slot) }
  return sampleContainer({ id: name, name, containerName: name, state, service: slot === undefined ? null : belongs })
}

/** What becomes of the last of these readings. */
const lastOf = (...readings: readonly (readonly string[])[]): readonly string[] => {
  const recorded = record(
    () =>
      of(...readings.map((words): Reading => containersReading(words.map(read)))).pipe(
        oneContainerPerSubject({ stopGrace: 60_000 }),
      ),
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

describe('a container of Docker Compose that is recreated', () => {
  const place = { project: 'shop', service: 'web', number: 1 }
  const web = (containerName: string, state: Container['state'], given: Partial<Container> = {}): Container =>
    sampleContainer({ id: containerName, name: containerName, containerName, state, compose: place, ...given })
  const subjectsAt = (timed: readonly (readonly [number, readonly Container[]])[]): readonly string[] =>
    record(
      (play) =>
        play<Reading>(timed.map(([at, containers]) => [at, containersReading(containers)])).pipe(
          oneContainerPerSubject({ stopGrace: 100 }),
        ),
      1_000,
    ).map(([, reading]) =>
      typeof reading === 'object' && reading.kind === 'containers'
        ? reading.containers.map(({ name, id }) => `${name} = ${id}`).join(', ')
        : 'no reading',
    )

  test('keeps the name that was seen first, however the next one is called', () => {
    const [old, young] = [web('shop_web_1', 'running'), web('shop-web-1', 'running')]
    expect(
      subjectsAt([
        [0, [old]],
        [10, []],
        [50, [young]],
        [500, [young]],
      ]),
    ).toEqual([...['shop_web_1 = shop_web_1', '', 'shop_web_1 = shop-web-1', 'shop_web_1 = shop-web-1']])
  })

  test('has a name of its own again once the place was empty for as long as the grace', () => {
    expect(
      subjectsAt([
        [0, [web('shop_web_1', 'running')]],
        [10, []],
        [111, [web('web', 'running')]],
      ]),
    ).toEqual([...['shop_web_1 = shop_web_1', '', 'web = web']])
  })

  test('the grace begins anew each time it is gone', () => {
    const one = web('one', 'running')
    const timed = [
      [0, [one]],
      [10, []],
      [90, [one]],
      [100, []],
      [180, [web('two', 'running')]],
    ] as const
    expect(subjectsAt(timed).at(-1)).toBe('one = two')
  })

  test('is not called by the mark that compose gives it for a moment', () => {
    expect(subjectsAt([[0, [web('0123456789ab_web', 'running')]]])).toEqual(['web = 0123456789ab_web'])
  })

  test('while there are two, the one that runs speaks, of two that run the newer', () => {
    const [old, young] = [web('old', 'running', { startedAt: 1 }), web('young', 'created', { startedAt: null })]
    const started = { ...young, state: 'running', startedAt: 2 } as const
    const stopped = { ...old, state: 'exited' } as const
    expect(
      subjectsAt([
        [0, [old]],
        [1, [old, young]],
        [2, [stopped, young]],
        [3, [stopped, started]],
      ]),
    ).toEqual([...['old = old', 'old = old', 'old = old', 'old = young']])
    expect(subjectsAt([[0, [old, started]]])).toEqual(['old = young'])
    expect(subjectsAt([[0, [started, old]]])).toEqual(['young = young'])
  })

  test('replicas are subjects of their own, and so are one-off runs', () => {
    const containers = [
      web('web-1', 'running'),
      web('web-2', 'running', { compose: { ...place, number: 2 } }),
      web('web-run-a', 'running', { compose: { ...place, number: null } }),
      web('web-run-b', 'running', { compose: { ...place, number: null } }),
    ]
    expect(subjectsAt([[0, containers]])).toEqual([
      'web-run-a = web-run-a, web-run-b = web-run-b, web-1 = web-1, web-2 = web-2',
    ])
  })
})

describe('the label vigilo.name', () => {
  const labels = { enable: null, name: 'Shop', cpu: null, ram: null, problems: [] }
  const called = (...containers: readonly Partial<Container>[]): readonly string[] => {
    const all = containers.map((given, index) =>
      sampleContainer({ id: `id-${index}`, containerName: `own-${index}`, name: `own-${index}`, labels, ...given }),
    )
    const recorded = record(
      () => of<Reading>(containersReading(all)).pipe(oneContainerPerSubject({ stopGrace: 100 })),
      10,
    )
    const reading = recorded[0]?.[1]
    return typeof reading === 'object' && reading.kind === 'containers'
      ? reading.containers.map(({ name }) => name)
      : []
  }

  test('is what it is called, with the number of its replica from the second on', () => {
    const compose = { project: 'shop', service: 'web', number: 1 }
    expect(called({})).toEqual(['Shop'])
    expect(called({ compose }, { compose: { ...compose, number: 2 } })).toEqual(['Shop', 'Shop.2'])
    expect(called({ service: { name: 'web', slot: 3 } }, { service: { name: 'web', slot: 1 } })).toEqual([
      ...['Shop.3', 'Shop'],
    ])
  })

  test('is given once, and never where another container is called so', () => {
    expect(called({}, {})).toEqual(['Shop', 'own-1'])
    expect(called({}, { labels: null, containerName: 'Shop', name: 'Shop' })).toEqual(['own-0', 'Shop'])
  })
})

test('what is not of containers passes as it is', () => {
  const reading = unavailableReading('containers')
  expect(record(() => of(reading).pipe(oneContainerPerSubject({ stopGrace: 60_000 })), 10)[0]).toEqual([0, reading])
})
