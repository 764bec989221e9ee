import { describe, expect, test } from 'vitest'
import type { ContainerEnd } from '../../../src/model/reading.ts'
import { byPhone, live, type Agent, type See } from '../../support/live.ts'
import {
  crashedContainer,
  hour,
  minute,
  sampleContainer,
  sampleDisk,
  sampleEnd,
  sampleHost,
  second,
} from '../../support/samples.ts'
import { at, down, seeing, type ContainerAt } from '../../support/seen.ts'

const env = { ...byPhone, REPORT_HOURS: '0' }

const told = (see: See, given: Agent = {}): readonly string[] =>
  live({ see, env, ...given }, [{ from: 0, to: 2 * hour }])

const alertsIn = (line: string): number => line.split(' + ').length

describe('many troubles of one moment', () => {
  const names = Array.from({ length: 15 }, (_, index) => `app-${index}`)
  const crowd = (endOf: (index: number) => number) => names.map((name, index) => down(name, hour, endOf(index)))

  test('that begin together are two messages: the first at once, and the rest five seconds later', () => {
    const [, first = '', rest = '', next = ''] = told(seeing(...crowd(() => Infinity)))
    expect(first).toBe('3600: firing CONTAINER_NOT_RUNNING app-0')
    expect(rest).toMatch(/^3605: /)
    expect(alertsIn(rest)).toBe(14)
    expect(next).toMatch(/reminder/)
  })

  test('that recover a second apart are told at once, and then every five seconds', () => {
    const lines = told(seeing(...crowd((index) => hour + 10 * minute + index * second)), { every: second }).slice(3)
    expect(lines.map((line) => [Number(line.split(':')[0]), alertsIn(line)])).toEqual([
      [4_210, 1],
      [4_215, 4],
      [4_220, 5],
      [4_225, 5],
    ])
    expect(lines.join().match(/resolved/g)).toHaveLength(15)
  })

  test('that recover together are one message', () => {
    const lines = told(seeing(...crowd(() => hour + 10 * minute))).slice(3)
    expect(lines.map((line) => [Number(line.split(':')[0]), alertsIn(line)])).toEqual([[4_210, 15]])
  })
})

describe('of one subject and one moment there is one message', () => {
  test('a container that was unhealthy and crashes: its health is not spoken of any more', () => {
    const api: ContainerAt = (time) => {
      const given = { id: 'api', name: 'api' }
      if (time >= at('01:05') && time < at('01:25')) return crashedContainer({ at: at('01:05') }, given)
      return sampleContainer({ ...given, health: time >= hour && time < at('01:05') ? 'unhealthy' : 'healthy' })
    }
    expect(told(seeing(api))).toEqual([
      '4: startup',
      '3600: firing CONTAINER_UNHEALTHY api',
      '3900: firing CONTAINER_NOT_RUNNING api (ends CONTAINER_UNHEALTHY)',
      '5110: resolved CONTAINER_NOT_RUNNING api',
    ])
  })

  test('and one that is unhealthy still when it is back is told as that', () => {
    const api: ContainerAt = (time) => {
      const given = { id: 'api', name: 'api' }
      if (time >= at('01:05') && time < at('01:34')) return crashedContainer({ at: at('01:05') }, given)
      return sampleContainer({ ...given, health: time >= hour ? 'unhealthy' : 'healthy' })
    }
    expect(told(seeing(api)).slice(0, 6)).toEqual([
      '4: startup',
      '3600: firing CONTAINER_UNHEALTHY api',
      '3900: firing CONTAINER_NOT_RUNNING api (ends CONTAINER_UNHEALTHY)',
      '5650: firing CONTAINER_UNHEALTHY api + resolved CONTAINER_NOT_RUNNING api',
    ])
  })

  const dying =
    (end: Partial<ContainerEnd>): ContainerAt =>
    (time) => {
      const isLooping = time >= 2 * minute && time < 40 * minute
      const deaths = time < 2 * minute ? 0 : isLooping ? Math.floor(time / minute) - 1 : 38
      const death = isLooping ? time - (time % minute) : 39 * minute
      return sampleContainer({
        restartPolicy: 'always',
        restartCount: deaths,
        state: isLooping && time % minute < 30 * second ? 'restarting' : 'running',
        end: deaths === 0 ? null : sampleEnd({ at: death, ...end }),
      })
    }

  test.each([
    ['dies', {}, 'CONTAINER_NOT_RUNNING'],
    ['runs out of memory', { exitCode: 137, oomKilled: true }, 'CONTAINER_OOM'],
  ])('a container that %s again and again: one message says that it is over', (_, end, type) => {
    const lines = told(seeing(dying(end)))
    expect(lines.filter((line) => line.includes('firing CONTAINER_CRASH_LOOP'))).toEqual([
      `240: firing CONTAINER_CRASH_LOOP db (ends ${type})`,
    ])
    const isOver = lines.filter((line) => Number(line.split(':')[0]) > 40 * 60)
    expect(isOver).toEqual(['2970: resolved CONTAINER_CRASH_LOOP db'])
  })

  test('want of memory and the end that it made are one', () => {
    const db = down('db', hour, at('01:10'), { exitCode: 137, oomKilled: true })
    expect(told(seeing(db))).toEqual(['4: startup', '3600: firing CONTAINER_OOM db', '4210: resolved CONTAINER_OOM db'])
  })
})

describe('what is found at the start is told once', () => {
  test('in the start-up notice', () => {
    const see: See = (time) => [
      sampleHost({ at: time, disks: [sampleDisk({ percent: time < at('01:30') ? 97 : 50 })] }),
      ...seeing(down('db', 0, at('01:30')))(time).slice(1),
    ]
    expect(told(see)).toEqual([
      '4: startup: firing DISK_CRITICAL / + firing CONTAINER_NOT_RUNNING db',
      '1810: reminder DISK_CRITICAL /',
      '1815: reminder CONTAINER_NOT_RUNNING db',
      '5410: resolved CONTAINER_NOT_RUNNING db',
      '5460: resolved DISK_CRITICAL /',
    ])
  })

  test('what crashes while the notice is put together is in it', () => {
    expect(told(seeing(down('db', 2 * second, Infinity)), { every: second })[0]).toBe(
      '4: startup: firing CONTAINER_NOT_RUNNING db',
    )
  })

  test('after a crash of the agent, which has no such notice, by itself', () => {
    const runs = [
      { from: 0, to: hour },
      { from: hour + 10 * second, to: 2 * hour },
    ]
    const see = seeing(down('db', hour + 5 * second, Infinity))
    expect(live({ see, env }, runs)).toEqual([
      '4: startup',
      '3610: restarted',
      '3670: firing CONTAINER_NOT_RUNNING db',
      '5470: reminder CONTAINER_NOT_RUNNING db',
    ])
  })
})
