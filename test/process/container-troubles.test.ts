import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWithPrivateEngine, startPrivateEngine, type PrivateEngine } from '../support/private-engine.ts'
import type { Environment } from './environment.ts'
import { crash, run, startOwner, type Owner } from './owner.ts'

const smallMemory = ['--memory=16m', '--memory-swap=16m']
const all = [
  'broken',
  'slow',
  'waiting',
  'last',
  'greedy',
  'careless',
  'master',
  'loop',
  'shop',
  'hidden',
  'web.app.1',
  'web-app-1',
]

await describeWithPrivateEngine('memory, loops, labels and recreation', () => {
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

  test.concurrent('a Compose service that is recreated under another name is the same', async () => {
    const labels = ['project=web', 'service=app', 'container-number=1'].map(
      (each) => `--label=com.docker.compose.${each}`,
    )
    await using owner = await startOwnerOf(['web.app.1', 'web-app-1'], { STOP_GRACE: '30' })
    await run(engine, 'web.app.1', 'sleep 1000', ...labels)
    await crash(engine, 'web.app.1')
    await owner.isTold('*web.app.1* caiu')
    await engine.docker('rm', 'web.app.1')
    await run(engine, 'web-app-1', 'sleep 1000', ...labels)
    await owner.isTold('*web.app.1* voltou')
    await crash(engine, 'web-app-1')
    await owner.isTold('*web.app.1* está instável (cai e volta): 3 mudanças')
    expect(owner.linesWith('*web.app.1* caiu')).toHaveLength(2)
    expect(owner.linesWith('*web-app-1*')).toEqual([])
  })

  test.concurrent('a loop under restart=always is told once, with its codes and last words', async () => {
    await using owner = await startOwnerOf(['loop'])
    await run(engine, 'loop', 'echo no configuration; exit 3', '--restart=always')
    await owner.isTold('*loop* não para de cair: ')
    // It goes on while the message waits for others to go with it.
    expect(owner.linesWith('*loop* não para de cair: ').join()).toMatch(/: \d+ vezes (em \S.* )?\(código 3\)$/)
    expect(owner.messages.at(-1)?.text).toContain('no configuration')
    await engine.docker('rm', '--force', 'loop')
    await owner.isTold('*loop* foi parado ou removido')
    expect(owner.linesWith('não para de cair')).toHaveLength(1)
  })

  test.concurrent('a container whose memory runs out is told once, with its limit', async () => {
    await using owner = await startOwnerOf(['greedy', 'careless'])
    await run(engine, 'greedy', 'echo filling up; sleep 1; exec tail /dev/zero', ...smallMemory)
    await owner.isTold('*greedy* ficou sem memória e caiu (código 137)')
    expect(owner.linesWith('Limite de memória: 16')).toHaveLength(1)
    await run(engine, 'careless', 'sleep 0.5; tail /dev/zero; exit 0', ...smallMemory)
    await owner.isTold('*careless* ficou sem memória e caiu (código 0)')
    expect(owner.linesWith('filling up')).toHaveLength(1)
    expect(owner.linesWith('*greedy*')).toHaveLength(1)
  })

  test.concurrent('a process whose memory runs out in a container that goes on is a notice', async () => {
    await using owner = await startOwnerOf(['master'])
    await run(engine, 'master', 'sleep 0.5; tail /dev/zero; exec sleep 1000', ...smallMemory)
    await owner.isTold('um processo do container *master* foi morto por falta de memória')
    expect(owner.linesWith('*master*')).toHaveLength(1)
  })

  test.concurrent('a start that fails is told, with what the engine says of it', async () => {
    await using owner = await startOwnerOf(['broken'])
    const broken = run(engine, 'broken', 'sleep 1000', '--restart=always', '--device=/dev/nothing')
    await expect(broken).rejects.toThrow('/dev/nothing')
    await owner.isTold('*broken* não iniciou')
    await owner.isTold('/dev/nothing')
  })

  test.concurrent('a stop is no crash: with more time than is its own, or between two starts', async () => {
    await using owner = await startOwnerOf(['slow', 'waiting', 'last'])
    const slow = 'trap "sleep 4; exit 1" TERM; echo ready; while :; do sleep 0.1; done'
    await run(engine, 'slow', slow, '--stop-timeout=1')
    while ((await engine.docker('logs', 'slow')) !== 'ready');
    await engine.docker('stop', '--time=30', 'slow')
    await run(engine, 'waiting', 'exit 3', '--restart=always')
    await owner.isTold('*waiting* não para de cair: ')
    await engine.docker('stop', 'waiting')
    await owner.isTold('*waiting* foi parado ou removido')
    await run(engine, 'last')
    await crash(engine, 'last')
    await owner.isTold('*last* caiu')
    expect(owner.linesWith('*slow*')).toEqual([])
  })

  test.concurrent('labels say what is watched and how it is called', async () => {
    await using owner = await startOwnerOf(['shop', 'hidden'])
    const labels = ['name=Loja', 'ram=much', 'colour=red'].map((each) => `--label=vigilo.${each}`)
    await run(engine, 'shop', 'sleep 1000', ...labels)
    await run(engine, 'hidden', 'exit 5', '--label=vigilo.enable=false')
    await owner.agent.says('Loja: label vigilo.ram has a value that is not valid')
    await owner.agent.says('Loja: label vigilo.colour is not known')
    await crash(engine, 'shop')
    await owner.isTold('*Loja* caiu')
    expect(owner.linesWith('*shop*')).toEqual([])
    expect(owner.linesWith('*hidden*')).toEqual([])
  })
})
