import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Observable } from 'rxjs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Log } from '../../../src/log.ts'
import type { ContainersReading } from '../../../src/model/reading.ts'
import { createContainersSource, createEngine } from '../../../src/sources/containers/index.ts'
import { createFakeEngine, detailsJson, eventJson, listedJson, type FakeEngine } from '../../support/fake-engine.ts'
import { watch } from '../../support/watch.ts'
import { clients } from '../../support/clients.ts'

const log: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
const long = 20_000
/** What an answer may take, too: a busy machine must not be taken for an engine that is silent. */
const brief = 1_000

let fake: FakeEngine
let hostRoot: string
const stops: (() => void)[] = []

beforeEach(async () => {
  fake = await createFakeEngine()
  hostRoot = mkdtempSync(join(tmpdir(), 'vigilo-test-'))
})

afterEach(async () => {
  for (const stop of stops.splice(0)) stop()
  await fake.close()
  rmSync(hostRoot, { recursive: true })
})

const createSource = (interval = long): Observable<ContainersReading> =>
  createContainersSource({
    engine: createEngine({ host: fake.host, hostRoot, connect: clients.connect, log }),
    interval,
    hostRoot,
    log,
  })

const watched = (source$: Observable<ContainersReading>) => {
  const watching = watch(source$)
  stops.push(watching.stop)
  return watching
}

const of = (id: string, { containers }: ContainersReading) => containers.find((container) => container.id === id)

const until = async (asked: () => boolean): Promise<void> => {
  while (!asked()) await new Promise((resolve) => setTimeout(resolve, 5))
}

const listings = () => fake.asked.filter((path) => path === '/containers/json').length

const inspections = () => fake.asked.filter((path) => /\/containers\/[^/]+\/json/.test(path))

describe('a look at the engine', () => {
  test('listens to the events before it asks for the list', async () => {
    fake.answers.list = () => [listedJson('db')]
    const reading = await watched(createSource()).until(() => true)
    expect(fake.asked.slice(0, 2)).toEqual(['/events', '/containers/json'])
    expect(reading).toMatchObject({ kind: 'containers', containers: [{ id: 'db', name: 'db', state: 'running' }] })
  })

  test('inspects a container once, and not at each tick', async () => {
    fake.answers.list = () => [listedJson('db')]
    fake.answers.inspect = (id) => detailsJson(id)
    const watching = watched(createSource(brief))
    await until(() => listings() > 3)
    expect(inspections()).toEqual(['/containers/db/json'])
    expect(of('db', await watching.until((reading) => of('db', reading)?.startedAt !== null))).toBeDefined()
  })

  test('inspects at most four at a time', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => `c${index}`)
    fake.answers.list = () => ids.map((id) => listedJson(id))
    fake.answers.inspect = () => 'hang'
    const watching = watched(createSource())
    const events = 1
    await until(() => fake.open.size === 4 + events)
    expect(inspections()).toHaveLength(4)
    fake.answers.inspect = (id) => detailsJson(id)
    fake.release()
    await watching.until(({ containers }) => containers.every(({ startedAt }) => startedAt !== null))
    expect(inspections()).toHaveLength(12)
  })

  test('goes on where a container vanishes before it is inspected', async () => {
    fake.answers.list = () => [listedJson('db')]
    const watching = watched(createSource(brief))
    await until(() => listings() > 2)
    expect(of('db', await watching.until(() => true))?.state).toBe('running')
  })

  test('leaves nothing open behind', async () => {
    fake.answers.list = () => 'hang'
    const watching = watched(createSource())
    await until(() => fake.open.size === 2)
    watching.stop()
    await until(() => fake.open.size === 0)
  })
})

