import { describe, expect, test } from 'vitest'
import type { Notification } from '../../../src/model/notification.ts'
import { byPhone, live, type Agent, type Run, type See } from '../../support/live.ts'
import { sampleHostId, second } from '../../support/samples.ts'
import { at, backup, calm, down, seeing, warningBetween } from '../../support/seen.ts'

const env = { ...byPhone, QUIET_HOURS: '22:00-07:00', REPORT_HOURS: '0' }
const healthy: See = (time) => [calm(time)]

/** From the afternoon to the next noon. */
const throughTheNight: Run = { from: at('14:00'), to: at('36:00') }

const told = (agent: Agent, ...runs: readonly Run[]): readonly string[] =>
  live({ see: healthy, env, ...agent }, runs.length === 0 ? [throughTheNight] : runs).map((line) => {
    const [, seconds = '', words = ''] = /^([\d.]+): (.*)$/.exec(line) ?? []
    const time = Math.floor(Number(seconds))
    const clock = [time / 3_600, (time / 60) % 60, time % 60].map((part) => String(Math.floor(part)).padStart(2, '0'))
    return `${clock.join(':')} ${words}`
  })

describe('in quiet hours', () => {
  test('what is critical and new is told at once, and its end too', () => {
    expect(told({ see: seeing(down('db', at('26:00'), at('28:00'))) })).toEqual([
      '14:00:04 startup',
      '26:00:00 firing CONTAINER_NOT_RUNNING db',
      '28:00:10 resolved CONTAINER_NOT_RUNNING db',
    ])
  })

  test('what is a warning waits, and is told if it is still so', () => {
    expect(told({ extensions: [warningBetween(at('26:00'), at('34:00'))] })).toEqual([
      '14:00:04 startup',
      '31:00:01 firing BACKUP_OLD backup',
      '31:30:10 reminder BACKUP_OLD backup',
      '32:30:10 reminder BACKUP_OLD backup',
      '34:01:00 resolved BACKUP_OLD backup',
    ])
  })

  test('nothing is told afterwards that is no longer so: it is counted', () => {
    const agent: Agent = {
      see: seeing(down('db', at('34:00'), at('35:00'))),
      extensions: [warningBetween(at('26:00'), at('28:00'))],
    }
    expect(told(agent)).toEqual([
      '14:00:04 startup',
      '34:00:00 firing CONTAINER_NOT_RUNNING db + 1 came and went',
      '34:30:00 reminder CONTAINER_NOT_RUNNING db',
      '35:00:10 resolved CONTAINER_NOT_RUNNING db',
    ])
  })

  test('what becomes critical is told at once', () => {
    const statusAt = (time: number) => (time < at('21:00') ? 'ok' : time < at('26:00') ? 'warning' : 'critical')
    expect(told({ extensions: [backup(statusAt)] }, { ...throughTheNight, to: at('30:00') })).toEqual([
      '14:00:04 startup',
      '21:00:00 firing BACKUP_OLD backup',
      '21:30:00 reminder BACKUP_OLD backup',
      '26:00:00 escalated BACKUP_OLD backup',
    ])
  })

  test('and so is what becomes critical as it begins to change to and fro', () => {
    const statusAt = (time: number) => {
      if (time < at('21:45')) return 'ok'
      if (time < at('21:59:30')) return 'warning'
      return time < at('22:05') ? 'ok' : 'critical'
    }
    expect(told({ extensions: [backup(statusAt)] }, { ...throughTheNight, to: at('30:00') })).toEqual([
      '14:00:04 startup',
      '21:45:00 firing BACKUP_OLD backup',
      '22:05:00 unstable BACKUP_OLD backup (after another)',
    ])
  })

  test('the end of what was told before them waits, and says when it ended', () => {
    const write = (notification: Notification): string =>
      notification.kind === 'alerts'
        ? notification.alerts
            .map((alert) =>
              'life' in alert && 'endsAt' in alert.life
                ? `${alert.word} at ${alert.life.endsAt / 3_600_000}`
                : alert.word,
            )
            .join(' + ')
        : notification.kind
    expect(told({ see: seeing(down('db', at('21:50'), at('28:00'))), write })).toEqual([
      '14:00:04 startup',
      '21:50:00 firing',
      '31:00:01 resolved at 28',
    ])
  })

  test('what began before them and is another by now is told with the end of the first', () => {
    const first = down('db', at('21:50'), at('23:00'))
    const second = down('db', at('27:00'), at('35:00'))
    const db = (time: number) => (time < at('25:00') ? first(time) : second(time))
    expect(told({ see: seeing(db) }, { ...throughTheNight, to: at('30:00') })).toEqual([
      '14:00:04 startup',
      '21:50:00 firing CONTAINER_NOT_RUNNING db',
      '27:00:00 firing CONTAINER_NOT_RUNNING db (after another)',
    ])
  })
})

