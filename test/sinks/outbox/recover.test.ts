import { EMPTY, NEVER, of } from 'rxjs'
import { expect, test } from 'vitest'
import type { Channel } from '../../../src/model/channel.ts'
import { openInMemory } from '../../../src/sinks/outbox/database.ts'
import { createOutbox } from '../../../src/sinks/outbox/outbox.ts'
import { createStore } from '../../../src/sinks/outbox/store.ts'
import { silentLogs } from '../../support/captured-log.ts'
import { firing, told } from '../../support/notifications.ts'
import { quoted } from '../../support/reasons.ts'

/** What an agent sends that starts with this store and has nothing of its own to tell. */
const startWith = (store: ReturnType<typeof createStore>): readonly string[] => {
  const texts: string[] = []
  const channel: Channel = {
    name: 'scripted',
    recipients: ['ana'],
    host: null,
    pace: null,
    render: (_, { repeated }) => [repeated ? 'again' : 'new'],
    send: (text) => {
      texts.push(text)
      return of({ kind: 'sent', messageId: null })
    },
    test: () => NEVER,
  }
  createOutbox({ channels: [channel], store, random: () => 0, logs: silentLogs })
    .run({ notifications$: EMPTY })
    .subscribe()
    .unsubscribe()
  return texts
}

test('what was being sent when the agent ended is sent once more, and says so; what waited says nothing', () => {
  const store = createStore(openInMemory())
  const at = new Date().getTime()
  const address = { channel: 'scripted', recipient: 'ana' }
  for (const name of ['db', 'web']) store.accept(told(firing(name)), [address], at)
  store.sending(1, at)
  expect(startWith(store)).toEqual(['again', 'new'])
  expect(startWith(store)).toEqual([])
})

test('what was for somebody who is no recipient any more is refused, and is no reason to wait', () => {
  const store = createStore(openInMemory())
  const at = new Date().getTime()
  store.accept(told(firing('db')), [{ channel: 'scripted', recipient: 'bob' }], at)
  expect(startWith(store)).toEqual([])
  expect(store.statistics()).toMatchObject({ queued: 0, refused: 1 })
})

test.each([true, false])(
  'an attempt that may have arrived (%s) makes the next one a repeat, whatever comes between',
  (mayHaveArrived) => {
    const store = createStore(openInMemory())
    const at = new Date().getTime()
    store.accept(told(firing('db')), [{ channel: 'scripted', recipient: 'ana' }], at)
    store.again(1, { reason: { code: 'noAnswer', seconds: null }, nextAt: at, mayHaveArrived, at })
    store.again(1, { reason: quoted('refused'), nextAt: at, mayHaveArrived: false, at })
    expect(startWith(store)).toEqual([mayHaveArrived ? 'again' : 'new'])
  },
)
