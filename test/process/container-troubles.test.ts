import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAgent, type Agent } from '../support/agent.ts'
import { mainPid, testImage } from '../support/docker-engine.ts'
import { startEvolution, type EvolutionServer } from '../support/evolution-server.ts'
import { describeWithPrivateEngine, startPrivateEngine, type PrivateEngine } from '../support/private-engine.ts'
import { whatsApp } from './environment.ts'

const graceSeconds = 3
const smallMemory = ['--memory=16m', '--memory-swap=16m']

await describeWithPrivateEngine('memory, loops, labels and recreation', () => {
  let engine: PrivateEngine
  let evolution: EvolutionServer
  let agent: Agent

  const run = (name: string, command = 'sleep 1000', ...options: readonly string[]) =>
    engine.docker('run', '--detach', '--network=none', '--name', name, ...options, testImage, 'sh', '-c', command)

  const crash = async (name: string): Promise<void> => void process.kill(await mainPid(engine.docker, name), 'SIGKILL')

  const linesWith = (words: string): readonly string[] =>
    evolution.messages.flatMap(({ text }) => text.split('\n')).filter((line) => line.includes(words))

  const isTold = (words: string): Promise<void> => agent.until(() => linesWith(words).length === 1)

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
        KEEP_FIRING_FOR: '1',
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

  test('a container whose memory runs out is told once, with its limit', async () => {
    await run('greedy', 'echo filling up; exec tail /dev/zero', ...smallMemory)
    await isTold('*greedy* ficou sem memória e caiu (código 137)')
    expect(linesWith('Limite de memória: 16')).toHaveLength(1)
    await run('careless', 'sleep 0.5; tail /dev/zero; exit 0', ...smallMemory)
    await isTold('*careless* ficou sem memória e caiu (código 0)')
    expect(linesWith('filling up')).toHaveLength(1)
    expect(linesWith('*greedy*')).toHaveLength(1)
  })

  test('a process whose memory runs out in a container that goes on is a notice', async () => {
    await run('master', 'sleep 0.5; tail /dev/zero; exec sleep 1000', ...smallMemory)
    await isTold('*master*: um processo dele foi encerrado por falta de memória')
    expect(linesWith('*master*')).toHaveLength(1)
  })

  test('a loop under restart=always is told once, with its codes and last words', async () => {
    await run('loop', 'echo no configuration; exit 3', '--restart=always')
    await isTold('*loop* não para de cair: 3 vezes em 10 min (código 3)')
    await engine.docker('rm', '--force', 'loop')
    await isTold('*loop* não está mais no ar')
    expect(linesWith('não para de cair')).toHaveLength(1)
  })

  test('labels say what is watched and how it is called', async () => {
    await run('shop', 'sleep 1000', '--label=vigilo.name=Loja', '--label=vigilo.ram=much', '--label=vigilo.colour=red')
    await run('hidden', 'exit 5', '--label=vigilo.enable=false')
    await agent.says('Loja: label vigilo.ram has a value that is not valid')
    await agent.says('Loja: label vigilo.colour is not known')
    await crash('shop')
    await isTold('*Loja* caiu')
    expect(linesWith('*shop*')).toEqual([])
    expect(linesWith('*hidden*')).toEqual([])
  })

  test('a Compose service that is recreated under another name is the same', async () => {
    const labels = ['project=web', 'service=app', 'container-number=1'].map(
      (each) => `--label=com.docker.compose.${each}`,
    )
    await run('web.app.1', 'sleep 1000', ...labels)
    await crash('web.app.1')
    await isTold('*web.app.1* caiu')
    await engine.docker('rm', 'web.app.1')
    await run('web-app-1', 'sleep 1000', ...labels)
    await isTold('*web.app.1* voltou')
    await crash('web-app-1')
    await agent.until(() => linesWith('*web.app.1* caiu').length === 2)
    expect(linesWith('*web-app-1*')).toEqual([])
  })
})
