import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWithPrivateEngine, startPrivateEngine, type PrivateEngine } from '../support/private-engine.ts'
import type { Environment } from './environment.ts'
import { crash, graceSeconds, run, startOwner, type Owner } from './owner.ts'

const meant = ['stopped', 'paused', 'before', 'after', 'deployed', 'deployed_old', 'removed', 'job']
const all = ['old', 'web', 'gone', 'api', 'db', 'cache', ...meant]

await describeWithPrivateEngine('what the owner is told of containers', () => {
  let engine: PrivateEngine

  /** Each test has an owner of its own, who hears of its containers alone. */
  const startOwnerOf = (names: readonly string[], environment?: Environment): Promise<Owner> =>
    startOwner(
      engine,
      all.filter((name) => !names.includes(name)),
      environment,
    )

  beforeAll(async () => {
    engine = await startPrivateEngine()
  })

  afterAll(() => engine.remove())

  test.concurrent('one that is named is missed: paused, removed; and it is told when it is there again', async () => {
    await run(engine, 'cache')
    await using owner = await startOwnerOf(['cache'], { WATCH_CONTAINERS: 'cache' })
    await engine.docker('pause', 'cache')
    await owner.isTold('*cache* está pausado')
    await engine.docker('rm', '--force', 'cache')
    await owner.isTold('o container *cache* não existe')
    await run(engine, 'cache')
    await owner.isTold('*cache* apareceu')
  })

  test.concurrent('one that is named is missed: stopped; and its return is told', async () => {
    await run(engine, 'db')
    await using owner = await startOwnerOf(['db'], { WATCH_CONTAINERS: 'db' })
    await engine.docker('stop', '--time=1', 'db')
    await owner.isTold('*db* foi parado de propósito')
    await engine.docker('start', 'db')
    await owner.isTold('*db* voltou')
  })

  test.concurrent('a crash is told at once with its last words but no secret, and its return', async () => {
    await using owner = await startOwnerOf(['web'])
    await run(engine, 'web', 'echo listening; echo "token=s3cr3tvalue"; sleep 1000')
    await crash(engine, 'web')
    await owner.isTold('*web* caiu (código 137, encerrado à força)')
    expect(owner.messages[1]?.text).toContain('listening\ntoken=')
    expect(owner.messages[1]?.text).not.toContain('s3cr3tvalue')
    await engine.docker('start', 'web')
    await owner.isTold('*web* voltou')
    expect(owner.messages).toHaveLength(3)
  })

  // What the probe said comes with it where the engine says so within a second: test/sources/containers shows that it does.
  test.concurrent('a health that fails is told, and its recovery', async () => {
    const health = [
      '--health-cmd=test -f /well || (echo not well; false)',
      '--health-interval=1s',
      '--health-retries=1',
    ]
    await using owner = await startOwnerOf(['api'])
    await run(engine, 'api', 'sleep 1000', ...health)
    await owner.isTold('o healthcheck do container *api* está falhando')
    await engine.docker('exec', 'api', 'touch', '/well')
    await owner.isTold('*api* voltou a ficar saudável')
  })

  test.concurrent('one that is removed after its crash is not said to be back', async () => {
    await using owner = await startOwnerOf(['gone'])
    await run(engine, 'gone', 'exit 3')
    await owner.isTold('*gone* caiu (código 3)')
    await engine.docker('rm', 'gone')
    await owner.isTold('*gone* foi removido')
    expect(owner.messages).toHaveLength(3)
  })

  test.concurrent('one that ended before the agent started is a line of the start-up notice', async () => {
    await run(engine, 'old', 'exit 4')
    await engine.docker('wait', 'old')
    await using owner = await startOwnerOf(['old'])
    expect(owner.messages[0]?.text).toMatch(/\*old\*.*código 4/)
  })

  test.concurrent('nothing is said of what was meant: stop, end with 0, pause, rename, recreate, remove', async () => {
    await using owner = await startOwnerOf(meant)
    await Promise.all(
      ['stopped', 'paused', 'before', 'deployed', 'removed'].map((name) =>
        run(engine, name, 'sleep 1000', '--stop-timeout=1'),
      ),
    )
    await run(engine, 'job', 'exit 0')
    await engine.docker('stop', 'stopped')
    await engine.docker('pause', 'paused')
    await engine.docker('rename', 'before', 'after')
    await engine.docker('rename', 'deployed', 'deployed_old')
    await engine.docker('stop', 'deployed_old')
    await run(engine, 'deployed')
    await engine.docker('rm', 'deployed_old')
    await engine.docker('rm', '--force', 'removed')
    await sleep((graceSeconds + 2) * 1_000)
    expect(owner.messages).toHaveLength(1)
  })
})
