import { NEVER, of, Subject } from 'rxjs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Channel } from '../../../src/model/channel.ts'
import type { News } from '../../../src/model/notification.ts'
import { openInMemory } from '../../../src/sinks/outbox/database.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import { createStore } from '../../../src/sinks/outbox/store.ts'
import { silentLogs } from '../../support/captured-log.ts'
import { firing, told } from '../../support/notifications.ts'
import { deliver } from '../../support/outbox.ts'
import { hour, sampleTime } from '../../support/samples.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: sampleTime }))
afterEach(() => void vi.useRealTimers())

test('a clock that is set back by an hour between two attempts delays neither the second nor what comes then', async () => {
  let attempts = 0
  let arrived = (): void => undefined
  const channel: Channel = {
    name: 'scripted',
    recipients: ['ana'],
    host: null,
    pace: { burst: 1, every: 10 },
    render: () => ['words'],
    send: () => {
      attempts += 1
      if (attempts === 1)
        return of({
          kind: 'again',
          reason: { code: 'noAnswer', seconds: null },
          afterMilliseconds: null,
          mayHaveArrived: false,
        })
      if (attempts === 3) arrived()
      return of({ kind: 'sent', messageId: null })
    },
    test: () => NEVER,
  }
  const notifications$ = new Subject<News>()
  const store = createStore(openInMemory())
  const outbox = createOutbox({ channels: [channel], store, random: () => 0, logs: silentLogs })
  const subscription = deliver(outbox, notifications$).subscribe()
  const done = new Promise<void>((resolve) => {
    arrived = resolve
  })
  notifications$.next(told(firing('db')))
  vi.setSystemTime(sampleTime - hour)
  notifications$.next(told(firing('web')))
  await done
  expect(store.countWaiting()).toBe(0)
  subscription.unsubscribe()
})
