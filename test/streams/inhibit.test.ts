import { describe, expect, test } from 'vitest'
import type { Alert } from '../../src/model/alert.ts'
import { alertTypes, inhibitionsOf } from '../../src/model/alert-types.ts'
import { inhibit } from '../../src/streams/inhibit.ts'
import { endedAlert, firingAlert } from '../support/samples.ts'
import { record } from '../support/virtual-time.ts'

const firing = (type: string, subject: string): Alert => firingAlert({ type, subject, details: { kind: 'none' } })
const resolved = (type: string, subject: string): Alert => endedAlert({ type, subject, details: { kind: 'none' } })

const told = (alerts: readonly (readonly [number, Alert])[]): readonly string[] =>
  record((play) => play(alerts).pipe(inhibit({ inhibitionsOf, patience: 1_000 })), 100_000).map(([time, alert]) =>
    typeof alert === 'string' ? alert : `${time} ${alert.reason} ${alert.type} ${alert.subject}`,
  )

const rows = Object.entries(alertTypes).flatMap(([cause, { inhibits }]) =>
  inhibits.flatMap((row) =>
    row.types.map((effect) => ({ cause, effect, subject: row.subject, of: 'of' in row ? row.of : undefined })),
  ),
)

/** Rows that speak of what cannot be seen are about that alone. */
const seen = rows.filter(({ of }) => of === undefined)

describe('each row of the table', () => {
  test.each(seen)('$cause mutes $effect, of $subject subject', ({ cause, effect, subject }) => {
    const about = subject === 'same' ? 'it' : 'another'
    const history = [
      [0, firing(cause, 'it')],
      [1, firing(effect, about)],
      [5_000, resolved(cause, 'it')],
    ] as const
    expect(told(history)).toEqual([
      `0 firing ${cause} it`,
      `5000 resolved ${cause} it`,
      `6000 firing ${effect} ${about}`, // it outlives its cause
    ])
    expect(told([...history, [5_500, resolved(effect, about)]])).toEqual([
      `0 firing ${cause} it`,
      `5000 resolved ${cause} it`, // it ended with its cause
    ])
  })

  test.each(seen.filter(({ subject }) => subject === 'same'))(
    '$cause of one says nothing about $effect of another',
    ({ cause, effect }) => {
      expect(
        told([
          [0, firing(cause, 'it')],
          [1, firing(effect, 'another')],
        ]),
      ).toEqual([`0 firing ${cause} it`, `1 firing ${effect} another`])
    },
  )

  test('a host that cannot be seen mutes that its disks cannot be', () => {
    const blind = (subject: string, types: readonly string[]): Alert =>
      firingAlert({ type: 'MONITORING_BLIND', subject, details: { kind: 'blind', types } })
    const host = blind('host', ['CPU_CRITICAL', 'RAM_CRITICAL'])
    const disk = blind('/', ['DISK_CRITICAL', 'INODES_CRITICAL'])
    const container = blind('db', ['CONTAINER_NOT_RUNNING'])
    expect(
      told([
        [0, host],
        [1, disk],
        [2, container],
      ]),
    ).toEqual(['0 firing MONITORING_BLIND host', '2 firing MONITORING_BLIND db'])
    expect(
      told([
        [0, disk],
        [1, host],
      ]),
    ).toEqual(['0 firing MONITORING_BLIND /', '1 firing MONITORING_BLIND host'])
  })

  test('an engine that is down mutes that its containers cannot be seen', () => {
    const blind = firingAlert({
      type: 'MONITORING_BLIND',
      subject: 'db',
      details: { kind: 'blind', types: ['CONTAINER_NOT_RUNNING', 'CONTAINER_UNHEALTHY'] },
    })
    expect(
      told([
        [0, firing('DOCKER_CONNECTION_ERROR', 'docker')],
        [1, blind],
      ]),
    ).toEqual(['0 firing DOCKER_CONNECTION_ERROR docker'])
  })
})

test('what was told before its cause is ended after it', () => {
  expect(
    told([
      [0, firing('CONTAINER_NOT_RUNNING', 'db')],
      [1, firing('CONTAINER_CRASH_LOOP', 'db')],
      [2, resolved('CONTAINER_NOT_RUNNING', 'db')],
      [5_000, resolved('CONTAINER_CRASH_LOOP', 'db')],
    ]),
  ).toEqual([
    '0 firing CONTAINER_NOT_RUNNING db',
    '1 firing CONTAINER_CRASH_LOOP db',
    '5000 resolved CONTAINER_CRASH_LOOP db',
    '6000 resolved CONTAINER_NOT_RUNNING db',
  ])
})

test('a cause that comes back within the patience goes on muting', () => {
  expect(
    told([
      [0, firing('DOCKER_CONNECTION_ERROR', 'docker')],
      [1, firing('CONTAINER_NOT_RUNNING', 'db')],
      [2, resolved('DOCKER_CONNECTION_ERROR', 'docker')],
      [3, firing('DOCKER_CONNECTION_ERROR', 'docker')],
    ]),
  ).toEqual([
    '0 firing DOCKER_CONNECTION_ERROR docker',
    '2 resolved DOCKER_CONNECTION_ERROR docker',
    '3 firing DOCKER_CONNECTION_ERROR docker',
  ])
})
