import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startAgent, type Agent } from '../support/agent.ts'
import { mainPid, testImage } from '../support/docker-engine.ts'
import { startEvolution, type EvolutionServer } from '../support/evolution-server.ts'
import { describeWithPrivateEngine, startPrivateEngine, type PrivateEngine } from '../support/private-engine.ts'
import { whatsApp } from '../process/environment.ts'

const graceSeconds = 3

await describeWithPrivateEngine('an engine and many containers', () => {
  let engine: PrivateEngine
  let evolution: EvolutionServer
  let agent: Agent

  const run = (name: string, command = 'sleep 1000', ...options: readonly string[]) =>
    engine.docker('run', '--detach', '--network=none', '--name', name, ...options, testImage, 'sh', '-c', command)

  /** All that was told since, line by line. */
  const linesSince = (before: number): readonly string[] =>
    evolution.messages.slice(before).flatMap(({ text }) => text.split('\n'))

  // Each has an agent of its own, whose budget of messages is whole.
  beforeEach(async () => {
    engine = await startPrivateEngine()
    evolution = await startEvolution()
    agent = startAgent({
      environment: {
        ...whatsApp(evolution),
        DOCKER_HOST: engine.host,
        CHECK_INTERVAL: '1',
        STOP_GRACE: String(graceSeconds),
        DOCKER_FOR: '1',
        // The same as STOP_GRACE, as by default.
        KEEP_FIRING_FOR: String(graceSeconds),
        // The host that the tests run on may be busy.
        ...{ CPU_THRESHOLD: '100', RAM_THRESHOLD: '100', DISK_THRESHOLD: '100' },
      },
    })
    await agent.until(() => evolution.messages.length === 1)
  })

  afterEach(async () => {
    await agent[Symbol.asyncDispose]()
    await evolution.close()
    await engine.remove()
  })

  test('twenty crashes at once are one message or two', { timeout: 90_000 }, async () => {
    const names = Array.from({ length: 20 }, (_, index) => `many-${index}`)
    for (const name of names) await run(name)
    const pids = await Promise.all(names.map((name) => mainPid(engine.docker, name)))
    const before = evolution.messages.length
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    await agent.until(() => names.every((name) => linesSince(before).some((line) => line.includes(`*${name}*`))))
    expect(evolution.messages.length - before).toBeLessThanOrEqual(2)
    const removed = evolution.messages.length
    await engine.docker('rm', ...names)
    await agent.until(() => names.every((name) => linesSince(removed).some((line) => line.includes(`*${name}*`))))
  })

  test('an engine that restarts with forty containers makes at most three messages', { timeout: 180_000 }, async () => {
    const names = Array.from({ length: 40 }, (_, index) => `app-${index}`)
    for (const name of names) await run(name, 'exec sleep 1000', '--stop-timeout=1')
    await sleep(2_000)
    const before = evolution.messages.length
    await engine.end('SIGTERM')
    await agent.until(() => linesSince(before).some((line) => line.includes('o Docker não responde')))
    await engine.start()
    // It may be told in one message with its containers, and be one of many there.
    await agent.says('resolved: DOCKER_CONNECTION_ERROR docker')
    await sleep((graceSeconds + 10) * 1_000)
    expect(evolution.messages.length - before).toBeLessThanOrEqual(3)
  })

  test(
    'an engine that hangs and comes back is one trouble; when it dies too it is unstable, and its containers are none',
    { timeout: 90_000 },
    async () => {
      const before = evolution.messages.length
      const lines = (words: string): number =>
        evolution.messages
          .slice(before)
          .flatMap(({ text }) => text.split('\n'))
          .filter((line) => line.includes(words)).length
      engine.signal('SIGSTOP')
      await agent.until(() => lines('o Docker não responde') === 1)
      engine.signal('SIGCONT')
      await agent.until(() => lines('o Docker voltou a responder') === 1)
      await engine.end('SIGTERM')
      await agent.until(() => lines('o Docker está instável') === 1)
      expect(lines('caiu')).toBe(0)
      await engine.start()
      await agent.until(() => agent.output.stdout.match(/containers: seen again/g)?.length === 2)
      expect(lines('o Docker voltou a responder')).toBe(1)
      expect(agent.output.stdout.match(/containers: cannot be seen/g)).toHaveLength(2)
    },
  )

  test('a health that changes to and fro is told as unstable, and then no more', { timeout: 90_000 }, async () => {
    const health = ['--health-cmd=test -e /tmp/ok', '--health-interval=1s', '--health-retries=1']
    await run('api', 'touch /tmp/ok; sleep 1000', ...health)
    const before = evolution.messages.length
    const told = (): readonly string[] => linesSince(before).filter((line) => line.includes('*api*'))
    const set = (is: 'well' | 'sick') => engine.docker('exec', 'api', is === 'well' ? 'touch' : 'rm', '/tmp/ok')
    const isHealth = async (health: string): Promise<void> => {
      while ((await engine.docker('inspect', '--format', '{{.State.Health.Status}}', 'api')) !== health)
        await sleep(200)
    }
    await isHealth('healthy')
    await set('sick')
    await agent.until(() => told().length === 1)
    await set('well')
    await agent.until(() => told().length === 2)
    await set('sick')
    await agent.until(() => told().some((line) => line.includes('está instável')))
    const unstable = told().length
    await set('well')
    await isHealth('healthy')
    await sleep(12_000)
    expect(told().length).toBe(unstable)
  })
})
