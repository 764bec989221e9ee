import { defaultIfEmpty, type Observable } from 'rxjs'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import type { Container, ContainersReading } from '../../../src/model/reading.ts'
import { createContainersSource, createEngine } from '../../../src/sources/containers/index.ts'
import { capturedLog } from '../../support/captured-log.ts'
import {
  createTestContainers,
  defaultHost,
  describeWithEngine,
  dockerAt,
  mainPid,
} from '../../support/docker-engine.ts'
import { watch } from '../../support/watch.ts'
import { clients } from '../../support/clients.ts'

const forever = 'exec sleep 1000'
const interval = 20_000

await describeWithEngine('the containers of a real engine', () => {
  const docker = dockerAt(defaultHost)
  const containers = createTestContainers(docker)
  const { log } = capturedLog()
  const engine = createEngine({ host: defaultHost, hostRoot: '/', connect: clients.connect, log })

  const seenBy = (source$: Observable<ContainersReading>) => {
    const watching = watch(source$)
    return {
      stop: watching.stop,
      /** The container that a test calls so, as soon as it is as asked for. */
      until: async (name: string, asked: (container: Container) => boolean): Promise<Container> => {
        const find = (reading: ContainersReading) =>
          reading.containers.find((container) => container.name === containers.named(name) && asked(container))
        const found = find(await watching.until((reading) => find(reading) !== undefined))
        if (found === undefined) throw new Error('it was there a moment ago')
        return found
      },
      untilGone: (id: string) =>
        watching.until((reading) => reading.containers.every((container) => container.id !== id)),
      /** What the readings so far said of one container, without repetitions. */
      storyOf: <T>(id: string, told: (container: Container) => T): readonly T[] =>
        watching.seen
          .flatMap((reading) => reading.containers.filter((container) => container.id === id).map(told))
          .filter((each, index, all) => index === 0 || JSON.stringify(each) !== JSON.stringify(all[index - 1])),
    }
  }

  let seen: ReturnType<typeof seenBy>

  beforeEach(() => {
    seen = seenBy(createContainersSource({ engine, interval, hostRoot: '/', log }))
  })

  afterEach(() => seen.stop())
  afterAll(containers.removeAll)

  const runs = ({ state, startedAt }: Container) => state === 'running' && startedAt !== null
  const hasEnded = ({ state }: Container) => state === 'exited'

  test('a crash: the main process is killed by somebody else than the engine', async () => {
    const id = await containers.run('crash', forever, '--stop-signal', 'QUIT', '--stop-timeout', '3', '--memory', '32m')
    const before = await seen.until('crash', (container) => runs(container) && container.memoryLimitBytes !== null)
    expect(before).toMatchObject({ id, image: 'busybox:local', state: 'running', health: 'none', end: null })
    expect(before).toMatchObject({ stopSignal: 'SIGQUIT', stopTimeoutSeconds: 3, memoryLimitBytes: 32 * 1024 ** 2 })
    process.kill(await mainPid(docker, id), 'SIGKILL')
    const { end } = await seen.until('crash', hasEnded)
    expect(end).toMatchObject({ exitCode: 137, oomKilled: false, signal: null, witnessed: true })
  })

  test('a stop: its signal is named', async () => {
    const id = await containers.run('stop', 'trap "exit 3" TERM; echo ready; while :; do sleep 0.1; done')
    while ((await docker('logs', id)) !== 'ready');
    await docker('stop', containers.named('stop'))
    const { end } = await seen.until('stop', hasEnded)
    expect(end).toMatchObject({ exitCode: 3, signal: { name: 'SIGTERM' }, witnessed: true })
  })

  test('a stop that must kill in the end; a HUP that ends nothing', async () => {
    await containers.run('stubborn', 'trap "" TERM HUP; while :; do sleep 0.1; done')
    await seen.until('stubborn', runs)
    await docker('kill', '--signal', 'HUP', containers.named('stubborn'))
    await docker('stop', '--time', '1', containers.named('stubborn'))
    const { end } = await seen.until('stubborn', hasEnded)
    expect(end).toMatchObject({ exitCode: 137, signal: { name: 'SIGKILL' }, witnessed: true })
  })

  test('an end by itself, with 0', async () => {
    await containers.run('job', 'sleep 0.5')
    const { end } = await seen.until('job', hasEnded)
    expect(end).toMatchObject({ exitCode: 0, oomKilled: false, signal: null, witnessed: true })
  })

  test('an end from before anybody looked is not witnessed', async () => {
    seen.stop()
    await containers.run('before', 'exit 4')
    await docker('wait', containers.named('before'))
    seen = seenBy(createContainersSource({ engine, interval, hostRoot: '/', log }))
    const { end } = await seen.until('before', ({ startedAt }) => startedAt !== null)
    expect(end).toMatchObject({ exitCode: 4, signal: null, witnessed: false })
  })

  test('an end by memory', async () => {
    await containers.run('greedy', 'exec tail /dev/zero', '--memory', '16m', '--memory-swap', '16m')
    const { end } = await seen.until('greedy', hasEnded)
    expect(end).toMatchObject({ exitCode: 137, oomKilled: true, signal: null, witnessed: true })
  })

  test('unhealthy, with what the probe printed, and back', async () => {
    const probe = '[ ! -e /tmp/ill ] || { echo it is ill; exit 1; }'
    const health = ['--health-cmd', probe, '--health-interval', '300ms', '--health-retries', '1']
    const id = await containers.run('patient', forever, ...health)
    await seen.until('patient', (container) => container.health === 'healthy')
    await docker('exec', id, 'touch', '/tmp/ill')
    // Where a listing comes between the event and its inspection, the output follows in the next reading.
    await seen.until('patient', ({ health, healthOutput }) => health === 'unhealthy' && healthOutput === 'it is ill')
    await docker('exec', id, 'rm', '/tmp/ill')
    await seen.until('patient', ({ health, healthOutput }) => health === 'healthy' && healthOutput === 'it is ill')
    const story = seen.storyOf(id, (container) => container.health).filter((each) => each !== 'none')
    expect(story).toEqual(['starting', 'healthy', 'unhealthy', 'healthy'])
  })

  test('recreated under its name: another container, the old one gone', async () => {
    const labels = ['--label', 'com.docker.compose.project=shop', '--label', 'com.docker.compose.service=web']
    const old = await containers.run('web', forever, ...labels)
    expect((await seen.until('web', runs)).compose).toEqual({ project: 'shop', service: 'web', number: 1 })
    await docker('rename', containers.named('web'), containers.named('0123456789ab_web'))
    expect((await seen.until('0123456789ab_web', runs)).id).toBe(old)
    const young = await containers.run('web', forever, ...labels)
    await docker('rm', '--force', old)
    await seen.untilGone(old)
    expect((await seen.until('web', ({ id }) => id !== old)).id).toBe(young)
  })

  test('paused, and on again', async () => {
    await containers.run('paused', forever)
    await seen.until('paused', runs)
    await docker('pause', containers.named('paused'))
    expect((await seen.until('paused', ({ state }) => state === 'paused')).end).toBeNull()
    await docker('unpause', containers.named('paused'))
    await seen.until('paused', runs)
  })

  test('restarting without end: each end has its code, and the restarts are counted', async () => {
    const id = await containers.run('loop', 'sleep 0.2; exit 7', '--restart', 'always')
    const container = await seen.until('loop', ({ restartCount }) => restartCount >= 2)
    expect(container.end).toMatchObject({ exitCode: 7, signal: null, witnessed: true })
    expect(seen.storyOf(id, ({ end }) => end?.at).length).toBeGreaterThan(2)
    await docker('rm', '--force', id)
    await seen.untilGone(id)
  })

  test('what it uses', async () => {
    await containers.run('busy', 'while :; do :; done', '--cpus', '0.5', '--memory', '64m')
    await containers.run('idle', forever)
    seen.stop()
    seen = seenBy(createContainersSource({ engine, interval: 1_000, hostRoot: '/', log }))
    const busy = await seen.until('busy', ({ usage }) => usage !== null)
    const idle = await seen.until('idle', ({ usage }) => usage !== null)
    expect(busy.usage?.cpuPercent).toBeGreaterThan(5)
    expect(busy.usage?.cpuPercent).toBeLessThan(80)
    expect(busy.usage?.memoryBytes).toBeLessThan(64 * 1024 ** 2)
    expect(idle.usage?.cpuPercent).toBeLessThan(5)
    expect(idle.usage?.memoryBytes).toBeGreaterThan(0)
  })

  test('what it uses, as the engine says, where its files cannot be seen', async () => {
    await containers.run('asked', 'while :; do :; done', '--cpus', '0.5')
    seen.stop()
    seen = seenBy(createContainersSource({ engine, interval: 2_000, hostRoot: '/nowhere', log }))
    const { usage } = await seen.until('asked', (container) => container.usage !== null)
    expect(usage?.cpuPercent).toBeGreaterThan(5)
    expect(usage?.cpuPercent).toBeLessThan(80)
  })

  test.each([
    ['with frames', []],
    ['of a TTY', ['--tty']],
  ])('its last words, %s', async (title, options) => {
    const name = title.replaceAll(' ', '-')
    const id = await containers.run(name, 'for i in 1 2 3 4; do echo line $i; done; echo bad >&2; exit 1', ...options)
    await docker('wait', id)
    const lines = await watch(engine.logLines(id, 9)).until(() => true)
    // The engine copies stdout and stderr side by side: their order is not certain.
    expect([...lines].sort()).toEqual(['bad', 'line 1', 'line 2', 'line 3', 'line 4'])
    expect(await watch(engine.logLines(id, 2)).until(() => true)).toEqual(lines.slice(-2))
  })

  test('the last words of a container that is not there are none', async () => {
    const lines = await watch(engine.logLines('nobody', 3).pipe(defaultIfEmpty('nothing'))).until(() => true)
    expect(lines).toBe('nothing')
  })

  test('the connection test', async () => {
    expect(await watch(engine.test()).until(() => true)).toEqual({ name: 'docker', result: { ok: true } })
  })
})
