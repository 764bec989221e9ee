import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { isMissing } from '../support/is-missing.ts'
import { occurrences } from '../support/occurrences.ts'

const firstWords = 'está monitorando'
const bold = '\u001b[1m'
const ownMounts = ['unshare', '--mount', '--map-root-user'] as const

test.concurrent('without any configuration it speaks on the terminal, in plain text', async () => {
  await using agent = startAgent({ environment: { DOCKER_HOST: undefined } })
  await agent.says(firstWords)
  await agent.says('\nRAM ')
  await agent.says('check #1')
  expect(agent.output.stdout).not.toContain('\u001b')
  expect(agent.output.stderr).toBe('')
})

test.skipIf(isMissing('a start without an engine', ...ownMounts, 'true'))(
  'without an engine it says so once and watches the host',
  { concurrent: true },
  async () => {
    await using agent = startAgent({
      environment: { DOCKER_HOST: undefined, DOCKER_FOR: '0', CHECK_INTERVAL: '1', LOG_LEVEL: 'debug' },
      wrap: (command) => [...ownMounts, 'sh', '-c', 'mount -t tmpfs none /run && exec "$@"', 'sh', ...command],
    })
    await agent.says('check #5')
    const { stdout } = agent.output
    expect(stdout).toContain('WARNING - containers: cannot be seen (no socket')
    expect(occurrences(stdout, ' - WARNING - ')).toBe(1)
    expect(occurrences(stdout, firstWords)).toBe(1)
    expect(stdout).toMatch(new RegExp(`🟢.*${firstWords}`))
    expect(stdout).not.toMatch(/DOCKER_CONNECTION_ERROR|⚠️/)
  },
)

test.skipIf(isMissing('colour on a terminal', 'script', '--version'))(
  'on a terminal it speaks in colour',
  { concurrent: true },
  async () => {
    await using agent = startAgent({
      environment: { DOCKER_HOST: undefined },
      wrap: (command) => ['script', '-qec', command.map((part) => `'${part}'`).join(' '), '/dev/null'],
    })
    await agent.says(firstWords)
    expect(agent.output.stdout).toContain(bold)
  },
)
