import type { DatabaseSync } from 'node:sqlite'
import { asyncScheduler, defer, map, merge, NEVER, Observable, of, tap, timer } from 'rxjs'
import type { TestScheduler } from 'rxjs/testing'
import { createApp } from '../../src/app.ts'
import { createContext } from '../../src/extensions/create-context.ts'
import type { Extension } from '../../src/extensions/extension.ts'
import { aboutOf, isEnd, type Alert } from '../../src/model/alert.ts'
import type { Channel } from '../../src/model/channel.ts'
import type { Outcome } from '../../src/model/delivery.ts'
import { alertsIn, type Notification } from '../../src/model/notification.ts'
import type { Reading } from '../../src/model/reading.ts'
import type { Parts, Sink } from '../../src/parts.ts'
import { recall } from '../../src/recall.ts'
import { openRunMarker, type RunMarker } from '../../src/run-marker.ts'
import { keepPresence } from '../../src/sinks/keep-presence.ts'
import { noteStartup } from '../../src/sinks/note-startup.ts'
import { openInMemory } from '../../src/sinks/outbox/database.ts'
import { createOutbox, type Outbox } from '../../src/sinks/outbox/outbox.ts'
import { createStore } from '../../src/sinks/outbox/store.ts'
import { silentLogs } from './captured-log.ts'
import { configOf } from './config.ts'
import { createFolder } from './folder.ts'
import { partsOf } from './parts.ts'
import { second } from './samples.ts'
import { VirtualScheduler } from './virtual-scheduler.ts'

/** An environment in which people are woken: what is told goes to a phone. */
export const byPhone = {
  EVOLUTION_URL: 'https://evolution.example.com',
  EVOLUTION_TOKEN: 'B6D711FCDE4D4FD5936544120E713976',
  EVOLUTION_INSTANCE: 'vigilo',
  NOTIFY_NUMBER: '5511999999999',
  TZ: 'UTC',
} as const

/** What is seen at a time, in milliseconds. */
export type See = (at: number) => readonly Reading[]

/** One run of the agent, from its start to its end; times are milliseconds. */
export interface Run {
  readonly from: number
  readonly to: number
  /** It is killed at the end, unless it is asked to stop a second before. */
  readonly stops?: boolean
  /** After so many writes it is killed in the middle of what it does; from a time on they are counted. */
  readonly killedAfterWrites?: number
  readonly countsWritesFrom?: number
  /** How far its clock is ahead of the time that goes by, by that time. */
  readonly clockAhead?: (at: number) => number
}

export interface Agent {
  readonly see?: See
  /** Milliseconds between two looks. */
  readonly every?: number
  /** In place of what is seen at each interval. */
  readonly sourcesAt?: (scheduler: TestScheduler) => Parts['sources']
  readonly env?: Readonly<Record<string, string>>
  /** By the time of the start. */
  readonly silences?: (from: number) => Parts['silences$']
  /** By the time of the start. */
  readonly requests?: (from: number, scheduler: TestScheduler) => Parts['requests$']
  /** In place of one of its own. */
  readonly database?: DatabaseSync
  readonly acknowledgements?: (from: number) => Parts['acknowledgements$']
  readonly extensions?: readonly Extension[]
  readonly sinks?: (scheduler: TestScheduler) => readonly Sink[]
  /** In place of its own; it is asked nothing after a kill. */
  readonly outbox?: (outbox: Outbox) => Outbox
  /** How an attempt to send ends. */
  readonly send?: (at: number, text: string) => Observable<Outcome>
  readonly write?: (notification: Notification) => string
}

/**
 * Lives through these runs in virtual time, the whole graph over one database, and says what people got and when: as in
 * `100: firing CONTAINER_NOT_RUNNING db`, one message a line, in seconds.
 */
export const live = (agent: Agent, runs: readonly Run[]): readonly string[] => {
  using folder = createFolder()
  const database = agent.database ?? openInMemory()
  return runs.flatMap((run) => {
    const now = run.from + (run.clockAhead?.(run.from) ?? 0)
    const marker = openRunMarker({ dataDir: folder.path, now: () => now, log: silentLogs('main') })
    const got = liveOnce(agent, run, { database, marker })
    if (run.stops === true) marker.remove()
    return got
  })
}

/** The same with kills (or stops) at these times; each time it is away for ten seconds. */
export const liveThrough = (
  agent: Agent,
  ends: readonly number[],
  until: number,
  given: Pick<Run, 'stops'> = {},
): readonly string[] => {
  const starts = [0, ...ends.map((time) => time + 10 * second)]
  const all = [...ends, until]
  return live(
    agent,
    starts.map((from, index): Run => ({ from, to: all[index] ?? until, ...(index < ends.length ? given : {}) })),
  )
}

