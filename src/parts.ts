import { asyncScheduler, filter, NEVER, of, shareReplay, timeout, type Observable } from 'rxjs'
import type { Parts } from './app.ts'
import type { Config } from './config.ts'
import { createContext } from './extensions/create-context.ts'
import type { NamedExtension } from './extensions/extension.ts'
import type { Logs } from './log.ts'
import type { Channel } from './model/channel.ts'
import type { ConnectionTest } from './model/notification.ts'
import type { RunMarker } from './run-marker.ts'
import { createChannels } from './sinks/channels/index.ts'
import type { Terminal } from './sinks/channels/channel-context.ts'
import { createOutbox } from './sinks/outbox/outbox.ts'
import type { KeptStore } from './sinks/outbox/open-store.ts'
import { watchStorage } from './sinks/outbox/watch-storage.ts'
import { createHeartbeat } from './sinks/heartbeat.ts'
import { createContainersSource, createDiskUsage, createEngine } from './sources/containers/index.ts'
import { createHostSource, readInventory } from './sources/host/index.ts'
import { readBootId, readBootTime, rebootSince } from './sources/host/boot.ts'
import { createServicesSource } from './sources/services/services-source.ts'
import { createSilencesSource } from './sources/silences.ts'

const testDeadline = 10_000
const queuedLimit = 5_000
/** What ran so long ago, in milliseconds, is no longer expected to. */
const recently = 3_600_000

/** What main hands to the graph: the real sources and sinks that the configuration asks for. */
export const createParts = ({
  config,
  extensions,
  logs,
  version,
  marker,
  store,
  stop$,
  stdout,
}: {
  config: Config
  extensions: readonly NamedExtension[]
  logs: Logs
  version: string
  marker: RunMarker
  store: KeptStore
  stop$: Observable<unknown>
  stdout: Terminal
}): Parts => {
  const { checkInterval: interval, hostRoot, heartbeat } = config
  const engine = createEngine({ host: config.docker.host, log: logs('docker') })
  const heart =
    heartbeat &&
    createHeartbeat({
      heartbeat,
      agentName: config.agentName,
      checkInterval: interval,
      version,
      outbox: store.statistics,
      log: logs('heartbeat'),
    })
  const channelsOf = (names: Config['channels']): readonly Channel[] =>
    createChannels(names, { config, logs, terminal: stdout })
  const channels = channelsOf(config.channels)
  const fallbacks = channelsOf(config.fallbackChannels)
  const now = asyncScheduler.now()
  const before = store.lastPresence()
  const bootId = readBootId()
  const rebooted = before !== null && before.bootId !== bootId
  const diskUsage$ = createDiskUsage({ engine, hostRoot })
  return {
    config,
    logs,
    version,
    stop$,
    random: Math.random,
    sources: [
      { name: 'host', readings$: createHostSource({ interval, hostRoot, disks: config.disks, log: logs('host') }) },
      { name: 'containers', readings$: createContainersSource({ engine, interval, hostRoot, log: logs('docker') }) },
      { name: 'services', readings$: createServicesSource(config.services) },
      { name: 'reboot', readings$: rebootSince(before, bootId, readBootTime(now)) },
      { name: 'storage', readings$: watchStorage(store) },
    ],
    extensions: extensions.map(({ name, extension }) => ({ extension, context: createContext(config, logs(name)) })),
    outbox: createOutbox({
      channels,
      fallbacks,
      fallbackAfter: config.fallbackAfter,
      store,
      limits: { queued: queuedLimit, retention: config.outboxRetention, stale: config.staleAfter },
      random: Math.random,
      logs,
    }),
    heartbeat: heart?.send ?? null,
    silences$:
      config.silencesFile === null ? NEVER : createSilencesSource({ path: config.silencesFile, log: logs('silences') }),
    logLines: (id) => engine.logLines(id, 3),
    diskUsage: () => diskUsage$,
    inventory$: readInventory({ hostRoot }),
    memory: {
      lives: store.toldLives(),
      ran: new Set(before !== null && (rebooted || now - before.at < recently) ? before.running : []),
    },
    notePresence: (at, running) => store.notePresence({ at, bootId, running: running ?? before?.running ?? [] }),
    previousRun: marker.previousRun,
    noticed: marker.noticed,
    tests: [
      ...[...channels, ...fallbacks]
        .filter(({ name }) => name !== 'console')
        .map(({ name, test }) => ({ name, result$: conduct(name, test()) })),
      ...(heart ? [{ name: 'heartbeat', result$: conduct('heartbeat', heart.test()) }] : []),
      {
        name: 'docker',
        result$: conduct('docker', engine.test()).pipe(filter(({ result }) => result.ok || config.docker.asked)),
      },
    ],
  }
}

/** One test, once, however many ask for its result. */
const conduct = (name: string, test$: Observable<ConnectionTest>): Observable<ConnectionTest> =>
  test$.pipe(
    timeout({
      first: testDeadline,
      with: () => of({ name, result: { ok: false, reason: 'no answer in 10 s' } } as const),
    }),
    shareReplay({ bufferSize: 1, refCount: false }),
  )
