import { asyncScheduler, EMPTY, filter, NEVER, Subject, tap, throwError, type Observable } from 'rxjs'
import { describe, expect, test } from 'vitest'
import { aboutOf } from '../../../src/model/alert.ts'
import type { Acknowledgement } from '../../../src/model/acknowledgement.ts'
import type { Status } from '../../../src/model/check.ts'
import { type FiringLife, type Life } from '../../../src/model/life.ts'
import { noMemory, type Memory } from '../../../src/model/memory.ts'
import type { Accepted } from '../../../src/model/notification.ts'
import type { QuietPeriod } from '../../../src/model/quiet-range.ts'
import type { Silence } from '../../../src/model/silence.ts'
import { tellingsOf } from '../../../src/model/told.ts'
import { mutes, type Mutes } from '../../../src/streams/notify/mutes/index.ts'
import { notify, type Decision, type NotifyOptions } from '../../../src/streams/notify/notify.ts'
import {
  day,
  endedLife,
  firingLife,
  hour,
  minute,
  sampleOccurrence,
  sampleTime,
  second,
  toldOf,
} from '../../support/samples.ts'
import { figures, tell, type Looks } from '../../support/tell.ts'
import { record } from '../../support/virtual-time.ts'

const about = (subject: string) => ({ type: 'X_CRITICAL', subject, details: { kind: 'none' } as const })

type See = (at: number) => readonly [subject: string, status: Status]

/** Looks every ten seconds from the tenth on, in which each subject is as it says. */
const looks = (until: number, ...see: readonly See[]): Looks =>
  Array.from({ length: Math.ceil(until / (10 * second)) - 1 }, (_, index) => {
    const at = (index + 1) * 10 * second
    return [
      at,
      see.map((one) => {
        const [subject, status] = one(at)
        return { type: 'X_CRITICAL', subject, status }
      }),
    ] as const
  })

/** In trouble from one time to another. */
const during =
  (subject: string, from: number, to: number, status: Status = 'critical'): See =>
  (at) => [subject, at >= from && at < to ? status : 'ok']

const silence = (given: Partial<Silence> = {}): Silence => ({
  id: 's',
  type: '*',
  subject: 'a',
  until: hour,
  by: 'somebody',
  ...given,
})

const silencedUntil = (end: number) => ({ silences: [[0, [silence()]] as const, [end, []] as const] })
const quietUntil = (end: number) => ({
  quiet: [[0, { id: 'tonight', until: end }] as const, [end, null] as const] satisfies readonly (readonly [
    number,
    QuietPeriod | null,
  ])[],
})

describe('what is muted', () => {
  test('is told when its mute ends, if it is still so', () => {
    const told = (to: number) =>
      tell(looks(2 * hour, during('a', 10 * minute, to), during('b', 20 * minute, 25 * minute)), silencedUntil(hour))
    expect(told(80 * minute)).toEqual([
      '1200: firing X_CRITICAL b',
      '1500: resolved X_CRITICAL b',
      '3600: firing X_CRITICAL a',
      '4800: resolved X_CRITICAL a',
    ])
    expect(told(30 * minute)).toEqual(['1200: firing X_CRITICAL b', '1500: resolved X_CRITICAL b'])
  })

  test('is told as it is then', () => {
    const worse: See = (at) => ['a', at < 10 * minute ? 'ok' : at < hour ? 'warning' : 'critical']
    expect(tell(looks(80 * minute, worse), silencedUntil(70 * minute))).toEqual(['4200: firing X_CRITICAL a'])
  })

  test('counts what came and went meanwhile: of the same subject, and of others', () => {
    const twice: See = (at) => ['b', (at >= 10 * minute && at < 12 * minute) || at >= 40 * minute ? 'warning' : 'ok']
    const gone = during('c', 20 * minute, 30 * minute, 'warning')
    expect(tell(looks(80 * minute, twice, gone), quietUntil(70 * minute))).toEqual([
      '4200: firing X_CRITICAL b (1 missed) + 1 came and went',
    ])
  })

  test('whose end is muted and which begins anew is told with the end of the earlier one', () => {
    const twice = (at: number): ReturnType<See> => [
      'a',
      (at >= 10 * minute && at < 40 * minute) || at >= hour ? 'critical' : 'ok',
    ]
    const quiet: readonly (readonly [number, QuietPeriod | null])[] = [
      [30 * minute, { id: 'tonight', until: 3 * hour }],
      [3 * hour, null],
    ]
    // Of yesterday evening, so that its end waits; what is critical and new does not.
    expect(tell(looks(2 * hour, twice), { quiet })).toEqual([
      '600: firing X_CRITICAL a',
      '3600: firing X_CRITICAL a (after another)',
    ])
  })

  test('is asked again when one of its mutes ends, and may have another', () => {
    const given = { ...silencedUntil(30 * minute), ...quietUntil(hour) }
    expect(tell(looks(95 * minute, during('a', 10 * minute, 2 * hour, 'warning')), given)).toEqual([
      '3600: firing X_CRITICAL a',
      '5410: reminder X_CRITICAL a',
    ])
  })

  test('keeps the end of what was told before the silence', () => {
    const silences = [[20 * minute, [silence({ until: 2 * hour })]] as const]
    expect(tell(looks(hour, during('a', 10 * minute, 30 * minute)), { silences })).toEqual([
      '600: firing X_CRITICAL a',
      '1800: resolved X_CRITICAL a',
    ])
  })
})