const liveOnce = (
  {
    see = () => [],
    every = 10 * second,
    sourcesAt = looking(see, every),
    env = {},
    silences = () => NEVER,
    requests = () => NEVER,
    acknowledgements = () => NEVER,
    extensions = [],
    sinks = () => [],
    outbox = (one) => one,
    send = () => of({ kind: 'sent', messageId: null }),
    write = inWords,
  }: Agent,
  { from, to, stops = false, killedAfterWrites = Infinity, countsWritesFrom = from, clockAhead = () => 0 }: Run,
  { database, marker }: { database: Parameters<typeof createStore>[0]; marker: RunMarker },
): readonly string[] => {
  const got: string[] = []
  const store = createStore(database)
  const config = configOf(env)
  const scheduler = new VirtualScheduler()
  let isKilled = false
  let writes = 0
  scheduler.frame = from
  const clock = asyncScheduler.now
  try {
    scheduler.run(() => {
      asyncScheduler.now = () => scheduler.frame + clockAhead(scheduler.frame)
      const kill = (): void => {
        isKilled = true
        subscription.unsubscribe()
      }
      /** Nobody writes after the kill: it may come between any two writes. */
      const isWritten = (): boolean => {
        if (scheduler.frame < countsWritesFrom) return !isKilled
        if (writes >= killedAfterWrites && !isKilled) {
          isKilled = true
          scheduler.schedule(kill)
        }
        writes += 1
        return !isKilled
      }
      const channel: Channel = {
        name: 'gathered',
        recipients: ['owner'],
        host: null,
        pace: null,
        render: (notification, { repeated }) => [`${repeated ? 'again ' : ''}${write(notification)}`],
        send: (text) => {
          if (isKilled) return NEVER
          const arrive = (outcome: Outcome): void => {
            if (outcome.kind === 'sent' && text !== '') got.push(`${scheduler.frame / second}: ${text}`)
          }
          return send(scheduler.frame, text).pipe(tap(arrive))
        },
        test: () => NEVER,
      }
      const now = asyncScheduler.now()
      const { memory, notePresence } = recall(store, now, 'a')
      const kept = outbox(createOutbox({ channels: [channel], store, random: () => 0.5, logs: silentLogs }))
      const writing: Outbox = {
        ...kept,
        keep: (lives) => {
          if (isWritten()) kept.keep(lives)
        },
        keepOccurrence: (occurrence) => !isWritten() || kept.keepOccurrence(occurrence),
        mute: (muted) => {
          if (isWritten()) kept.mute(muted)
        },
        accept: (news) => (isWritten() ? kept.accept(news) : null),
      }
      const parts = partsOf({
        config,
        sources: sourcesAt(scheduler).map(unwitnessedBefore(now)),
        extensions: extensions.map((extension) => ({
          name: 'own',
          extension,
          context: createContext(config, silentLogs('own')),
        })),
        outbox: writing,
        sinks: [
          ...sinks(scheduler),
          {
            name: 'presence',
            run: keepPresence((at, running) => {
              if (isWritten()) notePresence(at, running)
            }),
          },
          {
            name: 'marker',
            run: noteStartup(() => {
              if (isWritten()) marker.noticed()
            }),
          },
        ],
        memory,
        previousRun: marker.previousRun,
        silences$: merge(
          defer(() => of(store.silences())),
          silences(from),
        ),
        requests$: requests(from, scheduler),
        silences: store,
        records: store.records,
        acknowledgements$: acknowledgements(from),
        stop$: stops ? timer(to - from - second - 7) : NEVER,
      })
      const subscription = createApp(parts).subscribe({
        error: (error: unknown) => got.push(`${scheduler.frame / second}: broke: ${String(error)}`),
        complete: () => got.push(`${scheduler.frame / second}: end`),
      })
      scheduler.schedule(kill, to - from)
      scheduler.maxFrames = to
    })
  } finally {
    asyncScheduler.now = clock
  }
  return got.filter((line) => !line.endsWith(': end') || stops)
}

/** What ended before the start was not witnessed. */
const unwitnessedBefore =
  (start: number) =>
  ({ name, readings$ }: Parts['sources'][number]): Parts['sources'][number] => ({
    name,
    readings$: readings$.pipe(
      map((reading) =>
        reading.kind === 'containers'
          ? {
              ...reading,
              containers: reading.containers.map(({ end, ...container }) => ({
                ...container,
                end: end && { ...end, witnessed: end.witnessed && end.at >= start },
              })),
            }
          : reading,
      ),
    ),
  })

/** A source that looks at each interval. */
const looking =
  (see: See, every: number) =>
  (scheduler: TestScheduler): Parts['sources'] => [
    {
      name: 'host',
      readings$: new Observable((subscriber) => {
        const look = (): void => {
          for (const reading of see(scheduler.frame)) subscriber.next(reading)
          again(every)
        }
        // Each time by a new action: chains of them overflow the stack.
        const again = (wait: number): void => {
          const action = scheduler.schedule(() => {
            subscriber.remove(action)
            look()
          }, wait)
          subscriber.add(action)
        }
        again(0)
      }),
    },
  ]

/** What a notification tells, in short: `firing CPU_CRITICAL host + resolved DISK_CRITICAL /`. */
export const inWords = (notification: Notification): string => {
  const words = alertsIn(notification).map(wordOf)
  if (notification.kind === 'alerts') {
    const { cameAndWent } = notification
    return [...words, ...(cameAndWent === 0 ? [] : [`${cameAndWent} came and went`])].join(' + ')
  }
  return words.length === 0 ? notification.kind : `${notification.kind}: ${words.join(' + ')}`
}

const wordOf = (alert: Alert): string => {
  const { type, subject } = aboutOf(alert)
  const word = `${alert.word} ${type} ${subject}`
  if (alert.word === 'happened') return alert.occurrence.times === 1 ? word : `${word} ${alert.occurrence.times} times`
  const missed = alert.missed === 0 ? [] : [`${alert.missed} missed`]
  const ends = alert.bears.map(({ check }) => `ends ${check.type}`)
  const before = !isEnd(alert) && alert.before !== null && alert.before.life !== alert.life.id ? ['after another'] : []
  const more = [...before, ...ends, ...missed]
  return more.length === 0 ? word : `${word} (${more.join(', ')})`
}
