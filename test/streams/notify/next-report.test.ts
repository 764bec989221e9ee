import { asyncScheduler } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { expect, test } from 'vitest'
import { nextReportAt } from '../../../src/streams/notify/next-report.ts'
import { quietHoursOf } from '../../../src/streams/notify/quiet-hours.ts'
import { reportTimes } from '../../../src/streams/notify/report-times.ts'
import { day, hour, minute } from '../../support/samples.ts'

const daily = [0, 1, 2, 3, 4, 5, 6]

test.each([
  { hours: 4, timeZone: 'UTC', ranges: [] },
  { hours: 5, timeZone: 'Asia/Kathmandu', ranges: [] },
  { hours: 24, timeZone: 'America/Sao_Paulo', ranges: [] },
  { hours: 168, timeZone: 'UTC', ranges: [] },
  { hours: 4, timeZone: 'UTC', ranges: [{ days: daily, from: 22 * 60, to: 7 * 60 + 30 }] },
])('is when reports are due: %j', ({ ranges, ...given }) => {
  const options = { ...given, quietAt: quietHoursOf({ ranges, timeZone: given.timeZone }) }
  const times: number[] = []
  new TestScheduler(() => undefined).run(() => {
    const subscription = reportTimes(options).subscribe({ next: (at) => times.push(at), error: expect.unreachable })
    asyncScheduler.schedule(() => subscription.unsubscribe(), 9 * day)
  })
  for (let at = 0; at < 2 * day; at += 37 * minute) {
    const next = nextReportAt(options, at)
    if (options.quietAt(at) === null) expect(next).toBe(times.find((time) => time > at))
    else expect((next ?? 0) - at).toBeLessThan(given.hours * hour + day)
  }
})

test('is never where there are none', () => {
  expect(nextReportAt({ hours: 0, timeZone: 'UTC', quietAt: () => null }, 0)).toBeNull()
})
