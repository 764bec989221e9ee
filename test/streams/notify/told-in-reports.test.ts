import { of } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Notification } from '../../../src/model/notification.ts'
import type { GivenSilence } from '../../../src/model/silence.ts'
import { live, type Agent, type Run, type See } from '../../support/live.ts'
import { hour, sampleDisk, sampleHost, second, unavailableReading } from '../../support/samples.ts'
import { at, calm, down, seeing, warningBetween } from '../../support/seen.ts'
import { serviceReading } from '../../support/service-reading.ts'

const env = { TZ: 'UTC', REPORT_HOURS: '4' }

/** What a report says, but for the figures of the host. */
const write = (notification: Notification): string => {
  if (notification.kind !== 'report') return ''
  const { since, firing, silenced, alerts, services } = notification.report
  const list = (name: string, items: readonly string[]): readonly string[] =>
    items.length === 0 ? [] : [`${name} ${items.join(', ')}`]
  return [
    since === null ? 'the first' : `since ${since / hour}`,
    `told ${alerts.told}, ended ${alerts.ended}, untold ${alerts.untold}`,
    ...list(
      'trouble:',
      firing.map(({ life: { type, subject } }) => `${type} ${subject}`),
    ),
    ...list(
      'silenced:',
      silenced.map(({ type, subject }) => `${type} ${subject}`),
    ),
    ...(services === null
      ? []
      : [`services: ${services.total}, unseen ${services.unseen}, down ${services.down.length}`]),
  ].join('; ')
}

const reportsOf = (agent: Agent, ...runs: readonly Run[]): readonly string[] =>
  live({ env, write, ...agent }, runs.length === 0 ? [{ from: 0, to: at('12:30') }] : runs).map((line) => {
    const [, seconds = '', words = ''] = /^([\d.]+): (.*)$/.exec(line) ?? []
    return `${Number(seconds) / 3_600}: ${words}`
  })

describe('a report', () => {
  test('counts what people were told of since the one before', () => {
    const see = seeing(
      down('db', at('01:00'), at('01:30')),
      down('web', at('03:30'), at('05:00')),
      down('mail', at('09:00'), Infinity),
    )
    expect(reportsOf({ see })).toEqual([
      '4: the first; told 2, ended 1, untold 0; trouble: CONTAINER_NOT_RUNNING web',
      '8: since 4; told 0, ended 1, untold 0',
      '12: since 8; told 1, ended 0, untold 0; trouble: CONTAINER_NOT_RUNNING mail',
    ])
  })

  test.each([
    ['a kill', false],
    ['a stop', true],
  ])('and so across %s', (_, stops) => {
    const see = seeing(
      down('db', at('01:00'), at('01:30')),
      down('web', at('03:30'), at('05:00')),
      down('mail', at('09:00'), Infinity),
    )
    const runs: readonly Run[] = [
      { from: 0, to: at('04:30'), stops },
      { from: at('04:30') + 10 * second, to: at('09:30'), stops },
      { from: at('09:30') + 10 * second, to: at('12:30') },
    ]
    expect(reportsOf({ see }, ...runs).filter((line) => !line.endsWith('end'))).toEqual([
      '4: the first; told 2, ended 1, untold 0; trouble: CONTAINER_NOT_RUNNING web',
      '8: since 4; told 0, ended 1, untold 0',
      '12: since 8; told 1, ended 0, untold 0; trouble: CONTAINER_NOT_RUNNING mail',
    ])
  })

  test('of quiet hours counts what came and went, and what follows from a cause is not', () => {
    const agent: Agent = {
      env: { ...env, QUIET_HOURS: '05:00-08:30' },
      extensions: [warningBetween(at('05:30'), at('06:00'))],
      see: seeing(down('db', at('06:00'), at('07:00'), { exitCode: 137, oomKilled: true })),
    }
    expect(reportsOf(agent)).toEqual([
      '4: the first; told 0, ended 0, untold 0',
      '8.5: since 4; told 1, ended 1, untold 1',
      '12: since 8.5; told 0, ended 0, untold 0',
    ])
  })

  test('begins with what is critical', () => {
    const extensions = [warningBetween(at('01:00'), Infinity)]
    const see: See = (time) => [
      sampleHost({ at: time, disks: [sampleDisk({ percent: time < at('02:00') ? 50 : 97 })] }),
    ]
    expect(reportsOf({ see, extensions }, { from: 0, to: at('04:30') })).toEqual([
      '4: the first; told 2, ended 0, untold 0; trouble: DISK_CRITICAL /, BACKUP_OLD backup',
    ])
  })

  test('lists what is silenced apart, and does not tell of it', () => {
    const silence: GivenSilence = {
      id: 's',
      type: '*',
      subject: 'db',
      at: 0,
      until: at('06:00'),
      times: [],
      by: 'somebody',
      reason: '',
    }
    const agent: Agent = {
      see: seeing(down('db', at('01:00'), at('07:00')), down('web', at('02:00'), at('05:00'))),
      silences: () => of([silence]),
    }
    expect(reportsOf(agent, { from: 0, to: at('08:30') })).toEqual([
      '4: the first; told 1, ended 0, untold 0; trouble: CONTAINER_NOT_RUNNING web; silenced: CONTAINER_NOT_RUNNING db',
      '8: since 4; told 1, ended 2, untold 0',
    ])
    expect(live({ ...agent, env }, [{ from: 0, to: at('08:30') }])).toEqual([
      '4: startup',
      '7200: firing CONTAINER_NOT_RUNNING web',
      '9000: reminder CONTAINER_NOT_RUNNING web',
      '12600: reminder CONTAINER_NOT_RUNNING web',
      '14400: report: reminder CONTAINER_NOT_RUNNING web',
      '18010: resolved CONTAINER_NOT_RUNNING web',
      '21600: firing CONTAINER_NOT_RUNNING db',
      '23400: reminder CONTAINER_NOT_RUNNING db',
      '25210: resolved CONTAINER_NOT_RUNNING db',
      '28800: report',
    ])
  })

  test('does not say that services are well where none can be seen', () => {
    const see: See = (time) => [
      calm(time),
      time < at('03:00')
        ? serviceReading(time, 'shop')
        : time < at('05:00')
          ? unavailableReading('service', time)
          : serviceReading(time, 'shop', 'refused'),
    ]
    expect(reportsOf({ see }, { from: 0, to: at('08:30') })).toEqual([
      '4: the first; told 0, ended 0, untold 0; services: 1, unseen 1, down 0',
      '8: since 4; told 1, ended 0, untold 0; trouble: SERVICE_DOWN shop; services: 1, unseen 0, down 1',
    ])
  })
})

test('what a report lists needs no reminder of its own then', () => {
  const see = seeing(down('db', at('03:25'), Infinity))
  expect(live({ see, env }, [{ from: 0, to: at('06:00') }])).toEqual([
    '4: startup',
    `${at('03:25') / second}: firing CONTAINER_NOT_RUNNING db`,
    `${at('03:55') / second}: reminder CONTAINER_NOT_RUNNING db`,
    `${at('04:00') / second}: report: reminder CONTAINER_NOT_RUNNING db`,
    // The next would have come at 04:55 without the report.
  ])
})
