import { of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { readReading, writeCheck } from '../../../src/cli/marbles/vocabulary.ts'
import { noMemory } from '../../../src/model/memory.ts'
import type { Container, Reading } from '../../../src/model/reading.ts'
import { checkContainers } from '../../../src/streams/checks/check-containers.ts'
import type { WatchRules } from '../../../src/streams/checks/is-watched.ts'
import { containersReading, crashedContainer, sampleContainer, unavailableReading } from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'

const watchAll: WatchRules = { all: true, names: [], ignore: [] }

/** The words of what is said to the last of these readings. */
const saidTo = (words: readonly string[], watch: WatchRules): readonly string[] => {
  const readings: readonly Reading[] = words.map((word, index) => readReading(word.replace(' unseen', ''), index))
  const heard = readings.map((reading, index): Reading =>
    words[index]?.includes('unseen') ? unwitnessed(reading) : reading,
  )
  const all = record(() => of(...heard).pipe(checkContainers(watch)), 10)
  const before = record(() => of(...heard.slice(0, -1)).pipe(checkContainers(watch)), 10)
  return all.slice(before.length - 1).flatMap(([, check]) => (typeof check === 'string' ? [] : [writeCheck(check)]))
}

const unwitnessed = (reading: Reading): Reading =>
  reading.kind === 'containers'
    ? {
        ...reading,
        containers: reading.containers.map((one) => ({ ...one, end: one.end && { ...one.end, witnessed: false } })),
      }
    : reading

describe('a container that is not named', () => {
  test.each([
    [['db up'], 'db ok'],
    [['db up', 'db exit 1'], 'db critical'],
    [['db up', 'db exit 137'], 'db critical'],
    [['db up', 'db exit 0'], 'db removed'],
    [['db up', 'db stop'], 'db removed'],
    [['db up', 'db paused'], 'db removed'],
    [['db created'], 'db removed'],
    // It ended before the agent came, or while nobody listened.
    [['db exit 1 unseen'], 'db removed'],
    [['db up', 'db exit 1 unseen'], 'db critical'],
    [['db up', 'db exit 0 unseen'], 'db removed'],
    [['db exit 1 unseen', 'db exit 1 unseen'], 'db removed'],
    [['db up', 'no engine'], 'db unknown'],
    [['db up', 'no containers'], 'db removed'],
  ])('%j: %s', (words, said) => {
    expect(saidTo(words, watchAll)).toContain(said)
  })
})

describe('a container that is named', () => {
  test.each([
    [['db up'], 'db ok'],
    [['db up', 'db exit 1'], 'db critical'],
    [['db up', 'db exit 0'], 'db critical'],
    [['db up', 'db stop'], 'db stopped'],
    [['db up', 'db paused'], 'db critical'],
    [['db created'], 'db critical'],
    [['db exit 1 unseen'], 'db critical'],
    [['db up', 'no containers'], 'db presence critical'],
    [['web up'], 'db presence critical'],
    [['web up', 'db up'], 'db presence ok'],
    [['web up', 'no engine'], 'db presence unknown'],
    [['db up', 'no engine'], 'db presence unknown'],
  ])('%j: %s', (words, said) => {
    expect(saidTo(words, { all: false, names: ['db'], ignore: ['db'] })).toContain(said)
  })
})

describe('health', () => {
  test.each([
    [['db sick'], 'db health critical'],
    [['db up'], 'db health ok'],
    [['db sick', 'db starting'], 'db health unknown'],
    [['db sick', 'db exit 1'], 'db health removed'],
  ])('%j: %s', (words, said) => {
    expect(saidTo(words, watchAll)).toContain(said)
  })
})

test('an ignored container is not judged at all', () => {
  expect(saidTo(['db exit 1 + web up'], { all: true, names: [], ignore: ['db'] })).toEqual(['web ok', 'web health ok'])
})

test('without WATCH_ALL only the named are judged', () => {
  expect(saidTo(['db up + web exit 1'], { all: false, names: ['db'], ignore: [] })).toEqual([
    'db ok',
    'db health ok',
    'db presence ok',
  ])
})

test('what is removed is said once and forgotten', () => {
  expect(saidTo(['db up', 'no containers'], watchAll)).toEqual(['db removed', 'db health removed'])
  expect(saidTo(['db up', 'no containers', 'no containers'], watchAll)).toEqual([])
})

describe('a container that is renamed', () => {
  const as = (name: string, id = 'one') => ({ id, name, containerName: name })
  const saidOf = (...states: readonly (readonly Container[])[]): readonly string[] => {
    const readings = states.map((containers) => containersReading(containers))
    const all = record(() => of(...readings).pipe(checkContainers(watchAll)), 10)
    const before = record(() => of(...readings.slice(0, -1)).pipe(checkContainers(watchAll)), 10)
    return all
      .slice(before.length - 1)
      .flatMap(([, check]) => (typeof check === 'string' ? [] : [`${check.type} ${check.subject} ${check.status}`]))
  }
  const up = sampleContainer(as('db'))
  const unseenEnd = { exitCode: 1, witnessed: false }

  test('is what it was under its old name, of which it is said once that it is gone', () => {
    expect(saidOf([up], [sampleContainer(as('web'))])).toEqual([
      'CONTAINER_NOT_RUNNING web ok',
      'CONTAINER_UNHEALTHY web ok',
      'CONTAINER_NOT_RUNNING db removed',
      'CONTAINER_UNHEALTHY db removed',
    ])
  })

  test('ran before, if it did under its old name', () => {
    expect(saidOf([up], [crashedContainer(unseenEnd, as('web'))])).toContain('CONTAINER_NOT_RUNNING web critical')
    expect(saidOf([up], [crashedContainer(unseenEnd, as('web', 'two'))])).toContain('CONTAINER_NOT_RUNNING web removed')
  })

  test('is judged for the memory that it ran out of under its old name', () => {
    const killed = crashedContainer({ exitCode: 137, oomKilled: true }, as('db'))
    expect(saidOf([killed], [sampleContainer(as('web'))])).toContain('CONTAINER_OOM web ok')
  })

  test('comes before all others, so that nobody who has its old name by then is taken for it', () => {
    const other = sampleContainer(as('db', 'two'))
    const [third, old] = [sampleContainer(as('api', 'three')), sampleContainer(as('db-old'))]
    expect(saidOf([up, third], [third, other, old]).filter((word) => word.includes('NOT_RUNNING'))).toEqual([
      'CONTAINER_NOT_RUNNING db-old ok',
      'CONTAINER_NOT_RUNNING api ok',
      'CONTAINER_NOT_RUNNING db ok',
    ])
  })
})

describe('memory that ran out', () => {
  const readings = (containers: readonly (readonly Container[] | 'no engine')[]): readonly Reading[] =>
    containers.map((each): Reading =>
      each === 'no engine' ? unavailableReading('containers') : containersReading(each),
    )
  const said = (...states: readonly (readonly Container[] | 'no engine')[]): readonly string[] =>
    record(
      (play) =>
        play(readings(states).map((reading, index) => [10 * index, reading] as const)).pipe(
          checkContainers(watchAll, { ...noMemory, stopGrace: 15 }),
        ),
      1_000,
    ).flatMap(([, check]) =>
      typeof check === 'string' || check.type === 'CONTAINER_UNHEALTHY' ? [] : [`${check.type} ${check.status}`],
    )
  const up = sampleContainer()
  const killed = crashedContainer({ exitCode: 137, oomKilled: true })

  test('comes before what follows from it', () => {
    expect(said([up], [killed])).toEqual([
      ...['CONTAINER_NOT_RUNNING ok', 'CONTAINER_OOM critical', 'CONTAINER_NOT_RUNNING critical'],
    ])
  })

  test('is a trouble where it ended with 0, which is none by itself', () => {
    expect(said([crashedContainer({ exitCode: 0, oomKilled: true })])).toEqual([
      ...['CONTAINER_OOM critical', 'CONTAINER_NOT_RUNNING removed'],
    ])
  })

  test('from before the agent looked is none', () => {
    const old = crashedContainer({ exitCode: 137, oomKilled: true, witnessed: false })
    expect(said([old])).toContain('CONTAINER_OOM removed')
    expect(said([up], [old])).toContain('CONTAINER_OOM critical')
  })

  test('once seen, is judged with each reading until the container is gone for good', () => {
    const memory = said([killed], [up], [up], 'no engine', [crashedContainer()], [], [up], [], [], [up])
    expect(memory.filter((word) => word.startsWith('CONTAINER_OOM'))).toEqual(
      ['critical', 'ok', 'ok', 'unknown', 'removed', 'removed', 'ok', 'removed'].map(
        (status) => `CONTAINER_OOM ${status}`,
      ),
    )
  })
})

describe('a container whose start failed', () => {
  const failed = (given: Partial<Container>) =>
    sampleContainer({ state: 'created', startedAt: null, startError: 'no such device', ...given })
  const lastOf = (...containers: readonly Container[]) =>
    record(() => of(...containers.map((one) => containersReading([one]))).pipe(checkContainers(watchAll)), 10)
      .flatMap(([, check]) => (typeof check === 'string' ? [] : [writeCheck(check)]))
      .findLast((text) => !text.includes('health'))

  test.each<[string, Partial<Container>, string]>([
    ['by hand, for the first time', {}, 'db removed'],
    ['that is to be always there', { restartPolicy: 'always' }, 'db critical'],
    ['of Compose', { compose: { project: 'shop', service: 'db', number: 1 } }, 'db critical'],
    ['of `docker compose run`', { compose: { project: 'shop', service: 'db', number: null } }, 'db removed'],
    ['of Swarm', { service: { name: 'db', slot: 1 } }, 'db critical'],
  ])('%s: %s', (_, given, expected) => {
    expect(lastOf(failed(given))).toBe(expected)
  })

  test('that ran before', () => {
    expect(lastOf(sampleContainer(), failed({ state: 'exited' }))).toBe('db critical')
  })
})
