import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAgent, type Agent } from '../support/agent.ts'
import { mainPid, testImage } from '../support/docker-engine.ts'
import { startEvolution, type EvolutionServer } from '../support/evolution-server.ts'
import { describeWithPrivateEngine, startPrivateEngine, type PrivateEngine } from '../support/private-engine.ts'
import { whatsApp } from './environment.ts'

const graceSeconds = 2

await describeWithPrivateEngine('what the owner is told of containers', () => {
  let engine: PrivateEngine
  let evolution: EvolutionServer
  let agent: Agent

  const run = (name: string, command = 'sleep 1000', ...options: readonly string[]) =>
    engine.docker('run', '--detach', '--network=none', '--name', name, ...options, testImage, 'sh', '-c', command)

  const crash = async (name: string): Promise<void> => void process.kill(await mainPid(engine.docker, name), 'SIGKILL')

  /** All that was told of a container so far, a line each. */
  const toldOf = (name: string): readonly string[] =>
    evolution.messages.flatMap(({ text }) => text.split('\n')).filter((line) => line.includes(`*${name}*`))

  const isTold = (name: string, words: string): Promise<void> =>
    agent.until(() => toldOf(name).filter((line) => line.includes(words)).length === 1)

  beforeAll(async () => {
    engine = await startPrivateEngine()
    evolution = await startEvolution()
    await run('db')
    await run('old', 'exit 4')
    agent = startAgent({
      environment: {
        ...whatsApp(evolution),
        DOCKER_HOST: engine.host,
        WATCH_CONTAINERS: 'db',
        CHECK_INTERVAL: '1',
        STOP_GRACE: String(graceSeconds),
        DOCKER_FOR: '1',
        KEEP_FIRING_FOR: '1',
      },
    })
    await agent.until(() => evolution.messages.length === 1)
  })

  afterAll(async () => {
    await agent[Symbol.asyncDispose]()
    await evolution.close()
    await engine.remove()
  })

  test('one that ended before the agent started is a line of the start-up notice', () => {
    expect(evolution.messages[0]?.text).toMatch(/\*old\*.*código 4/)
  })

  test.concurrent('a crash is told at once with its last words, and its return', async () => {
    await run('web', 'echo listening; echo "token=s3cr3tvalue"; sleep 1000')
    await crash('web')
    await isTold('web', 'caiu (código 137, encerrado à força)')
    expect(evolution.messages.filter(({ text }) => text.includes('s3cr3tvalue'))).toEqual([])
    await engine.docker('start', 'web')
    await isTold('web', '*web* voltou')
    expect(toldOf('web')).toHaveLength(2)
  })

  test.concurrent('one that is removed after its crash is not said to be back', async () => {
    await run('gone', 'exit 3')
    await isTold('gone', 'caiu (código 3)')
    await engine.docker('rm', 'gone')
    await isTold('gone', 'foi removido')
    expect(toldOf('gone')).toHaveLength(2)
  })

  test.concurrent('a health that fails is told with what the probe said, and its recovery', async () => {
    const health = [
      '--health-cmd=test -f /well || (echo not well; false)',
      '--health-interval=1s',
      '--health-retries=1',
    ]
    await run('api', 'sleep 1000', ...health)
    await isTold('api', 'responde mal')
    await engine.docker('exec', 'api', 'touch', '/well')
    await isTold('api', 'voltou a responder bem')
  })

  test.concurrent('nothing is said of what was meant: stop, end with 0, pause, rename, recreate, remove', async () => {
    await Promise.all(
      ['stopped', 'paused', 'before', 'deployed', 'removed'].map((name) => run(name, 'sleep 1000', '--stop-timeout=1')),
    )
    await run('job', 'exit 0')
    await engine.docker('stop', 'stopped')
    await engine.docker('pause', 'paused')
    await engine.docker('rename', 'before', 'after')
    await engine.docker('rename', 'deployed', 'deployed_old')
    await engine.docker('stop', 'deployed_old')
    await run('deployed')
    await engine.docker('rm', 'deployed_old')
    await engine.docker('rm', '--force', 'removed')
    await sleep((graceSeconds + 2) * 1_000)
    const names = ['stopped', 'paused', 'before', 'after', 'deployed', 'deployed_old', 'removed', 'job']
    expect(names.flatMap(toldOf)).toEqual([])
  })

  test.concurrent('one that is named is missed: stopped, paused, removed', { timeout: 90_000 }, async () => {
    await engine.docker('stop', '--time=1', 'db')
    await isTold('db', 'foi parado de propósito')
    await engine.docker('start', 'db')
    await isTold('db', '*db* voltou')
    await engine.docker('pause', 'db')
    await isTold('db', 'está pausado')
    await engine.docker('rm', '--force', 'db')
    await isTold('db', 'não encontro')
    await run('db')
    await isTold('db', 'apareceu')
  })
})
