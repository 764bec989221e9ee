import { NEVER, of, Subject, type Observable } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Life } from '../../src/model/life.ts'
import type { Muted } from '../../src/model/mute.ts'
import type { ConnectionTest, Notification } from '../../src/model/notification.ts'
import type { Occurrence } from '../../src/model/occurrence.ts'
import type { Reading } from '../../src/model/reading.ts'
import { journal } from '../../src/sinks/journal.ts'
import { capturedLog } from '../support/captured-log.ts'
import { firing, report, resolved, told } from '../support/notifications.ts'
import {
  containersReading,
  cpuDetails,
  endedLife,
  firingLife,
  occurrenceAlert,
  sampleContainer,
  sampleHost,
  sampleHostId,
  sampleOccurrence,
  unavailableReading,
  unstableLife,
} from '../support/samples.ts'

/** What stands in the log once these have come. */
const written = ({
  readings$ = NEVER,
  lives$ = NEVER,
  occurrences$ = NEVER,
  notifications$ = NEVER,
  decisions$ = NEVER,
  tests$ = NEVER,
}: {
  readings$?: Observable<Reading>
  lives$?: Observable<readonly Life[]>
  occurrences$?: Observable<Occurrence>
  notifications$?: Observable<Notification>
  decisions$?: Observable<{ readonly muted: readonly Muted[] }>
  tests$?: Observable<ConnectionTest>
}): readonly string[] => {
  const { log, lines } = capturedLog()
  journal(log)({ readings$, lives$, occurrences$, notifications$, decisions$, tests$ }).subscribe()
  return lines
}

const about = { type: 'CPU_CRITICAL', subject: 'host', details: cpuDetails() }

describe('a reading', () => {
  test('of the host is said once, and then to those who look closely', () => {
    expect(written({ readings$: of(sampleHost(), sampleHost()) })).toEqual([
      'info: check #1: CPU=31%, RAM=62%, /=71%',
      'debug: check #2: CPU=31%, RAM=62%, /=71%',
    ])
  })

  test.each<[Reading, string]>([
    [sampleHost(), 'host'],
    [containersReading([]), 'containers'],
    [
      {
        host: sampleHostId,
        kind: 'service',
        at: 0,
        service: { name: 'shop', host: 'shop', hasCertificate: false, timeout: 1, failures: 1 },
        failure: null,
        tookMilliseconds: 1,
        validUntil: null,
        address: null,
        isConnected: false,
        others: [],
      },
      'service',
    ],
    [
      { host: sampleHostId, kind: 'channel', at: 0, name: 'whatsapp', state: 'open', reason: null, asked: null },
      'channel',
    ],
    [{ host: sampleHostId, kind: 'outbox', at: 0, inMemoryBecause: null, movedAside: null }, 'outbox'],
  ])('that cannot be had is said once, and so is that it is back: %#', (seen, source) => {
    if (seen.kind === 'unavailable') return
    const blind = unavailableReading(seen.kind)
    const lines = written({ readings$: of(seen, blind, blind, seen, seen) })
    expect(lines.filter((line) => !line.includes('check #'))).toEqual([
      `warn: ${source}: cannot be seen (“hidden”)`,
      `info: ${source}: seen again`,
    ])
  })

  test('of labels that are not understood says so, until they are', () => {
    const labels = {
      enable: null,
      name: null,
      cpu: null,
      ram: null,
      problems: [
        { label: 'vigilo.ram', reason: 'invalid' },
        { label: 'vigilo.rma', reason: 'unknown' },
      ],
    } as const
    const odd = containersReading([sampleContainer({ labels })])
    const said = [
      'warn: db: label vigilo.ram has a value that is not valid: the default holds',
      'warn: db: label vigilo.rma is not known: is it misspelt?',
    ]
    expect(written({ readings$: of(odd, odd, containersReading([]), odd) })).toEqual([...said, ...said])
  })
})

test('a trouble: each beginning, change and end, told or not, and nothing in between', () => {
  const life = firingLife(about)
  const lines = written({
    lives$: of(
      [firingLife(about, { severity: 'warning' })],
      [life],
      [{ ...life, look: 2 }],
      [unstableLife(about, 'ended')],
      [endedLife(about)],
      [life],
      [firingLife({ ...about, subject: 'new' }, { formerly: life.fingerprint })],
      [life],
    ),
  })
  expect(lines).toEqual([
    'warn: firing: CPU_CRITICAL host',
    'warn: firing: CPU_CRITICAL host',
    'warn: unstable, ended: CPU_CRITICAL host',
    'info: resolved: CPU_CRITICAL host',
    'warn: firing: CPU_CRITICAL host',
    'warn: firing: CPU_CRITICAL new',
    'warn: firing: CPU_CRITICAL host',
  ])
})

test('what has happened, what people are told, what not and why, and how a connection is', () => {
  const muted: Muted = {
    key: firingLife(about).fingerprint,
    word: 'firing',
    mute: { reason: 'quiet', by: '22:00', until: null },
  }
  expect(
    written({
      occurrences$: of(sampleOccurrence({ ...about, type: 'REBOOTED' })),
      notifications$: of(told(firing('db'), resolved('web'), occurrenceAlert({ ...about, type: 'REBOOTED' })), report),
      decisions$: of({ muted: [muted] }, { muted: [] }),
      tests$: of<ConnectionTest[]>(
        { name: 'whatsapp', result: { ok: true } },
        { name: 'docker', result: { ok: false, reason: { code: 'noSocket', path: '/var/run/docker.sock' } } },
      ),
    }),
  ).toEqual([
    'warn: happened: REBOOTED host',
    'info: told: firing CONTAINER_NOT_RUNNING db, resolved CONTAINER_NOT_RUNNING web, happened REBOOTED host',
    'info: told: report',
    'debug: not told (quiet): firing CPU_CRITICAL host',
    'info: ✅ whatsapp: connected',
    'warn: ❌ docker: no socket at /var/run/docker.sock',
  ])
})

test('it emits nothing, and completes with its inputs', () => {
  const ends$ = new Subject<never>()
  const emitted: unknown[] = []
  const subscription = journal(capturedLog().log)({
    readings$: of(sampleHost()),
    lives$: of([]),
    occurrences$: of(),
    notifications$: ends$,
    decisions$: of(),
    tests$: of(),
  }).subscribe({
    next: (value) => emitted.push(value),
    error: (error: unknown) => emitted.push(error),
  })
  expect(subscription.closed).toBe(false)
  ends$.complete()
  expect(subscription.closed).toBe(true)
  expect(emitted).toEqual([])
})
