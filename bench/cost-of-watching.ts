import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { startAgent } from './support/agent.ts'
import { printFigure, type Bench } from './support/bench.ts'
import { runContainers } from './support/containers.ts'
import { cpuSecondsOf, pidNamed, residentMegabytes } from './support/process-usage.ts'

const count = 20
const second = 1_000
const minute = 60 * second

/** What it costs to watch 20 containers every 10 s, statistics included: CPU of agent and engine, and memory. */
export const costOfWatching: Bench = async ({ long, signal }) => {
  const lasting = long ? 10 * minute : minute
  const idling = lasting / 3
  const bare = await bareNode(signal)
  await using containers = await runContainers(count)
  const engine = ['dockerd', 'containerd'].map(pidNamed)

  /** CPU-seconds a minute of each group of processes over this time. */
  const perMinute = async (duration: number, ...groups: (readonly number[])[]): Promise<readonly number[]> => {
    const before = groups.map(cpuSecondsOf)
    const startedAt = performance.now()
    await setTimeout(duration, undefined, { signal })
    const minutes = (performance.now() - startedAt) / minute
    return groups.map((pids, index) => (cpuSecondsOf(pids) - (before[index] ?? NaN)) / minutes)
  }

  // What it took to start the containers is not the engine's idle; nor is what others ask of it in the meantime.
  await setTimeout(5 * second, undefined, { signal })
  const [idle = NaN] = await perMinute(idling, engine)

  await using agent = startAgent({ CHANNELS: 'console', CHECK_INTERVAL: '10' }, signal)
  printFigure(
    'start to first check, of which 1 s counts the first use of CPU',
    `${(await agent.printed('check #1:')).toFixed(0)} ms`,
    'report within 5000 ms',
  )
  await setTimeout(5 * second, undefined, { signal })
  printFigure('agent: CPU of its start', `${cpuSecondsOf([agent.pid]).toFixed(2)} s`)

  const [ofAgent = NaN, ofEngine = NaN] = await perMinute(lasting, [agent.pid], engine)
  const over = `over ${lasting / second} s, ${containers.names.length} containers`
  printFigure(`agent: CPU a minute, ${over}`, `${ofAgent.toFixed(2)} s`, 'at most 0.3 s')
  printFigure(
    `engine: CPU a minute on top of its idle of ${idle.toFixed(2)} s`,
    `${(ofEngine - idle).toFixed(2)} s`,
    'at most 0.1 s',
  )
  printFigure(
    `agent: resident memory after ${lasting / second} s`,
    `${residentMegabytes(agent.pid).toFixed(1)} MB`,
    'at most 105 MB',
  )
  printFigure('bare Node: resident memory', `${bare.toFixed(1)} MB`)
}

/** Resident memory of a Node that does nothing, in MB. */
const bareNode = async (signal: AbortSignal): Promise<number> => {
  const child = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1e9)'], { stdio: 'ignore' })
  const exited = once(child, 'exit')
  try {
    await setTimeout(2 * second, undefined, { signal })
    return residentMegabytes(child.pid ?? NaN)
  } finally {
    child.kill()
    await exited
  }
}
