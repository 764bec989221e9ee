import { BehaviorSubject, defer, filter, ignoreElements, map, merge, NEVER, Observable, of, tap } from 'rxjs'
import type { TestScheduler } from 'rxjs/testing'
import type { Parts, Sink } from '../../src/parts.ts'
import type { Request } from '../../src/control/request.ts'
import { check } from '../../src/extensions/check.ts'
import type { Extension } from '../../src/extensions/extension.ts'
import type { Acknowledgement } from '../../src/model/acknowledgement.ts'
import type { Outcome } from '../../src/model/delivery.ts'
import { hasEnded, type Life } from '../../src/model/life.ts'
import type { Muted } from '../../src/model/mute.ts'
import type { GivenBack, Notification } from '../../src/model/notification.ts'
import type { Occurrence } from '../../src/model/occurrence.ts'
import type { Reading } from '../../src/model/reading.ts'
import type { Status } from '../../src/model/status.ts'
import type { Outbox } from '../../src/sinks/outbox/outbox.ts'
import { byPhone, live as liveRuns, type Run as Lifetime } from '../support/live.ts'
import { day, minute, sampleHostId, second } from '../support/samples.ts'
import { hosts, type Step, type Wishes } from './history.ts'
import { createWorld, watching, type Sight, type World } from './world.ts'

type Timed<T> = readonly (T & { readonly at: number })[]

/** What came of a history; times are milliseconds of virtual time, whatever the wall clock says. */
export interface Run {
  readonly wishes: Wishes
  /** What was written down: from then on people are told; and what of it nobody got after all. */
  readonly told: Timed<{ readonly notification: Notification; readonly isLost: boolean }>
  /** What could not be written down. */
  readonly unwritten: Timed<{ readonly notification: Notification }>
  readonly givenBack: Timed<{ readonly given: GivenBack }>
  /** What the recipient got. */
  readonly got: Timed<{ readonly notification: Notification; readonly isRepeated: boolean }>
  readonly lives: Timed<{ readonly lives: readonly Life[] }>
  readonly occurrences: Timed<{ readonly occurrence: Occurrence }>
  /** All that the agent itself says is muted, after each of its decisions. */
  readonly muted: Timed<{ readonly all: ReadonlyMap<string, Muted> }>
  /** What it answers to who asks for its status. */
  readonly statuses: Timed<{ readonly status: Status }>
  /** Silences that were given, until a time of the wall clock; null: all were taken back. */
  readonly silenced: Timed<{
    readonly given: { readonly id: string; readonly subject: string; readonly until: number } | null
  }>
  readonly acknowledged: Timed<{ readonly all: readonly Acknowledgement[] }>
  /** How everything is, whenever that may have changed. */
  readonly world: Timed<{ readonly sights: ReadonlyMap<string, Sight> }>
  /** From when to when an agent was there. */
  readonly lifetimes: readonly { readonly from: number; readonly to: number }[]
  /** How the wall clock was set. */
  readonly clock: Timed<{ readonly by: number }>
  readonly end: number
  /** What an agent should never come to. */
  readonly faults: readonly string[]
}

type Recording = { -readonly [K in keyof Run]: Run[K] extends readonly (infer E)[] ? E[] : Run[K] }

/** The wall clock at the beginning: a midnight. */
export const epoch = 400 * day

/** Looks after each change, in milliseconds: by then what had to hold has held. */
const looksAfter = [31, 65, 127].map((seconds) => seconds * second + 3)

export interface LiveOptions {
  /** Milliseconds between two looks while nothing changes, and how long it goes on after the last step. */
  readonly every: number
  readonly after: number
}

