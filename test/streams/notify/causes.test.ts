import { describe, expect, test } from 'vitest'
import { alertTypes } from '../../../src/model/alert-types.ts'
import { live, type See } from '../../support/live.ts'
import {
  containersReading,
  crashedContainer,
  day,
  hour,
  minute,
  sampleContainer,
  sampleDisk,
  sampleHost,
  second,
  unavailableReading,
} from '../../support/samples.ts'
import { at, calm } from '../../support/seen.ts'
import { serviceReading } from '../../support/service-reading.ts'
import { tell, type Looks } from '../../support/tell.ts'
import { quoted } from '../../support/reasons.ts'

const rows = Object.entries(alertTypes).flatMap(([cause, { inhibits }]) =>
  inhibits.flatMap((row) =>
    row.types.map((effect) => ({ cause, effect, subject: row.subject, of: 'of' in row ? row.of : 'it' })),
  ),
)

type Row = (typeof rows)[number]

const isSame = ({ subject }: Row): boolean => subject === 'same'

/** When a cause is trouble. */
const outages = {
  'that is away 40 s in every ten minutes': (time: number) => time % (10 * minute) < 40 * second,
  'with three short outages': (time: number) => time < 15 * minute && time % (5 * minute) < 40 * second,
  'that was away once': (time: number) => time < 20 * minute,
} as const

/** Looks every twenty seconds for two hours, at a cause and at what follows from it. */
const looksOf = (
  { cause, effect, subject, of }: Row,
  isOut: (time: number) => boolean,
  isSo: (time: number) => boolean,
): Looks =>
  Array.from({ length: 360 }, (_, index) => {
    const time = index * 20 * second
    return [
      time,
      [
        { type: cause, subject: of, status: isOut(time) ? 'critical' : 'ok' },
        { type: effect, subject: subject === 'same' ? of : 'another', status: isSo(time) ? 'critical' : 'ok' },
      ],
    ] as const
  })

describe.each(Object.entries(outages))('as a cause %s', (_, isOut) => {
  /** The words about what follows, and when people got them. */
  const toldOf = (row: Row, isSo: (time: number) => boolean): readonly string[] => {
    const about = isSame(row) ? row.of : 'another'
    return tell(looksOf(row, isOut, isSo)).flatMap((line) => {
      const [time = '', ...words] = line.split(/: | \+ /)
      return words.flatMap((word) => (word.includes(`${row.effect} ${about}`) ? [`${time}: ${word}`] : []))
    })
  }

  test.each(rows)('$cause is well, $effect of $subject subject is told at once', (row) => {
    const [first, ...later] = toldOf(row, (time) => time >= 35 * minute)
    expect(first).toMatch(/^2100: firing /)
    for (const word of later) expect(word).toContain(': reminder ')
  })

  const from = [...Array(30).keys()].map((index) => index * 20 * second).find((time) => time > 0 && isOut(time)) ?? 0
  const over = [...Array(100).keys()].map((index) => from + index * 20 * second).find((time) => !isOut(time)) ?? 0

  test.each(rows)('$cause is trouble, $effect of $subject subject waits, and is told when that is over', (row) => {
    const [first = ''] = toldOf(row, (time) => time >= from)
    expect(first).toContain(': firing ')
    const toldAt = Number(first.split(':')[0]) * second
    expect(toldAt).toBeGreaterThanOrEqual(over)
    expect(toldAt).toBeLessThanOrEqual(over + 5 * second)
  })

  test.each(rows)('$cause is trouble, $effect of $subject subject comes and goes, and is not told', (row) => {
    expect(toldOf(row, (time) => time >= from && time < over)).toEqual([])
  })
})

test.each(rows.filter(isSame))('what was told of $effect is not taken over by a reminder of $cause', (row) => {
  const isOut = outages['that is away 40 s in every ten minutes']
  const told = tell(looksOf(row, isOut, (time) => time >= 35 * minute))
  expect(told.filter((line) => line.includes(`firing ${row.effect}`))).toHaveLength(1)
})

