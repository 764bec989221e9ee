import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startAgent, type Agent } from '../support/agent.ts'
import { mainPid, testImage } from '../support/docker-engine.ts'
import { describeWithPrivateEngine, startPrivateEngine } from '../support/private-engine.ts'

const containers = 200
const rounds = 600
const atOnce = 8

/** Park and Miller's generator: the same history each time. */
const createRandom = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const heapOf = async (agent: Agent): Promise<number> => {
  const before = agent.output.stdout.length
  const figure = (): string | undefined => /heap (\d+)\n/.exec(agent.output.stdout.slice(before))?.[1]
  agent.signal('SIGUSR2')
  await agent.until(() => figure() !== undefined)
  return Number(figure())
}

await describeWithPrivateEngine('many containers', () => {
  test(`${containers} that start and stop at random leave nothing behind`, { timeout: 900_000 }, async () => {
    const engine = await startPrivateEngine()
    try {
      await using agent = startAgent({
        environment: { DOCKER_HOST: engine.host, CHECK_INTERVAL: '1', STOP_GRACE: '1', ALERT_COOLDOWN: '60' },
        nodeOptions: ['--import', join(import.meta.dirname, '../support/collect-on-signal.ts')],
      })
      await agent.says('check #1')
      const random = createRandom(7)

      const live = async (generation: number): Promise<void> => {
        const names = Array.from({ length: containers }, (_, index) => `c-${generation}-${index}`)
        const run = (name: string) =>
          engine.docker(
            'run',
            '--detach',
            '--network=none',
            '--stop-timeout=0',
            '--name',
            name,
            testImage,
            'sleep',
            '1000',
          )
        await inTurns(names, run)
        const acts = [
          (name: string) => engine.docker('start', name),
          (name: string) => engine.docker('stop', name),
          async (name: string) => {
            const pid = await mainPid(engine.docker, name)
            if (pid > 0) process.kill(pid, 'SIGKILL')
          },
        ]
        const history = Array.from({ length: rounds / 2 }, () => ({
          act: random(acts.length),
          name: random(containers),
        }))
        await inTurns(history, async ({ act, name }) => {
          // What is gone or already so is the engine's to refuse.
          await acts[act]?.(names[name] ?? '').catch(() => undefined)
        })
        await inTurns(names, (name) => engine.docker('rm', '--force', name))
        // What is gone is forgotten after the grace.
        await sleep(3_000)
      }

      await live(1)
      const before = await heapOf(agent)
      await live(2)
      const after = await heapOf(agent)
      console.log(
        `heap after ${containers} containers: ${mebibytes(before)}, after ${2 * containers}: ${mebibytes(after)}`,
      )
      expect(after - before).toBeLessThan(3 * 1024 ** 2)
      expect(agent.output.stdout).not.toContain('cannot be seen')
      expect(agent.output.stdout).toContain('firing: CONTAINER_NOT_RUNNING')
    } finally {
      await engine.remove()
    }
  })
})

const mebibytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`

const inTurns = async <T>(items: readonly T[], act: (item: T) => Promise<unknown>): Promise<void> => {
  const left = [...items]
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await act(item)
    }),
  )
}
