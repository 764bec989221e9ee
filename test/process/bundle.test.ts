import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { describeWithEngine } from '../support/docker-engine.ts'
import { createFolder } from '../support/folder.ts'

await describeWithEngine('the bundle', () => {
  test('runs with nothing beside it: it watches the host and the engine', async () => {
    using bundle = createFolder()
    await promisify(execFile)(process.execPath, ['build.ts', bundle.path])
    await using agent = startAgent({
      environment: { DOCKER_HOST: undefined },
      main: join(bundle.path, 'main.mjs'),
    })
    await agent.says('docker - INFO - connected')
    await agent.says('check #1:')
    await agent.says('está monitorando')
    agent.signal('SIGTERM')
    expect(await agent.end()).toBe(0)
    expect(agent.output.stderr).toBe('')
  })
})
