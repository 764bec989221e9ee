import { setTimeout } from 'node:timers/promises'
import { startAgent } from './support/agent.ts'
import { median, printFigure, type Bench } from './support/bench.ts'
import { mainPid, runContainers } from './support/containers.ts'
import { engineTimeOf } from './support/engine-time.ts'
import { startEvolutionProcess } from './support/evolution.ts'

// As many as are told in ten minutes: what exceeds that waits, as it is meant to.
const crashes = 12

// A crash sooner than 5 s after the last message would wait to go together with others: that is meant, and not measured.
const pause = 5_200

/**
 * From `kill -9` of a container's main process, as a crash is, to when an Evolution API in another process has
 * accepted the message about it. The agent watches at its default interval; crashes come one after another. What of it is
 * the engine's own is measured beside it, on containers that nobody watches.
 */
export const crashToMessage: Bench = async ({ signal }) => {
  await using evolution = await startEvolutionProcess(signal)
  await using containers = await runContainers(crashes)
  await using unwatched = await runContainers(crashes)
  await using agent = startAgent(
    {
      EVOLUTION_URL: evolution.url,
      EVOLUTION_TOKEN: 'B6D711FCDE4D4FD5936544120E713976',
      EVOLUTION_INSTANCE: 'vigilo',
      NOTIFY_NUMBER: '5511999999999',
      // Nothing else on this machine is to open a wait.
      WATCH_ALL_CONTAINERS: 'false',
      WATCH_CONTAINERS: `${containers.prefix}*`,
      CPU_THRESHOLD: '100',
      RAM_THRESHOLD: '100',
      DISK_THRESHOLD: '100',
    },
    signal,
  )
  await agent.printed('docker - INFO - connected')
  await evolution.accepted('Vigilo')
  const seconds: number[] = []
  const ofEngine: Awaited<ReturnType<typeof engineTimeOf>>[] = []
  for (const [index, name] of containers.names.entries()) {
    await setTimeout(pause / 2, undefined, { signal })
    ofEngine.push(await engineTimeOf(unwatched.names[index] ?? ''))
    await setTimeout(pause / 2, undefined, { signal })
    const pid = await mainPid(name)
    const crashedAt = performance.now()
    process.kill(pid, 'SIGKILL')
    await evolution.accepted(name)
    seconds.push((performance.now() - crashedAt) / 1_000)
  }
  printFigure(`kill -9 to message accepted, median of ${crashes}`, `${median(seconds).toFixed(3)} s`, 'at most 0.15 s')
  printFigure(
    'of which until the engine tells of it, median',
    `${median(ofEngine.map(({ told }) => told)).toFixed(3)} s`,
  )
  printFigure(
    'of which until the engine gives the last lines of its log, median',
    `${median(ofEngine.map(({ answered }) => answered)).toFixed(3)} s`,
  )
  printFigure(
    `kill -9 to message accepted, worst of ${crashes}`,
    `${Math.max(...seconds).toFixed(3)} s`,
    'at most 0.5 s',
  )
}