describe('on a host', () => {
  const isOut = (time: number): boolean => time % (10 * minute) < 40 * second
  const told = (see: See): readonly string[] =>
    live({ see, env: { TZ: 'UTC', REPORT_HOURS: '0' } }, [{ from: 0, to: 12 * hour }])
  const about = (lines: readonly string[], subject: string): readonly string[] =>
    lines.filter((line) => line.includes(subject))

  test('a container that crashes while the engine comes and goes', () => {
    const see: See = (time) => [
      calm(time),
      isOut(time)
        ? unavailableReading('containers', time, quoted('hidden'))
        : containersReading([time >= at('01:05') ? crashedContainer({ at: at('01:05') }) : sampleContainer()], {
            at: time,
          }),
    ]
    expect(about(told(see), 'RUNNING db')[0]).toBe(`${at('01:05') / second}: firing CONTAINER_NOT_RUNNING db`)
  })

  test('a container that dies again and again, is stopped, and is gone a moment later', () => {
    const deaths = [100 * second, 120 * second, 140 * second]
    const stopped = crashedContainer({ at: 200 * second, signal: { name: 'SIGKILL', at: 200 * second } })
    const containerAt = (time: number) => {
      if (time >= 200 * second) return stopped
      const died = deaths.findLast((one) => one <= time)
      return died === undefined ? sampleContainer() : crashedContainer({ at: died })
    }
    const see: See = (time) => [
      calm(time),
      containersReading(time >= 210 * second ? [] : [containerAt(time)], { at: time }),
    ]
    const env = { TZ: 'UTC', REPORT_HOURS: '0', WATCH_CONTAINERS: 'd*' }
    const lines = live({ see, env }, [{ from: 0, to: hour }])
    expect(about(lines, 'db').map((line) => line.replace(/^\S+: /, ''))).toEqual([
      'firing CONTAINER_NOT_RUNNING db',
      'firing CONTAINER_CRASH_LOOP db (ends CONTAINER_NOT_RUNNING)',
      'removed CONTAINER_CRASH_LOOP db',
    ])
  })

  test('a service that is down while the network comes and goes', () => {
    const see: See = (time) => [
      calm(time),
      ...['shop', 'mail'].map((name) =>
        serviceReading(time, name, isOut(time) ? 'timeout' : name === 'shop' && time >= at('01:05') ? 'refused' : null),
      ),
    ]
    expect(about(told(see), 'DOWN shop')[0]).toMatch(`${at('01:05:10') / second}: `)
  })

  test('a forecast is not told beside the disk that is full, and is when that is not', () => {
    const percentAt = (time: number): number => 60 + (Math.min(time, 8 * hour) / hour) * 4
    const see: See = (time) => {
      const percent = percentAt(time)
      return [sampleHost({ at: time, disks: [sampleDisk({ percent, usedBytes: percent * 1e9 })] })]
    }
    expect(told(see).filter((line) => line.includes('firing'))).toEqual([
      expect.stringMatching(/firing DISK_FORECAST \/$/),
      expect.stringMatching(/firing DISK_CRITICAL \/ \(ends DISK_FORECAST\)$/),
    ])
  })
})

test('a cause that is silenced, or of which no reminder is made, mutes still', () => {
  const looks: Looks = Array.from({ length: 6 * 60 }, (_, index) => [
    (index + 1) * 10 * second,
    [
      { type: 'DOCKER_CONNECTION_ERROR', subject: 'docker', status: 'critical' },
      { type: 'CONTAINER_NOT_RUNNING', subject: 'db', status: 'critical' },
    ],
  ])
  const silence = { id: 's', type: 'DOCKER_*', subject: '*', until: day, by: 'somebody' }
  expect(tell(looks, { silences: [[0, [silence]]] })).toEqual([])
})
