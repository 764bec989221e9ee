import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { filter, interval, map, of, tap, throwError, timer, takeWhile } from 'rxjs'
import type { TestScheduler } from 'rxjs/testing'
import { describe, expect, test } from 'vitest'
import type { Sink } from '../src/parts.ts'
import type { Extension } from '../src/extensions/extension.ts'
import { check } from '../src/index.ts'
import type { Reading } from '../src/model/reading.ts'
import { sendHeartbeats } from '../src/sinks/heartbeat/send.ts'
import { silentLogs } from './support/captured-log.ts'
import { live, type Agent, type See } from './support/live.ts'
import {
  containersReading,
  crashedContainer,
  day,
  hour,
  minute,
  sampleCheck,
  sampleContainer,
  sampleHost,
  second,
  unavailableReading,
} from './support/samples.ts'
import { quoted } from './support/reasons.ts'

/** The other side is down now and then: every fifth attempt fails. */
const everyFifthFails = (): NonNullable<Agent['send']> => {
  let attempts = 0
  return () =>
    of(
      ++attempts % 5 === 0
        ? { kind: 'again', reason: quoted('down'), afterMilliseconds: null, mayHaveArrived: false }
        : { kind: 'sent', messageId: null },
    )
}

/** What people got until a time, of what is seen. */
const told = (until: number, see: See, agent: Omit<Agent, 'see'> & { readonly stops?: boolean } = {}) =>
  live({ see, send: everyFifthFails(), ...agent }, [{ from: 0, to: until, stops: agent.stops ?? false }])

const calm = (at: number): Reading => sampleHost({ at, cpu: { percent: 10, perCore: [10] } })
const nothing = (at: number): Reading => containersReading([], { at })

describe('the graph', () => {
  test('a CPU that is busy for five minutes is told once, and when it is over', () => {
    const host = (at: number): Reading =>
      at >= 5 * minute && at < 10 * minute ? sampleHost({ at, cpu: { percent: 97, perCore: [97] } }) : calm(at)
    expect(told(hour, (at) => [host(at), nothing(at)])).toEqual([
      '4: startup',
      '330: firing CPU_CRITICAL host',
      '660: resolved CPU_CRITICAL host',
    ])
  })

  test('a crash is told at once, a reminder comes with the cooldown, a return after ten seconds', () => {
    const crashed = crashedContainer({ exitCode: 1 })
    const containers = (at: number): Reading =>
      containersReading([at >= 100 * second && at < 50 * minute ? crashed : sampleContainer()], { at })
    expect(told(hour, (at) => [calm(at), containers(at)])).toEqual([
      '4: startup',
      '100: firing CONTAINER_NOT_RUNNING db',
      '1900: reminder CONTAINER_NOT_RUNNING db',
      '3010: resolved CONTAINER_NOT_RUNNING db',
    ])
  })

  test('an engine that is lost says so once, and nothing about its containers', () => {
    const containers = (at: number): Reading =>
      at >= 10 * minute && at < 20 * minute
        ? unavailableReading('containers', at, quoted('hidden'))
        : containersReading([sampleContainer(), sampleContainer({ id: 'web', name: 'web', health: 'healthy' })], { at })
    expect(told(hour, (at) => [calm(at), containers(at)])).toEqual([
      '4: startup',
      '630: firing DOCKER_CONNECTION_ERROR docker',
      '1260: resolved DOCKER_CONNECTION_ERROR docker',
    ])
  })

  test('reports come on the clock of the zone', () => {
    const see: See = (at) => [calm(at), nothing(at)]
    const env = { TZ: 'America/Sao_Paulo' }
    expect(told(9 * hour, see, { env })).toEqual(['4: startup', '10800: report', '25200: report'])
  })

  test.each([2, 10, 50])(
    'a start-up notice is the report that is due at about the same time: %s s before',
    (before) => {
      const see: See = (at) => [calm(at), nothing(at)]
      const from = 4 * hour - before * second
      expect(live({ see, env: { TZ: 'UTC' } }, [{ from, to: 9 * hour }])).toEqual([
        `${from / second + 4}: startup`,
        '28800: report',
      ])
    },
  )
})

