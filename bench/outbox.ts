import { closeSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { Subject, of } from 'rxjs'
import type { Channel } from '../src/model/channel.ts'
import { openDatabase } from '../src/sinks/outbox/database.ts'
import { openStore } from '../src/sinks/outbox/open-store.ts'
import { createOutbox } from '../src/sinks/outbox/outbox.ts'
import { createStore } from '../src/sinks/outbox/store.ts'
import type { News } from '../src/model/notification.ts'
import { silentLogs } from '../test/support/captured-log.ts'
import { firing, resolved, told } from '../test/support/notifications.ts'
import { deliver } from '../test/support/outbox.ts'
import { sampleHostId } from '../test/support/samples.ts'
import { startAgent } from './support/agent.ts'
import { median, printFigure, type Bench } from './support/bench.ts'
import { startEvolutionProcess } from './support/evolution.ts'
import { residentMegabytes } from './support/process-usage.ts'

const messages = 500
const waiting = 5_000

/** What it costs that a message is on the disk before it is sent, and to start with many that wait. */
export const outbox: Bench = async ({ signal }) => {
  const folder = mkdtempSync(join(tmpdir(), 'vigilo-bench-'))
  try {
    const fsyncs = fsyncTimes(folder)
    printFigure("the disk's own write and fsync of 4 KiB, median of 200", milliseconds(median(fsyncs)))
    printFigure("the disk's own write and fsync of 4 KiB, p99 of 200", milliseconds(percentile99(fsyncs)))
    const delays = await delaysOf(folder, signal)
    printFigure(`added by the outbox to crash to message, median of ${messages}`, milliseconds(median(delays)))
    printFigure(
      `added by the outbox to crash to message, p99 of ${messages}`,
      milliseconds(percentile99(delays)),
      'at most 20 ms',
    )
    await startWithMany(folder, signal)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const milliseconds = (value: number): string => `${value.toFixed(2)} ms`

const percentile99 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? NaN

const timed = (action: () => void): number => {
  const begun = performance.now()
  action()
  return performance.now() - begun
}

const fsyncTimes = (folder: string): readonly number[] => {
  const file = openSync(join(folder, 'fsync'), 'w')
  const block = Buffer.alloc(4_096, 1)
  const times = Array.from({ length: 200 }, () =>
    timed(() => {
      writeSync(file, block)
      fsyncSync(file)
    }),
  )
  closeSync(file)
  return times
}

/** From the moment at which the graph has a notification to that at which a channel is asked to send it. */
const delaysOf = async (folder: string, signal: AbortSignal): Promise<readonly number[]> => {
  const delays: number[] = []
  let givenAt = NaN
  const channel: Channel = {
    name: 'bench',
    recipients: ['owner'],
    host: null,
    pace: null,
    render: () => ['a message'],
    send: () => {
      delays.push(performance.now() - givenAt)
      return of({ kind: 'sent', messageId: null })
    },
    test: () => of({ name: 'bench', result: { ok: true } }),
  }
  const store = openStore({
    path: join(folder, 'delays.db'),
    host: sampleHostId,
    now: () => 0,
    log: silentLogs('outbox'),
  })
  const news$ = new Subject<News>()
  const outbox = createOutbox({ channels: [channel], store, random: Math.random, logs: silentLogs })
  const subscription = deliver(outbox, news$).subscribe({ error: console.error })
  for (let number = 0; number < messages; number += 1) {
    givenAt = performance.now()
    news$.next(told(firing(`container-${number}`)))
    await setTimeout(2, undefined, { signal })
  }
  subscription.unsubscribe()
  return delays
}

/** An agent that starts with many messages that wait, beside one that starts with none. */
const startWithMany = async (folder: string, signal: AbortSignal): Promise<void> => {
  await using evolution = await startEvolutionProcess(signal)
  const environment = {
    EVOLUTION_URL: evolution.url,
    EVOLUTION_TOKEN: 'wrong-key-so-that-all-of-them-wait',
    EVOLUTION_INSTANCE: 'vigilo',
    NOTIFY_NUMBER: '5511999999999',
  }
  const start = async (dataDir: string): Promise<{ readonly took: number; readonly resident: number }> => {
    await using agent = startAgent({ ...environment, DATA_DIR: join(folder, dataDir) }, signal)
    const took = await agent.printed('check #1:')
    await setTimeout(3_000, undefined, { signal })
    return { took, resident: residentMegabytes(agent.pid) }
  }
  const { took: alone } = await start('empty')
  const at = new Date().getTime()
  const host = readFileSync(join(folder, 'empty', 'host-id'), 'utf8').trim()
  const database = openDatabase(join(folder, 'empty', 'vigilo.db'), host)
  const store = createStore(database)
  database.exec('PRAGMA synchronous = OFF')
  for (let number = 0; number < waiting; number += 1)
    store.accept(
      told((number % 2 === 0 ? firing : resolved)(`container-${(number >> 1) % 50}`)),
      [{ channel: 'whatsapp', recipient: '5511999999999' }],
      at,
    )
  database.close()
  const { took, resident } = await start('empty')
  printFigure('start to first check, with nothing that waits', `${alone.toFixed(0)} ms`)
  printFigure(
    `start to first check, with ${waiting.toLocaleString('en')} that wait: on top of it`,
    `${(took - alone).toFixed(0)} ms`,
    'at most 1000 ms',
  )
  printFigure(
    `agent: resident memory with ${waiting.toLocaleString('en')} that wait`,
    `${resident.toFixed(1)} MB`,
    'at most 105 MB',
  )
}
