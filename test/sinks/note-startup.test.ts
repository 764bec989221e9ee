import { Subject } from 'rxjs'
import { expect, test } from 'vitest'
import type { Notification } from '../../src/model/notification.ts'
import { noteStartup } from '../../src/sinks/note-startup.ts'
import { firing, report, told } from '../support/notifications.ts'
import { sampleReport, sampleTime } from '../support/samples.ts'

const startup: Notification = {
  kind: 'startup',
  at: sampleTime,
  startedAt: sampleTime,
  version: '1.0.0',
  inventory: null,
  connections: [],
  report: sampleReport(),
}
const restarted: Notification = { kind: 'restarted', at: sampleTime, version: '1.0.0', restarts: 2, since: 0 }

test.each<[Notification, number]>([
  [startup, 1],
  [restarted, 1],
  [report, 0],
  [told(firing('db')), 0],
])('a start-up notice is noted, and nothing else: %#', (notification, times) => {
  let noted = 0
  const emitted: unknown[] = []
  const notifications$ = new Subject<Notification>()
  const subscription = noteStartup(() => (noted += 1))({ notifications$ }).subscribe({
    next: (value) => emitted.push(value),
    error: (error: unknown) => emitted.push(error),
  })
  notifications$.next(notification)
  expect(noted).toBe(times)
  notifications$.complete()
  expect(subscription.closed).toBe(true)
  expect(emitted).toEqual([])
})
