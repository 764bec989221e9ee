import { map, of, timer } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Delivery } from '../../../src/model/delivery.ts'
import type { Notification } from '../../../src/model/notification.ts'
import type { Reading } from '../../../src/model/reading.ts'
import type { Payload } from '../../../src/sinks/heartbeat/payload.ts'
import { sendHeartbeats } from '../../../src/sinks/heartbeat/send.ts'
import { capturedLog } from '../../support/captured-log.ts'
import { firing, reminder, report, resolved, told } from '../../support/notifications.ts'
import {
  containersReading,
  cpuDetails,
  firingLife,
  openAlert,
  sampleDisk,
  sampleHost,
  sampleReport,
  second,
  toldOf,
  unavailableReading,
  unstableLife,
} from '../../support/samples.ts'
import { record } from '../../support/virtual-time.ts'
import { quoted } from '../../support/reasons.ts'
import type { Reason } from '../../../src/model/reason.ts'

type Timed<T> = readonly (readonly [number, T])[]

const interval = 60 * second
const checkInterval = 10 * second

/** Figures of one reading every check interval, `from` the first `until` the last. */
const readings = (from: number, until: number): Timed<Reading> =>
  Array.from({ length: Math.floor((until - from) / checkInterval) + 1 }, (_, index) => [
    from + index * checkInterval,
    sampleHost(),
  ])

/** Times in seconds. The webhook answers as `failures` says, one after another, and then accepts. */
const run = (
  readings: Timed<Reading>,
  {
    notifications = [],
    failures = [],
    latency = 0,
    until = 600 * second,
    end = null,
  }: {
    notifications?: Timed<Notification>
    failures?: readonly (Reason | null)[]
    latency?: number
    until?: number
    end?: number | null
  } = {},
) => {
  const posted: Payload[] = []
  const left = [...failures]
  const { log, lines } = capturedLog()
  const post = (payload: Payload) => {
    posted.push(payload)
    return (latency === 0 ? of(0) : timer(latency)).pipe(map(() => left.shift() ?? null))
  }
  const ends = end === null ? [] : [[end, '|'] as const]
  const recorded = record<Delivery>(
    (play) =>
      sendHeartbeats({
        post,
        hostsOf: (payload) => [`host of ${nameOf(payload)}`],
        agentName: 'vps-01',
        interval,
        checkInterval,
        log,
        readings$: play<Reading>([...readings, ...ends]),
        notifications$: play<Notification>([...notifications, ...ends]),
      }),
    until,
  )
  return {
    posted,
    log: lines,
    sent: posted.map((payload) => [payload.timestamp, nameOf(payload)]),
    deliveries: recorded,
  }
}

const nameOf = (payload: Payload): string => ('event_type' in payload ? payload.event_type : 'heartbeat')

describe('a heartbeat', () => {
  test('has the body that existing flows know, and the number of checks', () => {
    const disks = [sampleDisk({ mount: '/data', percent: 12 }), sampleDisk({ percent: 72.14 })]
    const host = sampleHost({
      cpu: { percent: 45.249, perCore: [] },
      memory: { percent: 65.85, usedBytes: 1, totalBytes: 2 },
      disks,
      uptimeSeconds: 1_324_990.7,
    })
    const { posted } = run([[1_500, host]], { until: 2 * second })
    expect(posted[1]).toEqual({
      agent_name: 'vps-01',
      status: 'alive',
      timestamp: 1,
      stats: { cpu_percent: 45.2, ram_percent: 65.9, disk_percent: 72.1, uptime_seconds: 1_324_990 },
      consecutive_failures: 0,
      total_sent: 1,
      total_failed: 0,
      checks: 1,
    })
  })

  test.each([
    ['is not there', []],
    ['cannot be seen', [{ mount: '/', unavailable: quoted('hangs') }]],
  ])('has no figure of a disk that %s', (_, disks) => {
    const { posted } = run([[0, sampleHost({ disks })]], { until: second })
    expect(posted[1]?.stats.disk_percent).toBeNull()
  })

  test('comes with the first reading of the host and then every interval, whatever else is read', () => {
    const host = readings(5 * second, 200 * second)
    const { sent } = run([[0, containersReading([])], ...host], { until: 190 * second })
    expect(sent).toEqual([
      [5, 'startup'],
      [5, 'heartbeat'],
      [65, 'heartbeat'],
      [125, 'heartbeat'],
      [185, 'heartbeat'],
    ])
  })

  test('is not sent by an agent that is blind, and is sent again once it sees', () => {
    const { sent } = run([
      ...readings(0, 50 * second),
      [100 * second, unavailableReading('host')],
      ...readings(250 * second, 330 * second),
    ])
    expect(sent.slice(1)).toEqual([
      [0, 'heartbeat'],
      [60, 'heartbeat'],
      [250, 'heartbeat'],
      [310, 'heartbeat'],
    ])
  })

  test('nor are alerts, which would say that it is alive', () => {
    const { sent } = run(readings(0, 50 * second), {
      notifications: [[100 * second, told(firing('db'))]],
      until: 110 * second,
    })
    expect(sent).not.toContainEqual([100, 'alerts_generated'])
  })

  test('counts the readings of the host', () => {
    const { posted } = run(readings(0, 60 * second), { until: 61 * second })
    expect(posted.map(({ checks }) => checks)).toEqual([1, 1, 7])
  })

  test('is left out while the one before has no answer', () => {
    const { sent } = run(readings(0, 300 * second), { latency: 100 * second, until: 290 * second })
    expect(sent).toEqual([
      [0, 'startup'],
      [0, 'heartbeat'],
      [120, 'heartbeat'],
      [240, 'heartbeat'],
    ])
  })
})