describe('a reminder', () => {
  const acknowledgement = (given: Partial<Acknowledgement> = {}): Acknowledgement => ({
    life: 1,
    severity: 'critical',
    by: 'the one on duty',
    until: day,
    ...given,
  })
  const told = (see: See, given: Partial<Acknowledgement>, end: number, until = 3 * hour) =>
    tell(looks(until, see), {
      acknowledgements: [
        [20 * minute, [acknowledgement(given)]],
        [end, []],
      ],
    })

  test('is not made of what somebody knows of, and is when that is over', () => {
    expect(told(during('a', 10 * minute, day), {}, 2 * hour)).toEqual([
      '600: firing X_CRITICAL a',
      '7200: reminder X_CRITICAL a',
    ])
  })

  test('its end is told', () => {
    expect(told(during('a', 10 * minute, hour), {}, 2 * hour)).toEqual([
      '600: firing X_CRITICAL a',
      '3600: resolved X_CRITICAL a',
    ])
  })

  test('and that it begins anew, and is reminded of', () => {
    const twice: See = (at) => ['a', (at >= 10 * minute && at < hour) || at >= 2 * hour ? 'critical' : 'ok']
    expect(told(twice, {}, day, 3 * hour)).toEqual([
      '600: firing X_CRITICAL a',
      '3600: resolved X_CRITICAL a',
      '7200: firing X_CRITICAL a',
      '9010: reminder X_CRITICAL a',
    ])
  })

  test('and that it becomes worse', () => {
    const worse: See = (at) => ['a', at < 10 * minute ? 'ok' : at < hour ? 'warning' : 'critical']
    expect(told(worse, { severity: 'warning' }, day, 2 * hour)).toEqual([
      '600: firing X_CRITICAL a',
      '3600: escalated X_CRITICAL a',
      '5410: reminder X_CRITICAL a',
    ])
  })
})

describe('what happened', () => {
  const killed = (at: number, given: { readonly times?: number; readonly id?: string } = {}) =>
    [
      at,
      sampleOccurrence(
        { type: 'CONTAINER_OOM', subject: 'db', details: { kind: 'none' } },
        { id: `killed ${at}`, at, ...given },
      ),
    ] as const
  const nothing = looks(minute, during('a', 0, 0))

  test('is told at once, and once', () => {
    expect(tell(nothing, { occurrences: [killed(100 * second)], until: hour })).toEqual([
      '100: happened CONTAINER_OOM db',
    ])
  })

  test('is one with what happened to the same subject, with the count', () => {
    const occurrences = [killed(100 * second), killed(200 * second, { times: 3 })]
    expect(tell(nothing, { occurrences, ...quietUntil(hour), until: 2 * hour })).toEqual([
      '3600: happened CONTAINER_OOM db 4 times',
    ])
  })

  test('is due for a day, and no longer', () => {
    const occurrences = [killed(100 * second)]
    expect(tell(nothing, { occurrences, ...quietUntil(day), until: 3 * day })).toEqual([
      '86400: happened CONTAINER_OOM db',
    ])
    expect(tell(nothing, { occurrences, ...quietUntil(day + 101 * second), until: 3 * day })).toEqual([])
  })

  test('and the life of the same fingerprint are two', () => {
    const db = [
      [10 * second, [{ type: 'CONTAINER_OOM', subject: 'db', status: 'critical' }]],
      [200 * second, [{ type: 'CONTAINER_OOM', subject: 'db', status: 'ok' }]],
    ] as const
    expect(tell(db, { occurrences: [killed(100 * second)], until: hour })).toEqual([
      '10: firing CONTAINER_OOM db',
      '100: happened CONTAINER_OOM db',
      '200: resolved CONTAINER_OOM db',
    ])
  })
})

