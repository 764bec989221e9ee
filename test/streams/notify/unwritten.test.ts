import { ignoreElements, of, tap } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Container } from '../../../src/model/reading.ts'
import type { Outbox } from '../../../src/sinks/outbox/outbox.ts'
import { byPhone, live, type Agent, type See } from '../../support/live.ts'
import { hour, sampleContainer, sampleHostId, second } from '../../support/samples.ts'
import { at, calm, down, seeing, warningBetween } from '../../support/seen.ts'
import { quoted } from '../../support/reasons.ts'

const env = { ...byPhone, REPORT_HOURS: '0' }
const db = seeing(down('db', hour, at('01:20')))
const undisturbed = ['4: startup', '3600: firing CONTAINER_NOT_RUNNING db', '4810: resolved CONTAINER_NOT_RUNNING db']

const told = (agent: Agent): readonly string[] => live({ see: db, env, ...agent }, [{ from: 0, to: at('01:30') }])

/** Cannot write messages down, each time that it says so. */
const notWriting =
  (isFailing: (attempt: number) => boolean) =>
  (outbox: Outbox): Outbox => {
    let attempts = 0
    return { ...outbox, accept: (news) => (isFailing((attempts += 1)) ? null : outbox.accept(news)) }
  }

describe('a message that cannot be written down', () => {
  test('without a failure', () => {
    expect(told({})).toEqual(undisturbed)
  })

  test.each([
    [2, 3605, 4810],
    [3, 3600, 4815],
  ])('the attempt number %s: what it said is told five seconds later', (number, begin, end) => {
    expect(told({ outbox: notWriting((attempt) => attempt === number) })).toEqual([
      '4: startup',
      `${begin}: firing CONTAINER_NOT_RUNNING db`,
      `${end}: resolved CONTAINER_NOT_RUNNING db`,
    ])
  })

  test('for as long as that lasts', () => {
    expect(told({ outbox: notWriting((attempt) => attempt > 1 && attempt < 100) })).toEqual([
      '4: startup',
      '4090: firing CONTAINER_NOT_RUNNING db',
      '4810: resolved CONTAINER_NOT_RUNNING db',
    ])
  })

  test('what was over before it could be is not told, and there is no end of it either', () => {
    expect(told({ outbox: notWriting((attempt) => attempt > 1 && attempt < 1_000) })).toEqual(['4: startup'])
  })

  test('a start-up notice: what it lists is told by itself', () => {
    const extensions = [warningBetween(0, hour)]
    const see: See = (time) => [calm(time)]
    expect(told({ see, extensions, outbox: notWriting((attempt) => attempt === 1) })).toEqual([
      '4: firing BACKUP_OLD backup',
      '1810: reminder BACKUP_OLD backup',
      '3660: resolved BACKUP_OLD backup',
    ])
  })

  test('the end of what a cause takes over, where the cause has passed before it could be told', () => {
    const unhealthy = (time: number): Container =>
      sampleContainer({ name: 'db', health: time >= 3_000 * second && time < hour ? 'unhealthy' : 'healthy' })
    const crashing = down('db', hour, hour + 90 * second)
    const see = seeing((time) => (time >= hour && time < hour + 90 * second ? crashing(time) : unhealthy(time)))
    expect(told({ see, outbox: notWriting((attempt) => attempt > 2 && attempt < 100) })).toEqual([
      '4: startup',
      '3000: firing CONTAINER_UNHEALTHY db',
      '4080: removed CONTAINER_UNHEALTHY db + 1 came and went',
    ])
  })

  test('however many troubles there are by then, all are tried together, every five seconds', () => {
    const names = Array.from({ length: 10 }, (_, index) => `app-${index}`)
    const see = seeing(...names.map((name, index) => down(name, hour + index * 13 * second, Infinity)))
    let attempts = 0
    const outbox = notWriting((attempt) => {
      attempts = attempt
      return attempt > 1
    })
    expect(told({ see, outbox })).toEqual(['4: startup'])
    // One for each that begins, and one every five seconds of half an hour.
    expect(attempts).toBeGreaterThan(300)
    expect(attempts).toBeLessThanOrEqual(1 + names.length + 1_800 / 5)
  })

  test('nobody who listens hears of what was not written', () => {
    const heard: string[] = []
    told({
      outbox: notWriting((attempt) => attempt > 1 && attempt < 100),
      sinks: () => [
        {
          name: 'listener',
          run: ({ notifications$ }) =>
            notifications$.pipe(
              tap(({ kind, at: time }) => heard.push(`${time / second} ${kind}`)),
              ignoreElements(),
            ),
        },
      ],
    })
    expect(heard).toEqual(['4 startup', '4090 alerts', '4810 alerts'])
  })
})

describe('a message that its last recipient refuses', () => {
  /** Refuses the first text with this in it. */
  const refusing = (part: string): NonNullable<Agent['send']> => {
    let isRefused = false
    return (_, text) => {
      if (isRefused || !text.includes(part)) return of({ kind: 'sent', messageId: null })
      isRefused = true
      return of({ kind: 'refused', reason: quoted('too long') })
    }
  }

  test('told that something began: that is due again', () => {
    expect(told({ send: refusing('firing') })).toEqual([
      '4: startup',
      '3605: firing CONTAINER_NOT_RUNNING db',
      '4810: resolved CONTAINER_NOT_RUNNING db',
    ])
  })

  test('told of an end: that is due again', () => {
    expect(told({ send: refusing('resolved') })).toEqual([
      '4: startup',
      '3600: firing CONTAINER_NOT_RUNNING db',
      '4815: resolved CONTAINER_NOT_RUNNING db',
    ])
  })

  test('told what happened: that is due again', () => {
    const see: See = (time) => [
      calm(time),
      ...(time === hour
        ? [{ kind: 'reboot', host: sampleHostId, at: time, bootId: 'b', awayMilliseconds: null } as const]
        : []),
    ]
    expect(told({ see, send: refusing('happened') })).toEqual(['4: startup', '3605: happened REBOOTED host'])
  })

  test('was a start-up notice: what it listed is told by itself', () => {
    const extensions = [warningBetween(0, hour)]
    const lines = told({ see: (time) => [calm(time)], extensions, send: refusing('startup') })
    expect(lines).toEqual([
      '4: firing BACKUP_OLD backup',
      '1810: reminder BACKUP_OLD backup',
      '3660: resolved BACKUP_OLD backup',
    ])
  })

  test('was a report: the reminder comes when it would have come', () => {
    const extensions = [warningBetween(at('03:45'), at('04:20'))]
    const agent = { see: (time: number) => [calm(time)], extensions, env: { ...env, REPORT_HOURS: '4' } }
    expect(live({ ...agent, send: refusing('report') }, [{ from: 0, to: at('04:30') }])).toEqual([
      '4: startup',
      '13500: firing BACKUP_OLD backup',
      '15300: reminder BACKUP_OLD backup',
      '15660: resolved BACKUP_OLD backup',
    ])
  })
})
