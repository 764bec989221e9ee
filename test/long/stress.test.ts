import { spawn } from 'node:child_process'
import { expect, test } from 'vitest'
import { startAgent } from '../support/agent.ts'
import { startEvolution } from '../support/evolution-server.ts'
import { isMissing } from '../support/is-missing.ts'
import { whatsApp } from '../process/environment.ts'

/** Keeps every core busy, until it is disposed of or two minutes have passed. */
const startStress = (): Disposable => {
  // With more weight than what else this machine does: what is under test is who is named.
  const stress = spawn('nice', ['-n', '-5', 'stress-ng', '--cpu', '0', '--timeout', '120'], { stdio: 'ignore' })
  return { [Symbol.dispose]: () => void stress.kill() }
}

test.skipIf(isMissing('the CPU under stress', 'stress-ng', '--version'))(
  'stress-ng --cpu is told on WhatsApp with what is behind it, and so is its end',
  { timeout: 120_000 },
  async () => {
    await using evolution = await startEvolution()
    const told = (words: string) => evolution.messages.find(({ text }) => text.includes(words))?.text
    // Before the agent: it has seen nothing else, however busy the machine was.
    using stress = startStress()
    await using agent = startAgent({
      environment: {
        ...whatsApp(evolution),
        CHECK_INTERVAL: '1',
        CPU_THRESHOLD: '95',
        CPU_FOR: '1',
        KEEP_FIRING_FOR: '1',
        DOCKER_FOR: '3600',
      },
    })
    await agent.until(() => told('🔴') !== undefined)
    expect(told('🔴')).toMatch(/CPU em (9[5-9]|100)[,\d]*%.*\(limite 95%\)/)
    expect(told('🔴')).toContain('stress-ng-cpu')
    stress[Symbol.dispose]()
    await agent.until(() => told('🟢') !== undefined)
    expect(told('🟢')).toContain('CPU')
  },
)