describe('what cannot be written down', () => {
  test('was not told, and is due as long as it is so', () => {
    const isWritable = (at: number): boolean => at > 10 * minute + 32 * second
    const told = (to: number) => tell(looks(hour, during('a', 10 * minute, to)), { isWritable })
    expect(told(20 * minute)).toEqual(['635: firing X_CRITICAL a', '1200: resolved X_CRITICAL a'])
    expect(told(10 * minute + 20 * second)).toEqual([])
  })

  test('nor was an end: it comes when it can', () => {
    const isWritable = (at: number): boolean => at < 15 * minute || at > 21 * minute
    expect(tell(looks(hour, during('a', 10 * minute, 20 * minute)), { isWritable })).toEqual([
      '600: firing X_CRITICAL a',
      '1265: resolved X_CRITICAL a',
    ])
  })

  test('nor what happened', () => {
    const isWritable = (at: number): boolean => at > 20 * minute
    const occurrences = [[minute, sampleOccurrence(about('a'), { at: minute })]] as const
    expect(tell(looks(minute, during('b', 0, 0)), { isWritable, occurrences, until: hour })).toEqual([
      '1205: happened X_CRITICAL a',
    ])
  })
})

describe('what nobody got', () => {
  const a = firingLife(about('a'), { startsAt: 10 * minute })

  test('is due again, and is told as it is then', () => {
    const givenBack = [
      [
        20 * minute,
        { tellings: [{ fingerprint: a.fingerprint, told: null }], lives: [], occurrences: [], notification: null },
      ] as const,
    ]
    expect(tell(looks(40 * minute, during('a', 10 * minute, 30 * minute)), { givenBack })).toEqual([
      '600: firing X_CRITICAL a',
      '1200: firing X_CRITICAL a',
      '1800: resolved X_CRITICAL a',
    ])
    expect(tell(looks(40 * minute, during('a', 10 * minute, 15 * minute)), { givenBack })).toEqual([
      '600: firing X_CRITICAL a',
      '900: resolved X_CRITICAL a',
    ])
  })
})

describe('messages', () => {
  const begin = (subject: string, at: number): See => during(subject, at, day)

  test('the first leaves at once; what follows within five seconds goes together', () => {
    const at = (seconds: number, ...subjects: readonly string[]) =>
      [seconds * second, subjects.map((subject) => ({ ...about(subject), status: 'critical' as const }))] as const
    expect(tell([at(10, 'a'), at(11, 'a', 'b'), at(13, 'c'), at(16, 'd'), at(30, 'e')])).toEqual([
      '10: firing X_CRITICAL a',
      '15: firing X_CRITICAL b + firing X_CRITICAL c',
      '20: firing X_CRITICAL d',
      '30: firing X_CRITICAL e',
    ])
  })

  test('nothing that begins waits for the end of something else', () => {
    const all: Looks = [
      [10 * second, [{ ...about('a'), status: 'critical' }]],
      [60 * second, [{ ...about('a'), status: 'ok' }]],
      [61 * second, [{ ...about('b'), status: 'critical' }]],
      [63 * second, [{ ...about('b'), status: 'ok' }]],
    ]
    expect(tell(all)).toEqual([
      '10: firing X_CRITICAL a',
      '60: resolved X_CRITICAL a',
      '61: firing X_CRITICAL b',
      '66: resolved X_CRITICAL b',
    ])
  })

  test('the urgent comes first in one, and what only waits for others goes along', () => {
    const warning = (subject: string) => ({ ...about(subject), status: 'warning' as const })
    const critical = (subject: string) => ({ ...about(subject), status: 'critical' as const })
    expect(
      tell([
        [10 * second, [warning('a'), critical('b')]],
        [12 * second, [{ ...about('a'), status: 'ok' }]],
        [14 * second, [critical('c')]],
      ]),
    ).toEqual(['10: firing X_CRITICAL b + firing X_CRITICAL a', '15: firing X_CRITICAL c + resolved X_CRITICAL a'])
  })

  test('beyond twelve in ten minutes all waits, and leaves together when there is room', () => {
    const subjects = Array.from({ length: 20 }, (_, index) => `s${index}`)
    const see = subjects.map((subject, index) => begin(subject, (index + 1) * 20 * second))
    const told = tell(looks(20 * minute, ...see))
    expect(told.slice(0, 12)).toEqual(
      subjects.slice(0, 12).map((subject, index) => `${(index + 1) * 20}: firing X_CRITICAL ${subject}`),
    )
    expect(told[12]).toBe(
      `620: ${subjects
        .slice(12)
        .map((subject) => `firing X_CRITICAL ${subject}`)
        .join(' + ')}`,
    )
  })

  test('of these two are kept for what is critical and new', () => {
    const warnings = Array.from({ length: 14 }, (_, index) =>
      during(`w${index}`, (index + 1) * 20 * second, day, 'warning'),
    )
    const told = tell(looks(9 * minute, ...warnings, begin('c', 8 * minute)))
    expect(told.length).toBe(11)
    expect(told.at(-1)).toMatch(/^480: firing X_CRITICAL c \+ firing X_CRITICAL w10 \+/)
  })

  test('of one fingerprint there are five in half an hour', () => {
    const calm: Looks = [[10 * second, [{ ...about('b'), status: 'ok' }]]]
    const occurrences = Array.from({ length: 9 }, (_, index) => {
      const at = (index + 1) * minute
      return [at, sampleOccurrence(about('a'), { id: String(index), at })] as const
    })
    expect(tell(calm, { occurrences, until: day })).toEqual([
      ...[60, 120, 180, 240, 300].map((at) => `${at}: happened X_CRITICAL a`),
      '1860: happened X_CRITICAL a 4 times',
    ])
  })
})

