import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { occurrences } from '../support/occurrences.ts'

const firstWords = 'começou a vigiar'
const bold = '\u001b[1m'

const works = (file: string, ...options: readonly string[]): boolean => spawnSync(file, options).status === 0

test.concurrent('without any configuration it speaks on the terminal, in plain text', async () => {
  await using agent = startAgent({ environment: { DOCKER_HOST: undefined } })
  await agent.says(firstWords)
  await agent.says('\nRAM ')
  await agent.says('check #1')
  expect(agent.output.stdout).not.toContain('\u001b')
  expect(agent.output.stderr).toBe('')
})

/** The agent sees an empty /run: no engine's socket is there. */
const withoutEngine = [
  'unshare',
  '--mount',
  '--map-root-user',
  'sh',
  '-c',
  'mount -t tmpfs none /run && exec "$@"',
  'sh',
]

describe.skipIf(!works('unshare', '--mount', '--map-root-user', 'true'))('without an engine', () => {
  test.concurrent('it says so once and watches the host', async () => {
    await using agent = startAgent({
      environment: { DOCKER_HOST: undefined, DOCKER_FOR: '0', CHECK_INTERVAL: '1', LOG_LEVEL: 'debug' },
      wrap: (command) => [...withoutEngine, ...command],
    })
    await agent.says('check #5')
    const { stdout } = agent.output
    expect(occurrences(stdout, ' - WARNING - ')).toBe(1)
    expect(stdout).toContain('WARNING - containers: cannot be seen (no socket')
    expect(occurrences(stdout, firstWords)).toBe(1)
    expect(stdout).not.toContain('DOCKER_CONNECTION_ERROR')
  })
})

describe.skipIf(!works('script', '--version'))('on a terminal', () => {
  test.concurrent('it speaks in colour', async () => {
    await using agent = startAgent({
      environment: { DOCKER_HOST: undefined },
      wrap: (command) => ['script', '-qec', command.map((part) => `'${part}'`).join(' '), '/dev/null'],
    })
    await agent.says(firstWords)
    expect(agent.output.stdout).toContain(bold)
  })
})
