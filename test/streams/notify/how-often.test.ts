import { describe, expect, test } from 'vitest'
import { byPhone, live, type Agent } from '../../support/live.ts'
import { day, hour, minute, sampleContainer, second } from '../../support/samples.ts'
import { at, backup, down, seeing, calm, type ContainerAt } from '../../support/seen.ts'

const env = { ...byPhone, REPORT_HOURS: '0' }

const told = (until: number, agent: Agent): readonly string[] =>
  live({ see: (time) => [calm(time)], env, ...agent }, [{ from: 0, to: until }]).filter((line) => line !== '4: startup')

describe('what becomes worse is told at once', () => {
  const statusAt = (time: number) => {
    if (time < at('01:00') || time >= at('03:00')) return 'ok'
    return time < at('01:10') ? 'warning' : time < at('02:30') ? 'critical' : 'warning'
  }

  test('and not with the next reminder; what becomes milder is not told by itself', () => {
    expect(told(4 * hour, { extensions: [backup(statusAt)] })).toEqual([
      `${at('01:00') / second}: firing BACKUP_OLD backup`,
      `${at('01:10') / second}: escalated BACKUP_OLD backup`,
      `${at('01:40') / second}: reminder BACKUP_OLD backup`,
      `${at('02:40') / second}: reminder BACKUP_OLD backup`,
      `${at('03:01') / second}: resolved BACKUP_OLD backup`,
    ])
  })

  test('and what becomes worse once more after it was told as milder', () => {
    const again = (time: number) =>
      time < at('01:00')
        ? 'ok'
        : time < at('01:10') || (time >= at('02:00') && time < at('03:00'))
          ? 'critical'
          : 'warning'
    expect(told(at('03:10'), { extensions: [backup(again)] })).toEqual([
      `${at('01:00') / second}: firing BACKUP_OLD backup`,
      `${at('01:30') / second}: reminder BACKUP_OLD backup`,
      `${at('02:00') / second}: escalated BACKUP_OLD backup`,
      `${at('02:30') / second}: reminder BACKUP_OLD backup`,
    ])
  })
})

const cooldowns = [
  ['half an hour', 30 * minute],
  ['a day', day],
  ['a week', 7 * day],
] as const

describe.each(cooldowns)('with an ALERT_COOLDOWN of %s', (_, cooldown) => {
  const withCooldown = { ...env, ALERT_COOLDOWN: String(cooldown / second) }

  test('a container that dies twice a day is told of each time at once', () => {
    const deaths = [at('09:00'), at('20:00'), at('33:00')]
    const db: ContainerAt = (time) => {
      const death = deaths.findLast((one) => one <= time) ?? deaths[0] ?? 0
      return down('db', death, death + 5 * minute)(time)
    }
    expect(told(at('34:00'), { see: seeing(db), env: withCooldown })).toEqual(
      deaths.flatMap((death) => [
        `${death / second}: firing CONTAINER_NOT_RUNNING db`,
        `${(death + 5 * minute) / second + 10}: resolved CONTAINER_NOT_RUNNING db`,
      ]),
    )
  })

  test('reminders never come more often', () => {
    const db = down('db', hour, Infinity)
    const lines = told(hour + 2 * cooldown + day, { see: seeing(db), env: withCooldown, every: minute })
    const times = lines.map((line) => Number(line.split(':')[0]) * second)
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0))
    expect(gaps.length).toBeGreaterThan(1)
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(cooldown)
    for (const gap of gaps) expect(gap).toBeLessThanOrEqual(Math.max(day, cooldown) + minute)
  })

  test('what changes to and fro is told as that at the third change, and settles after UNSTABLE_FOR', () => {
    const api: ContainerAt = (time) => {
      const minutes = time / minute
      const isSick = minutes >= 60 && minutes < 66 && Math.floor(minutes) % 2 === 0
      return sampleContainer({ id: 'api', name: 'api', health: isSick ? 'unhealthy' : 'healthy' })
    }
    expect(told(3 * hour, { see: seeing(api), env: withCooldown })).toEqual([
      '3600: firing CONTAINER_UNHEALTHY api',
      '3670: resolved CONTAINER_UNHEALTHY api',
      '3720: unstable CONTAINER_UNHEALTHY api',
      `${65 * 60 + 10 + 900}: resolved CONTAINER_UNHEALTHY api`,
    ])
  })

  test('twelve messages in ten minutes are the limit, and five about one thing in half an hour', () => {
    const crowd = Array.from({ length: 30 }, (__, index) => down(`app-${index}`, hour + index * 10 * second, Infinity))
    const lines = told(hour + 20 * minute, { see: seeing(...crowd), env: withCooldown })
    const times = lines.map((line) => Number(line.split(':')[0]))
    expect(times.filter((time) => time < 3_600 + 600)).toHaveLength(12)
    expect(times.filter((time) => time >= 3_600 + 600)).toEqual([4_200])
  })
})
