import { of } from 'rxjs'
import { expect, test } from 'vitest'
import { byPhone, live, type Agent, type Run, type See } from '../../support/live.ts'
import { containersReading, day, hour, minute, sampleContainer, second } from '../../support/samples.ts'
import { calm, down, seeing, warningBetween } from '../../support/seen.ts'

const env = { ...byPhone, REPORT_HOURS: '0' }
const night = { ...env, QUIET_HOURS: '22:00-07:00' }
const troublesIn = (lines: readonly string[]): readonly string[] =>
  lines.filter((line) => !/: (startup|restarted)$/.test(line))
const lived = (agent: Agent, ...runs: readonly Run[]): readonly string[] => troublesIn(live({ env, ...agent }, runs))

/** Nothing can be delivered between two times. */
const cutOff =
  (from: number, to: number): NonNullable<Agent['send']> =>
  (at) =>
    of(
      at > from && at < to
        ? {
            kind: 'again',
            reason: { code: 'noConnection', system: null },
            afterMilliseconds: null,
            mayHaveArrived: false,
          }
        : { kind: 'sent', messageId: null },
    )

test('what waited since before quiet hours and is not urgent waits for their end', () => {
  const agent: Agent = {
    see: (at) => [calm(at)],
    env: night,
    extensions: [warningBetween(21.5 * hour, 40 * hour)],
    send: cutOff(21.4 * hour, 27 * hour),
  }
  const lines = lived(agent, { from: 20 * hour, to: 32 * hour })
  expect(lines.map((line) => Number(line.split(':')[0]) * second).filter((time) => time < 31 * hour)).toEqual([])
  expect(lines[0]).toMatch(/^111\d\d\d.*: .*firing BACKUP_OLD backup/)
})

test('an agent that starts in the last second before quiet hours keeps them', () => {
  const see = seeing(down('db', 21 * hour, 26 * hour))
  const from = 22 * hour - 500
  const lines = lived(
    { see, env: night },
    { from: 20 * hour, to: from - 10 * second, stops: true },
    { from, to: 32 * hour },
  )
  expect(
    lines.map((line) => Number(line.split(':')[0]) * second).filter((time) => time > from && time < 31 * hour),
  ).toEqual([])
  expect(lines.at(-1)).toMatch(/resolved CONTAINER_NOT_RUNNING db$/)
})

test('what was dated by a clock that ran ahead takes no room of the budget later', () => {
  const crowd = Array.from({ length: 14 }, (_, index) => down(`app-${index}`, hour + index * 20 * second, 60 * hour))
  const see = seeing(...crowd, down('late', 50 * hour, 60 * hour))
  const ahead = { from: 0, to: 1.5 * hour, clockAhead: (at: number) => (at < 1.4 * hour ? 10 * day : 0) }
  expect(lived({ see }, ahead, { from: 49.98 * hour, to: 50.5 * hour })).toContain(
    `${(50 * hour) / second + 8}: firing CONTAINER_NOT_RUNNING late`,
  )
})

test('an unstable container that is renamed while it is well is one trouble', () => {
  const see: See = (at) => {
    const minutes = at / minute
    const name = minutes < 76 ? 'db' : 'db2'
    const isSick =
      [60, 66, 72].some((from) => minutes >= from && minutes < from + 3) || (minutes >= 78 && minutes < 110)
    const health = isSick ? 'unhealthy' : 'healthy'
    return [calm(at), containersReading([sampleContainer({ id: 'c1', name, containerName: name, health })], { at })]
  }
  const wordsOf = (lines: readonly string[]) => lines.map((line) => line.replace(/^\S+: /, ''))
  const expected = [
    'firing CONTAINER_UNHEALTHY db',
    'resolved CONTAINER_UNHEALTHY db',
    'unstable CONTAINER_UNHEALTHY db',
  ]
  const undisturbed = wordsOf(lived({ see }, { from: 0, to: 4 * hour }))
  expect(undisturbed.slice(0, 3)).toEqual(expected)
  expect(undisturbed.slice(3).filter((line) => !line.startsWith('reminder'))).toEqual([
    'settled CONTAINER_UNHEALTHY db2',
    'resolved CONTAINER_UNHEALTHY db2',
  ])
  const killed = wordsOf(lived({ see }, { from: 0, to: 75.7 * minute }, { from: 76.2 * minute, to: 4 * hour }))
  expect(killed.filter((line) => !line.startsWith('reminder'))).toEqual([
    ...expected,
    'settled CONTAINER_UNHEALTHY db2',
    'resolved CONTAINER_UNHEALTHY db2',
  ])
})
