import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAgent, type Agent } from '../support/agent.ts'
import { mainPid, testImage } from '../support/docker-engine.ts'
import { startEvolution, type EvolutionServer } from '../support/evolution-server.ts'
import { describeWithPrivateEngine, startPrivateEngine, type PrivateEngine } from '../support/private-engine.ts'
import { whatsApp } from './environment.ts'

const graceSeconds = 3

await describeWithPrivateEngine('many containers at once', () => {
  let engine: PrivateEngine
  let evolution: EvolutionServer
  let agent: Agent

  const run = (name: string, command = 'sleep 1000', ...options: readonly string[]) =>
    engine.docker('run', '--detach', '--network=none', '--name', name, ...options, testImage, 'sh', '-c', command)

  /** All that was told since, line by line. */
  const linesSince = (before: number): readonly string[] =>
    evolution.messages.slice(before).flatMap(({ text }) => text.split('\n'))

  beforeAll(async () => {
    engine = await startPrivateEngine()
    evolution = await startEvolution()
    agent = startAgent({
      environment: {
        ...whatsApp(evolution),
        DOCKER_HOST: engine.host,
        CHECK_INTERVAL: '1',
        STOP_GRACE: String(graceSeconds),
        DOCKER_FOR: '1',
        KEEP_FIRING_FOR: String(graceSeconds),
        // The host that the tests run on may be busy.
        ...{ CPU_THRESHOLD: '100', RAM_THRESHOLD: '100', DISK_THRESHOLD: '100' },
      },
    })
    await agent.until(() => evolution.messages.length === 1)
  })

  afterAll(async () => {
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
})
