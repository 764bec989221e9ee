import fc from 'fast-check'
import { concat, delay, EMPTY, filter, interval, map, NEVER, of, Subject, type Observable } from 'rxjs'
import type { TestScheduler } from 'rxjs/testing'
import { describe, expect, test } from 'vitest'
import type { Delivery } from '../src/model/delivery.ts'
import { noMemory } from '../src/model/memory.ts'
import type { Reading } from '../src/model/reading.ts'
import type { Service, Target } from '../src/model/service.ts'
import type { ContactedResult } from '../src/sources/services/probe-result.ts'
import { createServicesSource } from '../src/sources/services/services-source.ts'
import { judge } from '../src/streams/judge.ts'
import { delivered, probed } from './support/services-seen.ts'
import { configOf } from './support/config.ts'
import { hour, second } from './support/samples.ts'
import { live, type Agent } from './support/live.ts'
import { propertyRuns } from './support/property-runs.ts'

/** A service: `web at 1 every 30 failures 3` is one elsewhere, `cache near` one of the own networks. */
const service = (words: string): Service & { readonly address: string } => {
  const [name = '', , place = '', , every = '60', , failures = '2'] = words.split(' ')
  return {
    name,
    address: place === '' ? '172.18.0.5' : `198.51.100.${place}`,
    target: { kind: 'tcp', host: `${name}.example.com`, port: 443 },
    interval: Number(every) * second,
    timeout: 5 * second,
    failures: Number(failures),
  }
}

type Times = readonly (readonly [number, number])[]

/** What is so in the world; times are seconds. */
interface World {
  readonly services: readonly string[]
  /** When there is no network. */
  readonly gone?: Times
  /** When the servers of these places do not answer, and those of these names. */
  readonly dead?: Readonly<Record<string, Times>>
  /** Who takes the messages; they do not leave the host without it. */
  readonly takes?: string
  /** Seconds between two heartbeats that are accepted elsewhere; none without it. */
  readonly beats?: number
}

const isIn = (times: Times, at: number): boolean => times.some(([from, to]) => at >= from * second && at < to * second)

const agentIn = ({ services, gone = [], dead = {}, takes, beats }: World): Agent => {
  const known = services.map(service)
  const look =
    (scheduler: TestScheduler) =>
    (target: Target): Observable<ContactedResult> => {
      const host = target.kind === 'http' ? '' : target.host
      const one = known.find(({ name }) => host === `${name}.example.com`)
      const address = one?.address ?? null
      const late = {
        failure: { reason: 'timeout', detail: '' },
        validUntil: null,
        address,
        isConnected: false,
      } as const
      const deadTimes = [...(dead[one?.name ?? ''] ?? []), ...(dead[address?.split('.').at(-1) ?? ''] ?? [])]
      const isAway = isIn([...gone, ...deadTimes], scheduler.frame)
      return isAway ? concat(of(late), NEVER) : of({ ...late, failure: null, isConnected: true }).pipe(delay(40))
    }
  const beat = (scheduler: TestScheduler) => ({
    name: 'beat',
    run: (): Observable<Delivery> =>
      beats === undefined
        ? NEVER
        : interval(beats * second).pipe(
            filter(() => !isIn(gone, scheduler.frame)),
            map(() => ({ channel: 'heartbeat', at: scheduler.now(), outcome: 'sent', to: ['hc.example.org'] })),
          ),
  })
  return {
    sourcesAt: (scheduler) => [{ name: 'service', readings$: createServicesSource(known, look(scheduler)) }],
    sinks: (scheduler) => [beat(scheduler)],
    outbox: (outbox) => ({
      ...outbox,
      run: (streams) =>
        outbox
          .run(streams)
          .pipe(
            map((delivery) =>
              delivery.outcome === 'sent' && takes !== undefined ? { ...delivery, to: [takes] } : delivery,
            ),
          ),
    }),
    env: { TZ: 'UTC', REPORT_HOURS: '' },
  }
}

const told = (world: World, until: number, restarts: readonly number[] = []): readonly string[] => {
  const starts = [0, ...restarts.map((time) => time + 10)]
  const ends = [...restarts, until]
  return live(
    agentIn(world),
    starts.map((from, index) => ({ from: from * second, to: (ends[index] ?? until) * second })),
  ).filter((line) => !line.endsWith(': startup'))
}

