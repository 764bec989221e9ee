import fc from 'fast-check'
import type { Status } from '../../src/model/check.ts'
import { day, hour, minute, second } from '../support/samples.ts'

/** What happens to the agent and what it sees, one after the other. */
export type Step = {
  /** Milliseconds since the step before. */
  readonly gap: number
} & Event

export type Event =
  /** So are these things on a host from now on, and its sources look. */
  | { readonly kind: 'reading'; readonly host: string; readonly checks: readonly Seen[] }
  /** The sources of a host look, and nothing has changed. */
  | { readonly kind: 'look'; readonly host: string }
  /** Somebody silences a subject for a while; `null`: takes all silences back. */
  | { readonly kind: 'silence'; readonly subject: string | null; readonly duration: number }
  /** Somebody says that they know of what is wrong with a subject. */
  | { readonly kind: 'acknowledge'; readonly subject: string; readonly duration: number }
  /** A process of a container is killed for memory, or the host was restarted. */
  | { readonly kind: 'occurrence'; readonly host: string; readonly subject: string }
  /** From now on the channel refuses the messages of its only recipient, or takes them again. */
  | { readonly kind: 'channel'; readonly takes: boolean }
  /** From now on messages cannot be written down, or can again. */
  | { readonly kind: 'disk'; readonly isWritable: boolean }
  /**
   * The agent is killed, or stopped, and starts again after a while; the wall clock may have been set meanwhile.
   * `afterWrites`: it is killed in the middle of what it does, after so many of its next writes.
   */
  | {
      readonly kind: 'kill'
      readonly away: number
      readonly clock: number
      readonly stops: boolean
      readonly afterWrites: number | null
    }
  /** The wall clock is set. */
  | { readonly kind: 'clock'; readonly by: number }

/** What is seen of one subject. */
export interface Seen {
  readonly type: string
  readonly subject: string
  readonly status: Status
}

export const hosts = ['vps-1', 'vps-2'] as const

/** Every type that the agent raises of what is so, but the forecast of hours, on the subjects that it raises it about. */
export const troubles: readonly Omit<Seen, 'status'>[] = [
  ...['CPU_CRITICAL', 'RAM_CRITICAL'].map((type) => ({ type, subject: 'host' })),
  ...['DISK_CRITICAL', 'INODES_CRITICAL'].map((type) => ({ type, subject: '/' })),
  { type: 'DOCKER_CONNECTION_ERROR', subject: 'docker' },
  ...[
    'CONTAINER_NOT_FOUND',
    'CONTAINER_NOT_RUNNING',
    'CONTAINER_UNHEALTHY',
    'CONTAINER_OOM',
    'CONTAINER_CRASH_LOOP',
    'CONTAINER_RAM',
    'CONTAINER_CPU',
  ].flatMap((type) => ['db', 'web'].map((subject) => ({ type, subject }))),
  ...['SERVICE_DOWN', 'TLS_EXPIRING', 'TLS_CRITICAL'].flatMap((type) =>
    ['shop', 'mail'].map((subject) => ({ type, subject })),
  ),
  { type: 'NETWORK_DOWN', subject: 'host' },
  { type: 'CHANNEL_DOWN', subject: 'telegram' },
  { type: 'OUTBOX_UNSAVED', subject: 'outbox' },
  { type: 'BACKUP_OLD', subject: 'backup' },
]

/** How bad each is; of an extension's both occur. */
const severitiesOf = (type: string): readonly Status[] => {
  if (type === 'BACKUP_OLD') return ['warning', 'critical']
  const isMild = ['CONTAINER_RAM', 'CONTAINER_CPU', 'TLS_EXPIRING', 'OUTBOX_UNSAVED'].includes(type)
  return [isMild ? 'warning' : 'critical']
}

const seen = (among: readonly Omit<Seen, 'status'>[]): fc.Arbitrary<Seen> =>
  fc.constantFrom(...among).chain((trouble) => {
    const bad = severitiesOf(trouble.type)
    // Trouble as often as not, and now and then out of sight or gone.
    return fc
      .constantFrom<Status>('ok', 'ok', 'ok', ...bad, ...bad, ...bad, ...bad, 'unknown', 'removed')
      .map((status) => ({ ...trouble, status }))
  })

/** From one step to the next: how often it is how many seconds. */
export type Gaps = readonly { readonly weight: number; readonly min: number; readonly max: number }[]

const minutesApart: Gaps = [
  { weight: 4, min: 0, max: 20 },
  { weight: 3, min: 20, max: 180 },
  { weight: 1, min: 180, max: 2_400 },
]

export interface HistoryOptions {
  readonly among?: readonly Omit<Seen, 'status'>[]
  readonly maxLength?: number
  /** Which events there are, and how often beside the others. */
  readonly kinds?: readonly Event['kind'][]
  /** How many hosts there are. */
  readonly hosts?: 1 | 2
  /** How the wall clock may be set while no agent runs, in milliseconds. */
  readonly clocks?: readonly number[]
  readonly gaps?: Gaps
}

