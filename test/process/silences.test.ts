import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { createTestContainers, defaultHost, dockerAt, mainPid } from '../support/docker-engine.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { createFolder } from '../support/folder.ts'
import { whatsApp } from './environment.ts'

test('what is silenced while the agent runs is told when the silence ends, if it is still so', async () => {
  const docker = dockerAt(defaultHost)
  const containers = createTestContainers(docker)
  await using evolution = await startEvolution()
  using folder = createFolder()
  const [silenced, spoken] = [containers.named('silenced'), containers.named('spoken')]
  const told = (name: string): readonly string[] =>
    evolution.messages.map(({ text }) => text).filter((text) => text.includes(name) && text.includes('caiu'))
  try {
    const ids = [await containers.run('silenced', 'sleep 1000'), await containers.run('spoken', 'sleep 1000')]
    await using agent = startAgent({
      environment: {
        ...whatsApp(evolution),
        CHECK_INTERVAL: '1',
        DOCKER_HOST: defaultHost,
        SILENCES_FILE: `${folder.path}/silences.jsonl`,
        WATCH_ALL_CONTAINERS: 'false',
        WATCH_CONTAINERS: containers.named('*'),
      },
    })
    await agent.until(() => evolution.messages.length === 1)
    folder.write('silences.jsonl', `what\n{"subject":"${silenced}","until":"2099-01-01T00:00:00Z","by":"ana"}\n`)
    await agent.says('SILENCES_FILE line 1: is no JSON object')
    for (const id of ids) process.kill(await mainPid(docker, id), 'SIGKILL')
    await agent.until(() => told(spoken).length === 1)
    await agent.says(`firing: CONTAINER_NOT_RUNNING ${silenced}`)
    expect(told(silenced)).toEqual([])
    folder.write('silences.jsonl', '')
    await agent.until(() => told(silenced).length === 1)
  } finally {
    await containers.removeAll()
  }
})
