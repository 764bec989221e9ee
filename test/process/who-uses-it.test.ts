import { afterAll, beforeAll, expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { createTestContainers, defaultHost, describeWithEngine, dockerAt } from '../support/docker-engine.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { whatsApp } from './environment.ts'

await describeWithEngine('who uses the memory', () => {
  const containers = createTestContainers(dockerAt(defaultHost))

  // More than what else this machine does, and at rest: nobody reads what `tail` keeps.
  beforeAll(() => containers.run('greedy', 'head -c 600m /dev/zero | tail | sleep 1000'))
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
        ...{ CPU_THRESHOLD: '100', DISK_THRESHOLD: '100', RAM_THRESHOLD: '2', RAM_FOR: '2' },
      },
    })
    const told = () => evolution.messages.find(({ text }) => text.includes('RAM em '))?.text
    await agent.until(() => told() !== undefined)
    const processes = told()
      ?.split('\n')
      .find((line) => line.startsWith('Processos: '))
    expect(processes).toMatch(/\btail \d+ MB, no container \*/)
    expect(processes).toContain(`*${containers.named('greedy')}*`)
  })
})