const all: readonly Event['kind'][] = [
  'reading',
  'look',
  'silence',
  'acknowledge',
  'occurrence',
  'channel',
  'disk',
  'kill',
  'clock',
]

const seconds = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min, max }).map((count) => count * second)

/** Histories in which everything happens that may happen. */
export const histories = ({
  among = troubles,
  maxLength = 60,
  kinds = all,
  hosts: count = 2,
  clocks = [0, 0, 0, hour, -hour, 10 * day],
  gaps = minutesApart,
}: HistoryOptions = {}): fc.Arbitrary<readonly Step[]> => {
  const host = fc.constantFrom(...hosts.slice(0, count))
  const subject = fc.constantFrom(...new Set(among.map((one) => one.subject)))
  const checks = fc.array(seen(among), { minLength: 1, maxLength: 4 })
  const duration = fc.oneof(seconds(20, 300), seconds(60, 3 * 3_600))
  const weighted: readonly (readonly [number, Event['kind'], fc.Arbitrary<Event>])[] = [
    [16, 'reading', fc.record({ kind: fc.constant('reading'), host, checks })],
    [2, 'look', fc.record({ kind: fc.constant('look'), host })],
    [1, 'silence', fc.record({ kind: fc.constant('silence'), subject: fc.option(subject, { nil: null }), duration })],
    [1, 'acknowledge', fc.record({ kind: fc.constant('acknowledge'), subject, duration })],
    [
      1,
      'occurrence',
      fc.record({ kind: fc.constant('occurrence'), host, subject: fc.constantFrom('db', 'web', 'host') }),
    ],
    [2, 'channel', fc.record({ kind: fc.constant('channel'), takes: fc.constantFrom(true, true, false) })],
    [1, 'disk', fc.record({ kind: fc.constant('disk'), isWritable: fc.constantFrom(true, true, false) })],
    [
      2,
      'kill',
      fc.record({
        kind: fc.constant('kill'),
        away: seconds(1, 900),
        clock: fc.constantFrom(...clocks),
        stops: fc.constantFrom(false, false, true),
        afterWrites: fc.option(fc.integer({ min: 0, max: 6 }), { nil: null }),
      }),
    ],
    [1, 'clock', fc.record({ kind: fc.constant('clock'), by: fc.constantFrom(hour, -hour, 90 * minute) })],
  ]
  const event = fc.oneof(
    ...weighted.filter(([, kind]) => kinds.includes(kind)).map(([weight, , arbitrary]) => ({ weight, arbitrary })),
  )
  // Odd milliseconds: nothing comes in the very one in which a wait ends.
  const gap = fc
    .oneof(...gaps.map(({ weight, min, max }) => ({ weight, arbitrary: seconds(min, max) })))
    .map((milliseconds) => milliseconds + 7)
  // Long ones as often as short ones.
  return fc.noBias(
    fc.array(
      fc.tuple(gap, event).map(([milliseconds, one]): Step => ({ gap: milliseconds, ...one })),
      { maxLength, size: 'max' },
    ),
  )
}

/** What people configure of when they are told; durations in seconds. */
export interface Wishes {
  readonly cooldown: number
  readonly unstableFor: number
  readonly keepFiringFor: number
  /** Whether there are reports, each of which reminds of what it lists. */
  readonly hasReports: boolean
  /** Times of day, in minutes since midnight. */
  readonly quiet: readonly { readonly from: number; readonly to: number }[]
}

const nights = fc
  .array(fc.record({ from: fc.integer({ min: 0, max: 1_439 }), length: fc.integer({ min: 5, max: 60 }) }), {
    maxLength: 2,
  })
  .map((ranges) => ranges.map(({ from, length }) => ({ from, to: (from + length) % 1_440 })))

/**
 * @param cooldowns   one of these, in seconds
 * @param hasReports  one of these
 */
export const wishes = (cooldowns: readonly number[], hasReports: readonly boolean[]): fc.Arbitrary<Wishes> =>
  fc.record({
    cooldown: fc.constantFrom(...cooldowns),
    unstableFor: fc.constantFrom(30, 900),
    keepFiringFor: fc.constantFrom(0, 60),
    hasReports: fc.constantFrom(...hasReports),
    quiet: nights,
  })

/** After which everything is well, nothing is muted, and every wait is over. */
export const calmEnd = (steps: readonly Step[]): readonly Step[] => {
  const well = hosts.flatMap((host): readonly Step[] => {
    const own = steps.flatMap((step) => (step.kind === 'reading' && step.host === host ? step.checks : []))
    const named = new Map(own.map(({ type, subject }) => [`${type} ${subject}`, { type, subject }]))
    const checks = [...named.values()].map((one): Seen => ({ ...one, status: 'ok' }))
    return checks.length === 0 ? [] : [{ gap: 7, kind: 'reading', host, checks }]
  })
  return [
    ...steps,
    { gap: 7, kind: 'silence', subject: null, duration: 0 },
    { gap: 7, kind: 'channel', takes: true },
    { gap: 7, kind: 'disk', isWritable: true },
    ...well,
  ]
}