describe('an event', () => {
  test('of an end is told without waiting for the inspection', async () => {
    fake.answers.list = () => [listedJson('db')]
    const watching = watched(createSource())
    await watching.until((reading) => of('db', reading)?.state === 'running')
    fake.answers.inspect = () => 'hang'
    fake.tell(eventJson('db', 'oom'))
    fake.tell(eventJson('db', 'die', { exitCode: '137' }))
    const reading = await watching.until((each) => of('db', each)?.state === 'exited')
    expect(of('db', reading)?.end).toMatchObject({ exitCode: 137, oomKilled: true, witnessed: true })
  })

  test('of the end of one that was only just created waits for the inspection, whatever else is told', async () => {
    fake.answers.list = () => [listedJson('db')]
    const watching = watched(createSource())
    await watching.until((reading) => of('db', reading)?.state === 'running')
    fake.answers.inspect = () => 'hang'
    fake.tell(eventJson('step', 'create'))
    fake.tell(eventJson('step', 'start'))
    fake.tell(eventJson('step', 'die', { exitCode: '4' }))
    fake.tell(eventJson('db', 'pause'))
    const paused = await watching.until((reading) => of('db', reading)?.state === 'paused')
    expect(of('step', paused)).toBeUndefined()
    fake.answers.inspect = (id) => detailsJson(id, { Status: 'exited', Pid: 0, ExitCode: 4 })
    fake.release()
    const reading = await watching.until((each) => of('step', each)?.state === 'exited')
    expect(of('step', reading)?.end).toMatchObject({ exitCode: 4, witnessed: true })
  })

  test('that comes while the first list is under way waits for it and wins over it', async () => {
    fake.answers.list = () => 'hang'
    const watching = watched(createSource())
    await until(() => fake.asked.includes('/containers/json'))
    fake.answers.inspect = () => 'hang'
    fake.tell(eventJson('db', 'die', { exitCode: '1' }))
    await until(() => fake.asked.includes('/containers/db/json'))
    expect(watching.seen).toEqual([])
    fake.answers.list = () => [listedJson('db'), listedJson('web')]
    fake.release()
    const reading = await watching.until(() => true)
    expect(of('web', reading)?.state).toBe('running')
    expect(of('db', reading)).toMatchObject({ state: 'exited', end: { exitCode: 1, witnessed: true } })
  })

  test('of bad health is told together with what the probe printed', async () => {
    fake.answers.list = () => [listedJson('db')]
    fake.answers.inspect = (id) => detailsJson(id)
    const watching = watched(createSource())
    await watching.until((reading) => of('db', reading)?.startedAt !== null)
    const Health = { Status: 'unhealthy', Log: [{ ExitCode: 1, Output: 'no route to db' }] }
    fake.answers.inspect = (id) => detailsJson(id, { Health })
    fake.tell(eventJson('db', 'health_status: unhealthy'))
    const reading = await watching.until((each) => of('db', each)?.health === 'unhealthy')
    expect(of('db', reading)?.healthOutput).toBe('no route to db')
  })

  test('of bad health is told all the same where the inspection fails', async () => {
    fake.answers.list = () => [listedJson('db')]
    fake.answers.inspect = () => 500
    const watching = watched(createSource())
    await watching.until(() => true)
    fake.tell(eventJson('db', 'health_status: unhealthy'))
    expect(of('db', await watching.until((each) => of('db', each)?.health === 'unhealthy'))?.healthOutput).toBeNull()
  })

  test('in two pieces, or two in one, is understood', async () => {
    const watching = watched(createSource())
    await watching.until(() => true)
    for (const id of ['a', 'b', 'c']) fake.tell(eventJson(id, 'start'))
    await watching.until(({ containers }) => containers.length === 3)
  })
})