/** Lives through a history, with its kills, and on for a while after it: the whole graph over one database. */
export const live = (steps: readonly Step[], wishes: Wishes, { every, after }: LiveOptions): Run => {
  const recording: Recording = {
    wishes,
    told: [],
    unwritten: [],
    givenBack: [],
    got: [],
    lives: [],
    occurrences: [],
    muted: [],
    statuses: [],
    silenced: [],
    acknowledged: [],
    world: [],
    lifetimes: [],
    clock: [],
    end: 0,
    faults: [],
  }
  const { timed, lifetimes } = placed(steps, after)
  recording.clock = timed.flatMap(({ at, step }) => {
    if (step.kind === 'clock') return [{ at, by: step.by }]
    return step.kind === 'kill' && step.clock !== 0 ? [{ at: at + killWithin, by: step.clock }] : []
  })
  recording.end = lifetimes.at(-1)?.to ?? 0
  const cast = new Cast(timed, recording, every)
  const lines = liveRuns(
    {
      env: envOf(wishes),
      sourcesAt: (scheduler) => cast.sources(scheduler),
      extensions: [cast.backup],
      requests: (_, scheduler) => cast.requests(scheduler),
      acknowledgements: () => cast.acknowledgements(),
      outbox: (outbox) => cast.overhear(outbox),
      sinks: (scheduler) => [cast.recorder(scheduler)],
      write: (notification) => cast.note(notification),
      send: (at, text) => defer(() => of(cast.send(at, text))),
    },
    lifetimes.map((one) => ({ ...one, clockAhead: clockOf(recording.clock) })),
  )
  recording.faults.push(...lines.filter((line) => line.includes('broke')))
  return recording
}

/** How far the wall clock is from virtual time. */
export const clockOf =
  (clock: Run['clock']) =>
  (time: number): number =>
    clock.reduce((sum, { at, by }) => (at <= time ? sum + by : sum), epoch)

const envOf = ({
  cooldown,
  unstableFor,
  keepFiringFor,
  hasReports,
  quiet,
}: Wishes): Readonly<Record<string, string>> => ({
  ...byPhone,
  ...watching,
  ALERT_COOLDOWN: String(cooldown),
  UNSTABLE_FOR: String(unstableFor),
  KEEP_FIRING_FOR: String(keepFiringFor),
  REPORT_HOURS: hasReports ? '4' : '0',
  ...(quiet.length === 0
    ? {}
    : { QUIET_HOURS: quiet.map(({ from, to }) => `${timeOf(from)}-${timeOf(to)}`).join(',') }),
})

const timeOf = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')

/** One that is to be killed in the middle of what it does is killed anyway after this, in milliseconds. */
const killWithin = 2 * minute

type TimedStep = { readonly at: number; readonly step: Step }

/** Each step and when it is, in milliseconds; and the agents between the kills. */
const placed = (
  steps: readonly Step[],
  after: number,
): { readonly timed: readonly TimedStep[]; readonly lifetimes: readonly Lifetime[] } => {
  let time = 0
  let from = 0
  const timed: TimedStep[] = []
  const lifetimes: Lifetime[] = []
  for (const step of steps) {
    time += step.gap
    timed.push({ at: time, step })
    if (step.kind !== 'kill') continue
    const { stops, afterWrites, away } = step
    const midway = afterWrites === null ? {} : { killedAfterWrites: afterWrites, countsWritesFrom: time }
    lifetimes.push({ from, to: time + killWithin, ...(stops ? { stops } : midway) })
    time += killWithin + away
    from = time
  }
  return { timed, lifetimes: [...lifetimes, { from, to: time + after }] }
}

/** Everybody around the agent. */
class Cast {
  /** What the owner's own operator sees on the agent's host. */
  readonly backup: Extension = (readings$) =>
    readings$.pipe(
      filter(({ host }) => host === sampleHostId),
      map(() => this.#worlds[0]?.statusOf('BACKUP_OLD', 'backup') ?? 'ok'),
      map((status) => check({ type: 'BACKUP_OLD', subject: 'backup', status, text: 'the newest file is 30 h old' })),
    )

  readonly #acknowledgements$ = new BehaviorSubject<readonly Acknowledgement[]>([])
  readonly #timed: readonly TimedStep[]
  readonly #recording: Recording
  readonly #every: number
  readonly #worlds: readonly World[] = hosts.map((host, index) =>
    createWorld(index === 0 ? sampleHostId : host, index === 0),
  )
  readonly #written: Notification[] = []
  /** What the recipient neither got nor refused yet. */
  #waiting: readonly Notification[] = []
  readonly #open = new Map<string, Life>()
  #muted: ReadonlyMap<string, Muted> = new Map()
  #takes = true
  #isWritable = true
  #now: () => number = () => 0
  #ask: (request: Request) => void = () => undefined