describe('an agent that ends in quiet hours', () => {
  const untilFour: Run = { from: at('14:00'), to: at('28:00') }
  const fromFour: Run = { from: at('28:00') + 30 * second, to: at('32:00') }
  const warned: Agent = { extensions: [warningBetween(at('26:00'), at('34:00'))] }

  test('tells nothing of what the night held when it is asked to stop', () => {
    expect(told(warned, { ...untilFour, stops: true })).toEqual(['14:00:04 startup', '27:59:58 end'])
  })

  test('and the next one tells it when they are over, in its start-up notice', () => {
    expect(told(warned, { ...untilFour, stops: true }, fromFour)).toEqual([
      '14:00:04 startup',
      '27:59:58 end',
      '31:00:00 startup: firing BACKUP_OLD backup',
      '31:30:00 reminder BACKUP_OLD backup',
    ])
  })

  test('nor is it lost when it is killed', () => {
    expect(told(warned, untilFour, fromFour)).toEqual([
      '14:00:04 startup',
      '31:00:00 restarted',
      '31:00:01 firing BACKUP_OLD backup',
      '31:30:10 reminder BACKUP_OLD backup',
    ])
  })

  test('nor what happened in the night', () => {
    const see: See = (time) => [
      calm(time),
      ...(time === at('27:00')
        ? [{ kind: 'reboot', host: sampleHostId, at: time, bootId: 'b', awayMilliseconds: 60_000 } as const]
        : []),
    ]
    expect(told({ see }, untilFour, fromFour)).toEqual([
      '14:00:04 startup',
      '31:00:00 restarted',
      '31:00:01 happened REBOOTED host',
    ])
  })

  test('an end of this very night is told in it also after a kill', () => {
    const see = seeing(down('db', at('26:00'), at('29:00')))
    expect(told({ see }, untilFour, fromFour)).toEqual([
      '14:00:04 startup',
      '26:00:00 firing CONTAINER_NOT_RUNNING db',
      '29:00:10 resolved CONTAINER_NOT_RUNNING db',
      '31:00:00 restarted',
    ])
  })
})

describe('the start-up notice', () => {
  const atNight: Run = { from: at('26:00'), to: at('32:00') }

  test('waits until they are over, and what is critical is told meanwhile', () => {
    expect(told({ see: seeing(down('db', at('20:00'), at('40:00'))) }, atNight)).toEqual(['31:00:00 startup'])
    expect(told({ see: seeing(down('db', at('27:00'), at('40:00'))) }, atNight)).toEqual([
      '27:00:00 firing CONTAINER_NOT_RUNNING db',
      '31:00:00 startup: reminder CONTAINER_NOT_RUNNING db',
    ])
  })

  test('comes at once on a terminal, which wakes nobody', () => {
    const onTerminal = { TZ: 'UTC', QUIET_HOURS: '22:00-07:00', REPORT_HOURS: '0' }
    expect(told({ env: onTerminal }, atNight)).toEqual(['26:00:04 startup'])
    expect(told({ env: { ...onTerminal, CHANNELS: 'console' } }, atNight)).toEqual(['26:00:04 startup'])
  })

  test('and waits where a terminal is not all that there is', () => {
    expect(told({ env: { ...env, CHANNELS: 'console,whatsapp' } }, atNight)).toEqual(['31:00:00 startup'])
  })
})

describe('reports', () => {
  test('one comes where they end on the hour of a report', () => {
    expect(told({ env: { ...env, QUIET_HOURS: '22:00-08:00', REPORT_HOURS: '4' } })).toEqual([
      '14:00:04 startup',
      '16:00:00 report',
      '20:00:00 report',
      '32:00:00 report',
    ])
  })

  test('and it says what else is due', () => {
    const agent: Agent = {
      env: { ...env, QUIET_HOURS: '22:00-08:00', REPORT_HOURS: '4' },
      extensions: [warningBetween(at('26:00'), at('40:00'))],
    }
    expect(told(agent, { ...throughTheNight, to: at('32:20') })).toEqual([
      '14:00:04 startup',
      '16:00:00 report',
      '20:00:00 report',
      '32:00:00 report: firing BACKUP_OLD backup',
    ])
  })

  test('the start-up notice is the report of that hour', () => {
    const onTheHour = { ...env, QUIET_HOURS: '22:00-08:00', REPORT_HOURS: '4' }
    expect(told({ env: onTheHour }, { from: at('26:00'), to: at('35:00') })).toEqual(['32:00:00 startup'])
  })
})