describe('an engine that cannot be seen', () => {
  test.each(['reset', 'end'] as const)('whose events break off (%s) is an error', async (how) => {
    const watching = watched(createSource())
    await watching.until(() => true)
    fake.cutEvents(how)
    expect(await watching.error()).toBe('connection lost')
  })

  test('that does not answer the list within an interval is an error', async () => {
    fake.answers.list = () => 'hang'
    expect(await watched(createSource(brief)).error()).toBe('no answer in 1 s')
  })

  test('that falls silent later is an error', async () => {
    const watching = watched(createSource(brief))
    await watching.until(() => true)
    fake.answers.list = () => 'hang'
    expect(await watching.error()).toBe('no answer in 1 s')
  })

  test('that does not answer to being listened to is an error', async () => {
    fake.answers.events = 'hang'
    expect(await watched(createSource(brief)).error()).toBe('no answer in 1 s')
    await until(() => fake.open.size === 0)
  })

  test('that answers with an error is an error', async () => {
    fake.answers.list = () => 500
    expect(await watched(createSource()).error()).toBe('Docker answered 500')
    fake.answers.events = 500
    expect(await watched(createSource()).error()).toBe('Docker answered 500')
  })

  test('that answers with something else is an error', async () => {
    fake.answers.list = () => ({ message: 'a proxy' })
    expect(await watched(createSource()).error()).toBe('the answer of Docker was not understood')
  })

  test.each([
    ['unix:///nowhere/docker.sock', 'no socket at /nowhere/docker.sock'],
    ['tcp://127.0.0.1:1', 'connection refused'],
    ['tcp://[::1]:1', 'connection refused'],
  ])('%s: %s', async (host, reason) => {
    const engine = createEngine({ host, hostRoot, connect: clients.connect, log })
    const source$ = createContainersSource({ engine, interval: long, hostRoot, log })
    expect(await watched(source$).error()).toBe(reason)
    expect(await watch(engine.test()).until(() => true)).toMatchObject({
      name: 'docker',
      result: { ok: false, reason: { code: /socket/.test(reason) ? 'noSocket' : 'connectionRefused' } },
    })
  })

  test('and is seen again: an end that was heard is still known as such, one that was not is not', async () => {
    fake.answers.list = () => [listedJson('db'), listedJson('web')]
    const source$ = createSource()
    const before = watched(source$)
    await before.until(() => true)
    fake.tell(eventJson('db', 'kill', { signal: '15' }))
    fake.tell(eventJson('db', 'die', { exitCode: '143' }))
    await before.until((reading) => of('db', reading)?.state === 'exited')
    fake.cutEvents('reset')
    await before.error()

    const Status = 'Exited (143) 2 seconds ago'
    fake.answers.list = () => ['db', 'web'].map((id) => listedJson(id, { State: 'exited', Status }))
    const FinishedAt = '2026-11-23T21:39:16Z'
    fake.answers.inspect = (id) => detailsJson(id, { Status: 'exited', Pid: 0, ExitCode: 143, FinishedAt })
    const reading = await watched(source$).until((each) => of('web', each)?.end?.at === Date.parse(FinishedAt))
    expect(of('web', reading)?.end).toMatchObject({ exitCode: 143, signal: null, witnessed: false })
    expect(of('db', reading)?.end).toMatchObject({ exitCode: 143, signal: { name: 'SIGTERM' }, witnessed: true })
  })
})

describe('usage, where control groups cannot be seen', () => {
  test('comes from the engine, four at a time, and holds up nothing', async () => {
    const ids = Array.from({ length: 6 }, (_, index) => `c${index}`)
    const sweeps = new Map<string, number>()
    fake.answers.list = () => ids.map((id) => listedJson(id))
    fake.answers.inspect = (id) => detailsJson(id)
    fake.answers.stats = () => 'hang'
    const watching = watched(createSource(brief))
    const events = 1
    await until(() => fake.open.size === 4 + events)
    fake.tell(eventJson('new', 'create'))
    await watching.until((reading) => of('new', reading) !== undefined)
    fake.answers.stats = (id) => {
      const sweep = (sweeps.get(id) ?? 0) + 1
      sweeps.set(id, sweep)
      return {
        cpu_stats: { cpu_usage: { total_usage: sweep * 1e9 }, system_cpu_usage: sweep * 8e9, online_cpus: 2 },
        memory_stats: { usage: 500, stats: { inactive_file: 100 } },
      }
    }
    fake.release()
    const reading = await watching.until((each) => of('c5', each)?.usage !== null && of('c5', each) !== undefined)
    expect(of('c5', reading)?.usage).toEqual({ cpuPercent: 25, memoryBytes: 400 })
  })
})
