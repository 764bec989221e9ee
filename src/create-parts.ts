import { join } from 'node:path'
import { asyncScheduler, concat, defer, EMPTY, filter, NEVER, of, shareReplay, timeout, type Observable } from 'rxjs'
import type { Parts } from './parts.ts'
import { createClients } from './clients/clients.ts'
import type { Config } from './config.ts'
import { createContext } from './extensions/create-context.ts'
import type { NamedExtension } from './extensions/extension.ts'
import type { Logs } from './log.ts'
import type { Channel } from './model/channel.ts'
import type { ConnectionTest } from './model/notification.ts'
import { recall } from './recall.ts'
import type { RunMarker } from './run-marker.ts'
import { createChannels } from './sinks/channels/index.ts'
import type { Terminal } from './sinks/channels/channel-context.ts'
import { createOutbox } from './sinks/outbox/outbox.ts'
import type { KeptStore } from './sinks/outbox/open-store.ts'
import { watchStorage } from './sinks/outbox/watch-storage.ts'
import { createHeartbeat } from './sinks/heartbeat.ts'
import { journal } from './sinks/journal.ts'
import { keepPresence } from './sinks/keep-presence.ts'
import { noteStartup } from './sinks/note-startup.ts'
import { showHealth } from './sinks/show-health.ts'
import { createContainersSource, createDiskUsage, createEngine } from './sources/containers/index.ts'
import { createHostSource, readInventory } from './sources/host/index.ts'
import { readBootId, readBootTime, rebootSince } from './sources/host/boot.ts'
import { probing } from './sources/services/probe.ts'
import { createServicesSource } from './sources/services/services-source.ts'
import { isEngineExpected } from './streams/checks/is-engine-expected.ts'
import { importSilences } from './control/import-silences.ts'
import { createControlServer } from './control/control-server.ts'

const testDeadline = 10_000
const queuedLimit = 5_000

/** What main hands to the graph: the real sources and sinks that the configuration asks for. */
export const createParts = ({
  config,
  host,
  extensions,
  logs,
  version,
  marker,
  store,
  stop$,
  stdout,
}: {
  config: Config
  /** The id of the host that the agent runs on. */
  host: string
  extensions: readonly NamedExtension[]
  logs: Logs
  version: string
  marker: RunMarker
  store: KeptStore
  stop$: Observable<unknown>
  stdout: Terminal
}): Parts => {
  const { checkInterval: interval, hostRoot, heartbeat } = config
  const { connect, http } = createClients(config.proxies)
  const engine = createEngine({ host: config.docker.host, hostRoot, connect, log: logs('docker') })
  const heart =
    heartbeat &&
    createHeartbeat({
      heartbeat,
      http,
      agentName: config.agentName,
      checkInterval: interval,
      version,
      outbox: store.statistics,
      silences: () => store.silences().filter(({ until }) => until === null || until > asyncScheduler.now()).length,
      log: logs('heartbeat'),
    })
  const moves = { to: store.movedTo, note: store.noteMove }
  const channelsOf = (names: Config['channels']): readonly Channel[] =>
    createChannels(names, { config, http, logs, terminal: stdout, moves })
  const channels = channelsOf(config.channels)
  const fallbacks = channelsOf(config.fallbackChannels)
  const now = asyncScheduler.now()
  const bootId = readBootId()
  const { before, memory, notePresence } = recall(store, now, bootId)
  const expected = isEngineExpected(config, memory)
  const diskUsage$ = createDiskUsage({ engine, hostRoot })
  const outbox = createOutbox({
    channels,
    fallbacks,
    fallbackAfter: config.fallbackAfter,
    store,
    limits: { queued: queuedLimit, retention: config.outboxRetention, stale: config.staleAfter },
    random: Math.random,
    logs,
  })
  return {
    config,
    host,
    logs,
    version,
    stop$,
    random: Math.random,
    sources: [
      { name: 'host', readings$: createHostSource({ interval, hostRoot, disks: config.disks, log: logs('host') }) },
      { name: 'containers', readings$: createContainersSource({ engine, interval, hostRoot, log: logs('docker') }) },
      { name: 'service', readings$: createServicesSource(config.services, (target) => probing(target, connect)) },
      { name: 'reboot', readings$: rebootSince(before, bootId, readBootTime(now)) },
      { name: 'outbox', readings$: watchStorage(store) },
      { name: 'channel', readings$: outbox.readings$ },
    ],
    extensions: extensions.map((one) => ({ ...one, context: createContext(config, logs(one.name)) })),
    outbox,
    sinks: [
      { name: 'outbox', run: outbox.run },
      ...(heart ? [{ name: 'heartbeat', run: heart.send }] : []),
      { name: 'journal', run: journal(logs('main')) },
      { name: 'health', run: showHealth(config, logs('health')) },
      { name: 'presence', run: keepPresence(notePresence) },
      { name: 'marker', run: noteStartup(marker.noticed) },
    ],
    requests$: createControlServer(join(config.dataDir, 'vigilo.sock')),
    silences$: concat(
      defer(() => of(store.silences())),
      config.silencesFile === null
        ? EMPTY
        : importSilences({ path: config.silencesFile, log: logs('commands') }, store),
    ),
    silences: store,
    records: store.records,
    logLines: (id) => engine.logLines(id, 3),
    diskUsage: () => diskUsage$,
    inventory$: readInventory({ hostRoot }),
    acknowledgements$: NEVER,
    memory,
    previousRun: marker.previousRun,
    tests: [
      ...[...channels, ...fallbacks]
        .filter(({ name }) => name !== 'console')
        .map(({ name, test }) => ({ name, result$: conduct(name, test()) })),
      ...(heart ? [{ name: 'heartbeat', result$: conduct('heartbeat', heart.test()) }] : []),
      {
        name: 'docker',
        result$: conduct('docker', engine.test()).pipe(
          filter(({ result }) => result.ok || expected || result.isAbsent !== true),
        ),
      },
    ],
  }
}

/** One test, once, however many ask for its result. */
const conduct = (name: string, test$: Observable<ConnectionTest>): Observable<ConnectionTest> =>
  test$.pipe(
    timeout({
      first: testDeadline,
      with: () =>
        of({ name, result: { ok: false, reason: { code: 'noAnswer', seconds: testDeadline / 1_000 } } } as const),
    }),
    shareReplay({ bufferSize: 1, refCount: false }),
  )
