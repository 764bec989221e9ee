import type { Observable } from 'rxjs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Container, ContainersReading } from '../../../src/model/reading.ts'
import { createContainersSource, createEngine } from '../../../src/sources/containers/index.ts'
import { capturedLog } from '../../support/captured-log.ts'
import { createTestContainers } from '../../support/docker-engine.ts'
import { describeWithPrivateEngine, startPrivateEngine, type PrivateEngine } from '../../support/private-engine.ts'
import { watch } from '../../support/watch.ts'
import { clients } from '../../support/clients.ts'

await describeWithPrivateEngine('an engine of our own that is stopped, killed, frozen and started again', () => {
  let engine: PrivateEngine
  let containers: ReturnType<typeof createTestContainers>
  let source$: Observable<ContainersReading>
  const stops: (() => void)[] = []

  beforeAll(async () => {
    engine = await startPrivateEngine()
    containers = createTestContainers(engine.docker)
    const { log } = capturedLog()
    const client = createEngine({ host: engine.host, hostRoot: '/', connect: clients.connect, log })
    source$ = createContainersSource({ engine: client, interval: 1_000, hostRoot: '/', log })
  })

  afterEach(() => {
    for (const stop of stops.splice(0)) stop()
  })

  afterAll(() => engine.remove())

  const watched = () => {
    const watching = watch(source$)
    stops.push(watching.stop)
    const find = (id: string, { containers: all }: ContainersReading) => all.find((container) => container.id === id)
    return {
      ...watching,
      untilOne: async (id: string, asked: (container: Container) => boolean) => {
        const isIt = (reading: ContainersReading) =>
          [find(id, reading)].some((each) => each !== undefined && asked(each))
        return find(id, await watching.until(isIt))
      },
    }
  }

  // An engine that starts again ends what it finds, with the patience that a container's own signal asks for.
  const run = (name: string, command: string) => containers.run(name, command, '--stop-signal', 'KILL')
  const inspected = ({ startedAt }: Container) => startedAt !== null

  test('frozen: noticed by its silence; let go on: seen again', async () => {
    const id = await run('frozen', 'exec sleep 1000')
    const before = watched()
    await before.untilOne(id, inspected)
    engine.signal('SIGSTOP')
    expect(await before.error()).toBe('no answer in 1 s')
    expect(await watched().error()).toBe('no answer in 1 s')
    engine.signal('SIGCONT')
    expect(await watched().untilOne(id, ({ state }) => state === 'running')).toBeDefined()
  })

  test('killed and started again: an end that was heard stays so, what ended meanwhile nobody heard', async () => {
    const missed = await run('missed', 'exec sleep 1000')
    const before = watched()
    await before.untilOne(missed, inspected)
    // It is watched before there is anything to hear.
    const heard = await run('heard', 'sleep 1; exit 5')
    await before.untilOne(heard, ({ state }) => state === 'exited')
    await engine.end('SIGKILL')
    expect(await before.error()).toBe('connection lost')
    expect(await watched().error()).toBe('connection refused')
    await engine.start()
    const after = watched()
    const end = (await after.untilOne(missed, (container) => container.end !== null))?.end
    expect(end).toMatchObject({ signal: null, witnessed: false })
    expect((await after.untilOne(heard, inspected))?.end).toMatchObject({ exitCode: 5, witnessed: true })
  })

  test('stopped: noticed at once, and said so; what it ended is not taken for what somebody stopped', async () => {
    const id = await run('left', 'exec sleep 1000')
    const before = watched()
    await before.untilOne(id, inspected)
    await engine.end('SIGTERM')
    // While it goes down, a listing may fail before the events break off.
    expect(await before.error()).toMatch(/^(connection lost|connection refused|no socket at .*)$/)
    expect(await watched().error()).toBe(`no socket at ${engine.host.slice('unix://'.length)}`)
    await engine.start()
    const one = await watched().untilOne(id, (container) => inspected(container) && container.end !== null)
    expect(one?.end).toMatchObject({ stop: 'engine' })
  })
})