const words = (lines: readonly string[]): readonly string[] =>
  lines.flatMap((line) => (line.split(': ')[1] ?? '').split(' + '))

describe('a remote server that is gone', () => {
  const dead = { 1: [[100, 400]] } as const

  test('is told by each of its names, while others answer', () => {
    expect(told({ services: ['web at 1', 'db at 1', 'mail at 2'], dead }, 1_000)).toEqual([
      '135.08: firing SERVICE_DOWN web',
      '140.08: firing SERVICE_DOWN db',
      '455.12: resolved SERVICE_DOWN web',
      '460.12: resolved SERVICE_DOWN db',
    ])
  })

  test('is told by each of its names, where nothing else is watched', () => {
    expect(words(told({ services: ['web at 1', 'db at 1'], dead }, 300))).toEqual([
      'firing SERVICE_DOWN web',
      'firing SERVICE_DOWN db',
    ])
  })

  test('is told by each of its names, where what is watched beside is nearby', () => {
    expect(words(told({ services: ['web at 1', 'db at 1', 'cache near'], dead }, 300))).toEqual([
      'firing SERVICE_DOWN web',
      'firing SERVICE_DOWN db',
    ])
  })
})

describe('two remote servers that are gone', () => {
  const world = { services: ['web at 1', 'mail at 2'], dead: { 1: [[100, 1_500]], 2: [[100, 1_500]] } } as const

  test('are told, each, while heartbeats are accepted elsewhere', () => {
    expect(words(told({ ...world, beats: 5 }, 1_000))).toEqual(['firing SERVICE_DOWN web', 'firing SERVICE_DOWN mail'])
  })

  test('are no network that is gone once that is told over it: then each is told, once', () => {
    expect(words(told({ ...world, takes: 'api.telegram.org' }, 1_400))).toEqual([
      ...['firing NETWORK_DOWN host', 'resolved NETWORK_DOWN host'],
      ...['firing SERVICE_DOWN web', 'firing SERVICE_DOWN mail'],
    ])
  })
})

describe('one dropped probe', () => {
  test('of each service is nothing', () => {
    expect(
      told(
        {
          services: ['web at 1', 'mail at 2'],
          gone: [
            [118, 123],
            [200, 204],
            [240, 246],
          ],
        },
        1_000,
      ),
    ).toEqual([])
  })

  test('is no network that is gone, where one failure is enough for one of them', () => {
    expect(words(told({ services: ['web at 1 every 60 failures 1', 'mail at 2'], gone: [[118, 123]] }, 1_000))).toEqual(
      [...['firing SERVICE_DOWN web', 'resolved SERVICE_DOWN web']],
    )
  })
})

describe('a network that is gone', () => {
  const world = { services: ['web at 1', 'mail at 2'], gone: [[100, 400]] } as const

  test('is told, once each has failed as often as it asks for, and nothing of what follows', () => {
    expect(told(world, 1_000)).toEqual(['135.28: firing NETWORK_DOWN host', '515.12: resolved NETWORK_DOWN host'])
    const impatient = { ...world, services: ['web at 1 every 60 failures 1', 'mail at 2 every 300 failures 3'] }
    expect(told(impatient, 1_000)).toEqual(['150.08: firing NETWORK_DOWN host', '505.12: resolved NETWORK_DOWN host'])
  })

  test('of a service that is down since, people hear when it was looked at once more', () => {
    const later = {
      ...world,
      services: [...world.services, 'shop at 3 every 600'],
      dead: { 3: [[100, 9_000]] },
    } as const
    expect(told(later, 1_200)).toEqual([
      '135.28: firing NETWORK_DOWN host',
      '515.12: resolved NETWORK_DOWN host',
      '745.08: firing SERVICE_DOWN shop',
    ])
  })

  test('is back when a heartbeat is accepted elsewhere, and not when its end is told', () => {
    const slow = {
      ...world,
      services: ['web at 1 every 600', 'mail at 2 every 600'],
      gone: [[500, 700]],
      beats: 90,
    } as const
    expect(told(slow, 1_900)).toEqual(['615.24: firing NETWORK_DOWN host', '780: resolved NETWORK_DOWN host'])
  })

  test.each([150, 200, 399, 410])(
    'goes on through a restart after %d s until somebody elsewhere is reached',
    (restart) => {
      expect(words(told(world, 1_000, [restart]))).toEqual(words(told(world, 1_000)))
    },
  )

  test('goes on through a restart, however few failures were seen since', () => {
    const long = { ...world, gone: [[100, 4_000]] } as const
    expect(words(told(long, 3_000, [200, 204, 208, 2_000]).filter((line) => !line.includes('reminder')))).toEqual([
      'firing NETWORK_DOWN host',
    ])
  })
})