describe('an extension', () => {
  const backupAge: Extension = (readings$) =>
    readings$.pipe(
      filter(({ kind }) => kind === 'host'),
      map(({ at }) => {
        const status = at >= 10 * minute && at < 20 * minute ? 'critical' : 'ok'
        return check({ type: 'BACKUP_OLD', subject: 'backup', status, text: 'the newest is 30 h old', at })
      }),
    )
  const broken: Extension = () => throwError(() => new Error('of the owner'))
  const see: See = (at) => [calm(at), nothing(at)]

  test('raises and resolves alerts as the checks of ours do, whatever another does', () => {
    expect(told(hour, see, { extensions: [broken, backupAge] })).toEqual([
      '4: startup',
      '300.75: firing MONITORING_BLIND own',
      '600: firing BACKUP_OLD backup',
      '1260: resolved BACKUP_OLD backup',
      '2105.25: reminder MONITORING_BLIND own',
    ])
  })

  test('that completes looks no more: what it found does not fire for ever, and is told as unseen', () => {
    const forElevenMinutes: Extension = (readings$, context) =>
      backupAge(readings$, context).pipe(takeWhile(({ at }) => at < 11 * minute))
    expect(told(hour, see, { extensions: [forElevenMinutes] })).toEqual([
      '4: startup',
      '600: firing BACKUP_OLD backup',
      '960: firing MONITORING_BLIND backup',
      '2760: reminder MONITORING_BLIND backup',
    ])
  })

  test('that failed from its first moment is seen again once it works, after a restart too', () => {
    const laterWell: Extension = (readings$, context) =>
      readings$.pipe(
        tap(({ at }) => {
          if (at < 15 * minute) throw new Error('not yet')
        }),
        (well$) => backupAge(well$, context),
        map((one) => ({ ...one, status: 'ok' })),
      )
    const runs = [
      { from: 0, to: 10 * minute },
      { from: 10 * minute + 5 * second, to: 20 * minute },
    ]
    expect(live({ see, extensions: [laterWell] }, runs)).toEqual([
      '4: startup',
      '300: firing MONITORING_BLIND own',
      '905: resolved MONITORING_BLIND own',
    ])
  })

  test('with a source of its own ends with the agent', () => {
    const extensions = [
      () =>
        interval(minute).pipe(
          filter(() => false),
          map(() => sampleCheck()),
        ),
    ]
    expect(told(10 * minute, see, { extensions, stops: true })).toEqual(['4: startup', '598.993: end'])
  })
})

test('a sink that breaks begins anew, and the others hear all', () => {
  const heard: string[] = []
  const sinks = (): readonly Sink[] => [
    {
      name: 'breaking',
      run: ({ notifications$ }) =>
        notifications$.pipe(
          tap(({ kind }) => {
            heard.push(kind)
            if (heard.length === 2) throw new Error('ours')
          }),
          filter(() => false),
          map(() => ({ channel: 'breaking', at: 0, outcome: 'queued' }) as const),
        ),
    },
  ]
  const containers = (at: number): Reading =>
    containersReading([at >= 100 * second && at < 50 * minute ? crashedContainer() : sampleContainer()], { at })
  expect(told(hour, (at) => [calm(at), containers(at)], { sinks })).toEqual([
    '4: startup',
    '100: firing CONTAINER_NOT_RUNNING db',
    '1900: reminder CONTAINER_NOT_RUNNING db',
    '3010: resolved CONTAINER_NOT_RUNNING db',
  ])
  expect(heard).toEqual(['startup', 'alerts', 'alerts', 'alerts'])
})

test('three days pass: every trouble is told and ended, and the memory stays flat', () => {
  setFlagsFromString('--expose-gc')
  const heaps: number[] = []
  let seed = 42
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
  const host = (at: number): Reading => {
    const busy = Math.floor(at / hour) % 7 === 3
    return sampleHost({ at, cpu: { percent: busy ? 96 : 20 * random(), perCore: [20] } })
  }
  const names = Array.from({ length: 20 }, (_, index) => `app-${index}`)
  const downUntil = new Map<string, number>()
  const containers = (at: number): Reading =>
    containersReading(
      [
        ...names.map((name) => {
          if (random() < 0.0002) downUntil.set(name, at + random() * hour)
          const isDown = (downUntil.get(name) ?? 0) > at
          return isDown ? crashedContainer({ exitCode: 1 }, { id: name, name }) : sampleContainer({ id: name, name })
        }),
        // Jobs come and go under names that are never used again.
        sampleContainer({ id: `job-${at}`, name: `job-${Math.floor(at / minute)}` }),
      ],
      { at },
    )
  let beats = 0
  const sinks = (scheduler: TestScheduler): readonly Sink[] => [
    {
      name: 'heartbeat',
      run: (streams) =>
        sendHeartbeats({
          ...streams,
          post: () => of(null).pipe(tap(() => (beats += 1))),
          agentName: 'vps-01',
          interval: minute,
          checkInterval: 10 * second,
          log: silentLogs('heartbeat'),
        }),
    },
    {
      name: 'probe',
      run: () => {
        const look = (): void => {
          runInNewContext('gc()')
          heaps.push(process.memoryUsage().heapUsed)
        }
        return timer(day, day, scheduler).pipe(
          tap(look),
          filter(() => false),
          map(() => ({ channel: 'probe', at: 0, outcome: 'queued' }) as const),
        )
      },
    },
  ]
  const lines = told(3 * day, (at) => [host(at), containers(at)], { sinks })
  expect(beats).toBeGreaterThan((3 * day) / minute)

  const open = new Set<string>()
  for (const line of lines) {
    if (/startup|report/.test(line)) continue
    for (const alert of line
      .replace(/^\S+ /, '')
      .replaceAll(/ \([^)]*\)/g, '')
      .split(' + ')) {
      const [word = '', ...life] = alert.split(' ')
      const fingerprint = life.join(' ')
      if (word !== 'unstable') expect([line, open.has(fingerprint)]).toEqual([line, word !== 'firing'])
      if (word === 'firing' || word === 'unstable') open.add(fingerprint)
      if (word === 'resolved' || word === 'removed') open.delete(fingerprint)
    }
  }
  expect(lines.filter((line) => line.includes('report')).length).toBe(18)
  expect(lines.length).toBeGreaterThan(40)
  const [first = 0, ...later] = heaps
  expect(Math.max(...later) - first).toBeLessThan(2 * 1024 ** 2)
})
