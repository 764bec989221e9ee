import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { createTestContainers, defaultHost, describeWithEngine, dockerAt } from '../support/docker-engine.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { whatsApp } from './environment.ts'

await describeWithEngine('who uses the memory', () => {
  const docker = dockerAt(defaultHost)
  const containers = createTestContainers(docker)

  // More than what else this machine does, and at rest: nobody reads the rest of what `dd` keeps.
  beforeAll(async () => {
    await containers.run('greedy', 'dd if=/dev/zero bs=600M count=1 | (head -c 1 >/dev/null; echo full; sleep 1000)')
    while ((await docker('logs', containers.named('greedy'))) !== 'full') await sleep(100)
  })
  afterAll(() => containers.removeAll())

  test('an alert of RAM names the process, and the container that it runs in', async () => {
    await using evolution = await startEvolution()
    await using agent = startAgent({
      environment: {
        ...whatsApp(evolution),
        DOCKER_HOST: defaultHost,
        // What is not watched is named all the same.
        WATCH_ALL_CONTAINERS: 'false',
        CHECK_INTERVAL: '1',
        // The start-up notice, which would tell it too, has come by then.
        ...{ CPU_THRESHOLD: '100', DISK_THRESHOLD: '100', RAM_THRESHOLD: '2', RAM_FOR: '5' },
      },
    })
    const told = () => evolution.messages.find(({ text }) => text.includes('RAM em '))?.text
    await agent.until(() => told() !== undefined)
    const processes = told()
      ?.split('\n')
      .find((line) => line.startsWith('Processos: '))
    expect(processes).toMatch(/\bdd \d+ MB, no container \*/)
    expect(processes).toContain(`*${containers.named('greedy')}*`)
  })
})