describe('a failure', () => {
  test('is counted, and written to the log at the first and the last of a run', () => {
    const host = readings(0, 300 * second)
    const { posted, log, deliveries } = run(host, {
      failures: [null, { code: 'noAnswer', seconds: null }, { code: 'connectionRefused', system: null }],
      until: 190 * second,
    })
    const counters = posted.map((payload) => [payload.consecutive_failures, payload.total_sent, payload.total_failed])
    expect(counters).toEqual([
      [0, 0, 0],
      [0, 1, 0],
      [1, 1, 1],
      [2, 1, 2],
      [0, 2, 2],
    ])
    expect(log).toEqual(['warn: heartbeats fail: no answer', 'info: heartbeats are accepted again (failed: 2)'])
    expect(deliveries.slice(0, 3)).toEqual([
      [0, { channel: 'heartbeat', at: 0, outcome: 'sent', to: ['host of startup'] }],
      [0, { channel: 'heartbeat', at: 0, outcome: 'refused', reason: { code: 'noAnswer', seconds: null } }],
      [
        60 * second,
        {
          channel: 'heartbeat',
          at: 60 * second,
          outcome: 'refused',
          reason: { code: 'connectionRefused', system: null },
        },
      ],
    ])
  })
})

describe('an event', () => {
  test('tells of the start, once', () => {
    const { posted } = run(readings(0, 300 * second))
    const starts = posted.filter((payload) => nameOf(payload) === 'startup')
    expect(starts).toHaveLength(1)
    expect(starts[0]).toMatchObject({ status: 'alive', event_data: {}, stats: { cpu_percent: 31 }, checks: 1 })
  })

  test('tells how many alerts began to fire, and of which types', () => {
    const { posted } = run(readings(0, 30 * second), {
      notifications: [
        [second, told(firing('db'), firing('api'), resolved('web'), reminder('worker'))],
        [2 * second, told(reminder('db'))],
        [3 * second, told(resolved('db'))],
        [4 * second, report],
      ],
      until: 30 * second,
    })
    expect(posted.slice(2)).toMatchObject([
      { event_type: 'alerts_generated', event_data: { count: 2, types: ['CONTAINER_NOT_RUNNING'] }, total_sent: 2 },
    ])
  })

  test('tells of what is told for the first time as unstable, or by a start-up notice or a report, too', () => {
    const about = (type: string) => ({ type, subject: 'host', details: cpuDetails() })
    const loop = unstableLife(about('CONTAINER_CRASH_LOOP'), 'firing')
    const known = firingLife(about('RAM_CRITICAL'))
    const firing = [
      openAlert(firingLife(about('CPU_CRITICAL'))),
      openAlert(known, { word: 'reminder', before: toldOf(known) }),
    ]
    const listed = { at: 0, report: sampleReport({ firing }) }
    const { posted } = run(readings(0, 30 * second), {
      notifications: [
        [second, told(openAlert(loop), openAlert(loop, { before: toldOf(loop) }))],
        [2 * second, { kind: 'startup', startedAt: 0, version: '1.0.0', inventory: null, connections: [], ...listed }],
        [3 * second, { kind: 'report', ...listed }],
      ],
      until: 30 * second,
    })
    expect(posted.slice(2)).toMatchObject([
      { event_data: { count: 1, types: ['CONTAINER_CRASH_LOOP'] } },
      { event_data: { count: 1, types: ['CPU_CRITICAL'] } },
      { event_data: { count: 1, types: ['CPU_CRITICAL'] } },
    ])
  })

  test('tells of the end when the readings end, and the stream ends once it was answered', () => {
    const { sent, deliveries } = run(readings(0, 20 * second), { end: 25 * second, latency: 2 * second })
    expect(sent.at(-1)).toEqual([25, 'shutdown'])
    expect(deliveries.slice(-2)).toEqual([
      [27 * second, { channel: 'heartbeat', at: 27 * second, outcome: 'sent', to: ['host of shutdown'] }],
      [27 * second, '|'],
    ])
  })
})

test('an error of the readings is passed on', () => {
  const recorded = record<Delivery>(
    (play) =>
      sendHeartbeats({
        post: () => of(null),
        agentName: 'vps-01',
        interval,
        checkInterval,
        log: capturedLog().log,
        readings$: play<Reading>([[5, '#']]),
        notifications$: play<Notification>([]),
      }),
    second,
  )
  expect(recorded).toEqual([[5, '#']])
})