/** `notify` alone: all that it gives out is written down. */
const notifying = (lives$: Observable<readonly Life[]>, given: Partial<NotifyOptions> = {}): Observable<Decision> => {
  const accepted$ = new Subject<Accepted>()
  return lives$.pipe(
    notify({
      ...figures,
      accepted$,
      occurrences$: EMPTY,
      silences$: NEVER,
      acknowledgements$: NEVER,
      quiet$: NEVER,
      isStarting$: NEVER,
      ...given,
    }),
    tap(({ notification }) => {
      if (notification === null) return
      const { alerts, at, quiet } = notification
      accepted$.next({ notification, tellings: alerts.flatMap((alert) => tellingsOf(alert, at, quiet)) })
    }),
  )
}

const wordsIn = ({ notification }: Decision): readonly string[] =>
  notification === null ? [] : notification.alerts.map((alert) => `${alert.word} ${aboutOf(alert).subject}`)

const lifeOf = (subject: string, given: Partial<FiringLife> = {}): Life =>
  firingLife(about(subject), { ...given, evidence: {} })

describe('the operator', () => {
  test('asks only about what is concerned, however much is muted', () => {
    let asked = 0
    const counting: Mutes = {
      ofWords: [
        (alert) => {
          asked += 1
          return aboutOf(alert).subject === 'b' ? null : { reason: 'silenced', by: 'somebody', until: null }
        },
      ],
      ofMessages: mutes.ofMessages,
    }
    const lives$ = new Subject<readonly Life[]>()
    const subscription = notifying(lives$, { mutes: counting }).subscribe()
    lives$.next(Array.from({ length: 1_000 }, (_, id) => lifeOf(`a${id}`, { id })))
    expect(asked).toBe(1_000)
    lives$.next([lifeOf('b', { id: 1_000 })])
    expect(asked).toBe(1_001)
    subscription.unsubscribe()
  })

  test('says what is muted and why, once, and when it is not any more', () => {
    const a = lifeOf('a')
    const quiet = { id: 'tonight', until: hour }
    const decisions = record(
      (play) =>
        notifying(
          play<readonly Life[]>([
            [1_000, [{ ...a, severity: 'warning' }]],
            [2_000, [{ ...a, severity: 'warning' }]],
          ]),
          {
            quiet$: play<QuietPeriod | null>([
              [0, quiet],
              [hour, null],
            ]),
          },
        ),
      2 * hour,
    )
    expect(decisions).toMatchObject([
      [
        1_000,
        {
          notification: null,
          muted: [{ key: a.fingerprint, word: 'firing', mute: { reason: 'quiet', by: 'tonight', until: hour } }],
          unmuted: [],
        },
      ],
      [hour, { notification: { alerts: [{ word: 'firing' }] }, muted: [], unmuted: [a.fingerprint] }],
    ])
  })

  test('says so anew when it lasts for longer', () => {
    const life = lifeOf('a')
    let until = minute
    const decisions = record(
      (play) =>
        notifying(
          play<readonly Life[]>([
            [1_000, [life]],
            [2_000, [life]],
            [3_000, [life]],
          ]).pipe(
            tap(() => {
              if (asyncScheduler.now() === 3_000) until = hour
            }),
          ),
          { mutes: { ofWords: [() => ({ reason: 'budget', by: null, until })], ofMessages: [] } },
        ),
      minute,
    )
    expect(decisions).toMatchObject([
      [1_000, { muted: [{ mute: { until: minute } }] }],
      [3_000, { muted: [{ mute: { until: hour } }] }],
    ])
  })

  test('a life is told when what is behind it is known', () => {
    const a = lifeOf('a')
    const decisions = record(
      (play) =>
        notifying(
          play<readonly Life[]>([
            [0, [{ ...a, evidence: null }]],
            [700, [a]],
          ]),
        ),
      minute,
    )
    expect(decisions.map(([time]) => time)).toEqual([700])
  })

  test('on completion what only waited for others leaves first; what is muted does not', () => {
    const decisions = record(
      (play) =>
        notifying(
          play<readonly Life[] | '|'>([
            [1_000, [lifeOf('a', { id: 1 })]],
            [2_000, [lifeOf('b', { id: 2 })]],
            [2_500, [lifeOf('c', { id: 3, severity: 'warning' })]],
            [3_000, '|'],
          ]).pipe(filter((lives) => lives !== '|')),
          {
            silences$: play([[0, [silence({ subject: 'c' })]]]),
          },
        ),
      minute,
    )
    expect(decisions.map(([time, one]) => [time, typeof one === 'string' ? one : wordsIn(one)])).toEqual([
      [1_000, ['firing a']],
      [2_000, []],
      [2_500, []],
      [3_000, ['firing b']],
      [3_000, '|'],
    ])
  })

  test.each(['accepted$', 'occurrences$', 'silences$', 'acknowledgements$', 'quiet$', 'isStarting$'])(
    'passes on an error of %s',
    (name) => {
      const broken$ = throwError(() => new Error('broken'))
      expect(record(() => notifying(NEVER, { [name]: broken$ }), minute)).toEqual([[0, '#']])
    },
  )

  test('passes on an error of the lives', () => {
    expect(record(() => notifying(throwError(() => new Error('broken'))), minute)).toEqual([[0, '#']])
  })
})