test('what is delivered from this host tells nothing of the network of another', () => {
  const readings$ = new Subject<Reading>()
  const deliveries$ = new Subject<Delivery>()
  const said: string[] = []
  const options = { config: configOf(), memory: noMemory, patience: hour, deliveries$, diskUsage: () => EMPTY }
  readings$.pipe(judge({ ...options, extensions: { host: 'here', checks: [] }, logLines: () => EMPTY })).subscribe({
    next: (lives) => said.push(...lives.map(({ host, type, subject }) => `${host} ${type} ${subject}`)),
    error: (error: unknown) => expect.unreachable(String(error)),
  })
  const fail = (host: string, name: string) => readings$.next({ ...probed(name, { failure: 'timeout' }), host })
  for (const host of ['here', 'there']) for (const name of ['a', 'b', 'a']) fail(host, name)
  expect(said).toEqual([])
  deliveries$.next(delivered('api.telegram.org'))
  for (const host of ['here', 'there']) fail(host, 'b')
  expect(new Set(said)).toEqual(
    new Set([
      ...['here SERVICE_DOWN a', 'here SERVICE_DOWN b'],
      ...['there NETWORK_DOWN host', 'there SERVICE_DOWN a', 'there SERVICE_DOWN b'],
    ]),
  )
})

describe('in a world of any kind', () => {
  const services = fc
    .array(
      fc.record({
        place: fc.integer({ min: 1, max: 3 }),
        every: fc.constantFrom(30, 60, 300),
        failures: fc.integer({ min: 1, max: 3 }),
      }),
      {
        minLength: 2,
        maxLength: 5,
      },
    )
    .map((all) =>
      all.map(({ place, every, failures }, index) => `s${index} at ${place} every ${every} failures ${failures}`),
    )

  test('a network that works is never told to be gone while anybody elsewhere is reached', () => {
    const spells = fc.array(fc.tuple(fc.integer({ min: 60, max: 900 }), fc.integer({ min: 5, max: 400 })), {
      maxLength: 3,
    })
    fc.assert(
      fc.property(services, fc.record({ 1: spells, 2: spells, 3: spells }), fc.boolean(), (some, given, beats) => {
        const dead = Object.fromEntries(
          Object.entries(given).map(([place, all]) => [
            place,
            all.map(([from, lasts]) => [from, from + lasts] as const),
          ]),
        )
        // Between two failures there is always a heartbeat; after a single one there need not be.
        const patient = some.map((one) => one.replace('failures 1', 'failures 2'))
        const world: World = beats ? { services: patient, dead, beats: 4 } : { services: [...some, 'well at 4'], dead }
        expect(told(world, 1_300).filter((line) => line.includes('NETWORK_DOWN'))).toEqual([])
      }),
      { numRuns: propertyRuns(20) },
    )
  })

  test('a network that is gone is told in time, alone, and its end', () => {
    fc.assert(
      fc.property(services, fc.integer({ min: 350, max: 700 }), (some, from) => {
        const all = [...some, 'last at 4 every 60']
        const lines = told({ services: all, gone: [[from, from + 600]] }, from + 1_100)
        expect(words(lines)).toEqual(['firing NETWORK_DOWN host', 'resolved NETWORK_DOWN host'])
        // One is looked at within a minute, and all others then; each fails three times at most, ten seconds apart.
        expect(Number(lines[0]?.split(':')[0])).toBeLessThan(from + 60 + 5 + 5 + 20 + 1)
      }),
      { numRuns: propertyRuns(20) },
    )
  })
})
