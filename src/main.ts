import { join } from 'node:path'
import { asyncScheduler, config as rxjs, ReplaySubject, timer } from 'rxjs'
import packageJson from '../package.json' with { type: 'json' }
import { createApp } from './app.ts'
import { languageIn, loadEnvironment } from './config/load-environment.ts'
import { renderProblems } from './config/problems.ts'
import { endProcess } from './end-process.ts'
import { loadExtensions } from './extensions/load.ts'
import { createLogs } from './log.ts'
import { createParts } from './create-parts.ts'
import { lockFolder } from './sinks/outbox/lock.ts'
import { openStore } from './sinks/outbox/open-store.ts'
import { hostId } from './host-id.ts'
import { openRunMarker } from './run-marker.ts'
import { makePrivate } from './private-files.ts'
import { withoutSecrets } from './text/foreign.ts'
import { maskKnown } from './text/mask-known.ts'

const exitCode = { ok: 0, internalError: 70, badConfiguration: 78, inUse: 75 } as const
const shutdownDeadline = 8_000

const end: (code: number) => never = (code) => endProcess(process, code)

const start = async (): Promise<void> => {
  const loaded = loadEnvironment(process.env)
  if ('problems' in loaded) {
    process.stderr.write(renderProblems(loaded, languageIn(process.env)))
    end(exitCode.badConfiguration)
  }
  const { config, warnings } = loaded
  const now = (): number => asyncScheduler.now()
  const logs = createLogs({
    ...config.log,
    timeZone: config.timeZone,
    secrets: config.secrets,
    write: (line) => void process.stdout.write(line),
    now,
  })
  const log = logs('main')
  log.info(`🚀 Vigilo ${packageJson.version} starts on ${config.agentName}`)
  for (const { en } of warnings) logs('config').warn(en)

  const loadedExtensions = await loadExtensions(config.extensions)
  if ('problems' in loadedExtensions) {
    for (const { en } of loadedExtensions.problems) logs('extensions').error(en)
    end(exitCode.badConfiguration)
  }
  const { extensions } = loadedExtensions
  for (const { name } of extensions) logs('extensions').info(`${name} is loaded`)

  const lock = lockFolder(config.dataDir, new Date(now()))
  if (lock.kind === 'taken') {
    const { holder } = lock
    const who = holder === 'unknown' ? '' : ` (pid ${holder.pid}, host ${holder.host}, since ${holder.since})`
    log.error(`DATA_DIR is in use by an agent${who}: each agent needs a folder of its own`)
    end(exitCode.inUse)
  }
  if (lock.kind === 'held' && !makePrivate(config.dataDir))
    log.warn('DATA_DIR stays open to other users: messages and numbers are kept there')
  // Behind the lock: an agent that is not let in has not started, and so has not crashed.
  const marker = openRunMarker({ dataDir: config.dataDir, now, log })
  const host = hostId(config.dataDir)
  const known = maskKnown(config.secrets)
  const store = openStore({
    path: join(config.dataDir, 'vigilo.db'),
    host,
    now,
    mask: (text) => withoutSecrets(known(text)),
    log: logs('outbox'),
  })
  const stop$ = new ReplaySubject<void>(1)
  let code: number = exitCode.ok
  let stopping = false

  const finish = (): void => {
    const { queued } = store.statistics()
    if (queued > 0 && store.isKept()) log.info(`messages that wait for the next start: ${queued}`)
    else if (queued > 0) log.warn(`messages that are lost: ${queued}`)
    if (code === exitCode.ok) marker.remove()
    log.info('Vigilo has stopped')
    end(code)
  }
  const stop = (reason: string): void => {
    stopping = true
    log.info(`${reason}: stopping, within ${shutdownDeadline / 1_000} s`)
    timer(shutdownDeadline).subscribe({ next: finish, error: crash })
    stop$.next()
  }
  const crash = (error: unknown): void => {
    log.error(error instanceof Error ? (error.stack ?? error.message) : 'an error that is none')
    code = exitCode.internalError
    if (!stopping) stop('an error that nobody caught')
  }
  // Whoever read the log is gone: that is no reason to stop watching.
  process.stdout.on('error', () => undefined)
  rxjs.onUnhandledError = crash
  process.on('uncaughtException', crash)
  process.on('unhandledRejection', crash)
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const)
    process.on(signal, () => {
      if (stopping) end(128 + number)
      stop(signal)
    })

  const parts = createParts({
    config,
    host,
    extensions,
    logs,
    version: packageJson.version,
    marker,
    store,
    stop$,
    stdout: process.stdout,
  })
  createApp(parts).subscribe({
    error: crash,
    complete: finish,
  })
}

await start()