describe('what was so and told before the start', () => {
  const at = sampleTime
  const life = lifeOf('a', { startsAt: at - hour })
  const memory = (given: Partial<Memory>): Memory => ({ ...noMemory, at, ...given })
  const after = (
    before: Memory,
    lives: readonly (readonly [number, readonly Life[]])[],
    given: Partial<NotifyOptions> = {},
  ) =>
    record((play) => notifying(play(lives), { memory: before, ...given }), 2 * hour).flatMap(([time, one]) =>
      typeof one === 'string' || one.notification === null ? [] : [[time, ...wordsIn(one)]],
    )

  test('is not told again, and its reminder keeps its time', () => {
    const told = toldOf(life, { at: at - 20 * minute })
    const looks = Array.from({ length: 60 }, (_, index) => [(index + 1) * minute + second, [life]] as const)
    expect(after(memory({ lives: [life], told: [told] }), looks)).toEqual([[10 * minute + second, 'reminder a']])
  })

  test('a clock that was ahead when it was told delays no reminder', () => {
    const told = toldOf(life, { at: at + 10 * day })
    const looks = Array.from({ length: 40 }, (_, index) => [(index + 1) * minute + second, [life]] as const)
    expect(after(memory({ lives: [life], told: [told] }), looks)).toEqual([[30 * minute + second, 'reminder a']])
  })

  test('was due and is still: it is told when it was looked at, not before', () => {
    expect(after(memory({ lives: [life] }), [[5 * minute, [life]]])).toEqual([[5 * minute, 'firing a']])
    expect(after(memory({ lives: [life] }), [])).toEqual([])
  })

  test('its end that was due is told at once', () => {
    const ended = endedLife(about('a'))
    expect(after(memory({ lives: [ended], told: [toldOf(ended)] }), [])).toEqual([[0, 'resolved a']])
  })

  test('an end that was not told before the life after it goes with that', () => {
    const ended = endedLife(about('a'), { id: 1 })
    const next = lifeOf('a', { id: 2 })
    const decisions = record(
      (play) =>
        notifying(play([[minute, [next]]]), { memory: memory({ lives: [ended, next], told: [toldOf(ended)] }) }),
      hour,
    )
    expect(decisions).toMatchObject([
      [minute, { notification: { alerts: [{ word: 'firing', life: { id: 2 }, ended: { id: 1 } }] } }],
    ])
  })

  test('what happened is due still', () => {
    const occurrences = [sampleOccurrence(about('a'), { at: at - hour })]
    expect(after(memory({ occurrences }), [])).toEqual([[0, 'happened a']])
  })

  test('the messages of late count', () => {
    const messages = Array.from({ length: 12 }, (_, index) => ({
      at: at - 9 * minute + index,
      fingerprints: [],
      hasBeginnings: true,
    }))
    expect(after(memory({ messages }), [[10 * second, [life]]])).toEqual([[minute, 'firing a']])
  })
})