  constructor(timed: readonly TimedStep[], recording: Recording, every: number) {
    this.#timed = timed
    this.#recording = recording
    this.#every = every
    this.#noteWorld(0)
  }

  acknowledgements(): Observable<readonly Acknowledgement[]> {
    return this.#acknowledgements$.asObservable()
  }

  /** One source that sees all there is on both hosts: at the start, at each step, after each change, and now and then. */
  sources(scheduler: TestScheduler): Parts['sources'] {
    const from = scheduler.frame
    this.#now = () => scheduler.frame
    this.#muted = new Map()
    for (const world of this.#worlds) world.forgetKills()
    this.#recording.muted.push({ at: from, all: this.#muted })
    const readings$ = new Observable<Reading>((subscriber) => {
      const at = (time: number, action: () => void): void => {
        if (time > from) subscriber.add(scheduler.schedule(action, time - from))
      }
      const look = (world: World): void => {
        for (const reading of world.readings(this.#wall())) subscriber.next(reading)
      }
      const soon = (world: World): void => {
        for (const wait of looksAfter) subscriber.add(scheduler.schedule(() => look(world), wait))
      }
      const again = (world: World, wait: number): void => {
        const action = scheduler.schedule(() => {
          subscriber.remove(action)
          look(world)
          again(world, this.#every)
        }, wait)
        subscriber.add(action)
      }
      const next = this.#timed.find(({ at: time, step }) => time > from && step.kind === 'kill')?.at ?? Infinity
      for (const { at: time, step } of this.#timed) if (time <= next) at(time, () => this.#perform(step, look, soon))
      for (const [index, world] of this.#worlds.entries()) again(world, 3 + index * 11)
      for (const world of this.#worlds) soon(world)
    })
    return [{ name: 'host', readings$ }]
  }

  requests(scheduler: TestScheduler): Observable<Request> {
    const from = scheduler.frame
    return new Observable((subscriber) => {
      this.#ask = (request) => subscriber.next(request)
      for (const { at } of this.#timed)
        if (at > from) subscriber.add(scheduler.schedule(() => this.#askForStatus(), at - from + 33 * second + 1))
      subscriber.add(() => (this.#ask = () => undefined))
    })
  }

  overhear(outbox: Outbox): Outbox {
    const { told, unwritten, givenBack, lives, occurrences } = this.#recording
    return {
      ...outbox,
      keep: (changed) => {
        lives.push({ at: this.#now(), lives: changed })
        for (const life of changed)
          if (hasEnded(life)) this.#open.delete(life.fingerprint)
          else this.#open.set(life.fingerprint, life)
        outbox.keep(changed)
      },
      keepOccurrence: (occurrence) => {
        const isNew = outbox.keepOccurrence(occurrence)
        if (isNew) occurrences.push({ at: this.#now(), occurrence })
        return isNew
      },
      accept: (news) => {
        const written = this.#isWritable ? outbox.accept(news) : null
        if (written === null) unwritten.push({ at: this.#now(), notification: news })
        else {
          told.push({ at: this.#now(), notification: written.notification, isLost: false })
          this.#waiting = [...this.#waiting, written.notification]
          this.#mute(
            [],
            written.tellings.map(({ fingerprint }) => fingerprint),
          )
        }
        return written
      },
      run: (streams) =>
        outbox.run(streams).pipe(
          tap(({ outcome }) => {
            if (outcome === 'passed') this.#waiting = []
          }),
        ),
      givenBack$: outbox.givenBack$.pipe(tap((given) => givenBack.push({ at: this.#now(), given }))),
    }
  }

  recorder(scheduler: TestScheduler): Sink {
    const from = scheduler.frame
    return {
      name: 'recorder',
      run: ({ decisions$ }) =>
        merge(
          decisions$.pipe(tap(({ muted, unmuted }) => this.#mute(muted, unmuted))),
          new Observable<never>(() => () => {
            this.#recording.lifetimes.push({ from, to: scheduler.frame })
          }),
          NEVER,
        ).pipe(ignoreElements()),
    }
  }

  /** What is written to the recipient stands for the notification. */
  note(notification: Notification): string {
    this.#written.push(notification)
    return String(this.#written.length - 1)
  }

  send(at: number, text: string): Outcome {
    const notification = this.#written[Number(text.replace('again ', ''))]
    if (notification === undefined) return { kind: 'refused', reason: { code: 'noWords' } }
    const settled = this.#waiting.filter((one) => isIn(one, notification))
    this.#waiting = this.#waiting.filter((one) => !settled.includes(one))
    if (this.#takes) {
      this.#recording.got.push({ at, notification, isRepeated: text.startsWith('again ') })
      return { kind: 'sent', messageId: null }
    }
    for (const one of settled) this.#recording.told.push({ at, notification: one, isLost: true })
    return { kind: 'refused', reason: { code: 'notOnWhatsApp', number: '…7777' } }
  }

  #wall(): number {
    const time = this.#now()
    return time + clockOf(this.#recording.clock)(time)
  }

  #mute(muted: readonly Muted[], unmuted: readonly string[]): void {
    const all = new Map(this.#muted)
    for (const key of unmuted) all.delete(key)
    for (const one of muted) all.set(one.key, one)
    this.#muted = all
    this.#recording.muted.push({ at: this.#now(), all })
  }

  #noteWorld(at: number): void {
    this.#recording.world.push({ at, sights: new Map(this.#worlds.flatMap((world) => [...world.sights()])) })
  }

  #perform(step: Step, look: (world: World) => void, soon: (world: World) => void): void {
    const at = this.#now()
    const world = 'host' in step ? this.#worlds[hosts.findIndex((host) => host === step.host)] : undefined
    switch (step.kind) {
      case 'reading':
        if (world === undefined) return
        world.set(step.checks, this.#wall())
        this.#noteWorld(at)
        look(world)
        soon(world)
        return
      case 'look':
        if (world !== undefined) look(world)
        return
      case 'occurrence':
        if (world === undefined) return
        world.killChild(step.subject, this.#wall())
        look(world)
        soon(world)
        return
      case 'silence':
        this.#silence(step)
        return
      case 'acknowledge':
        this.#acknowledge(step)
        return
      case 'channel':
        this.#takes = step.takes
        return
      case 'disk':
        this.#isWritable = step.isWritable
        return
      case 'kill':
      case 'clock':
        return
    }
  }

  #silence({ subject, duration }: Extract<Step, { kind: 'silence' }>): void {
    const { silenced } = this.#recording
    const at = this.#now()
    if (subject === null) {
      const take = (id: string): void => this.#ask({ asked: { kind: 'unsilence', id }, reply: () => undefined })
      const reply: Request['reply'] = (answer) => {
        if (answer.kind === 'silences') for (const { id } of answer.silences) take(id)
      }
      this.#ask({ asked: { kind: 'silences' }, reply })
      silenced.push({ at, given: null })
      return
    }
    const until = this.#wall() + duration
    const reply: Request['reply'] = (answer) => {
      if (answer.kind === 'silenced') silenced.push({ at, given: { id: answer.silence.id, subject, until } })
      else this.#recording.faults.push(`${at}: no silence: ${answer.kind}`)
    }
    this.#ask({ asked: { kind: 'silence', type: '*', subject, by: 'ana', reason: '', duration, times: [] }, reply })
  }

  #acknowledge({ subject, duration }: Extract<Step, { kind: 'acknowledge' }>): void {
    const known = [...this.#open.values()]
      .filter((life) => life.subject === subject)
      .map(({ id: life, severity }): Acknowledgement => ({ life, severity, by: 'ana', until: this.#wall() + duration }))
    const all = [...this.#acknowledgements$.value, ...known]
    this.#recording.acknowledged.push({ at: this.#now(), all })
    this.#acknowledgements$.next(all)
  }

  #askForStatus(): void {
    const reply: Request['reply'] = (answer) => {
      if (answer.kind === 'status') this.#recording.statuses.push({ at: this.#now(), status: answer.status })
      else this.#recording.faults.push(`${this.#now()}: no status: ${answer.kind}`)
    }
    this.#ask({ asked: { kind: 'status' }, reply })
  }
}

/** Whether one message is the other, as it was written down, or is told by it with all that waits. */
const isIn = (one: Notification, { kind, at }: Notification): boolean =>
  kind === 'catch-up' || (kind === one.kind && at === one.at)
