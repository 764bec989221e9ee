import { EMPTY, mergeMap, of, type Observable } from 'rxjs'
import type { Channel } from '../../src/model/channel.ts'
import type { Delivery } from '../../src/model/delivery.ts'
import type { News } from '../../src/model/notification.ts'
import { openInMemory } from '../../src/sinks/outbox/database.ts'
import { createOutbox, type Outbox } from '../../src/sinks/outbox/outbox.ts'
import { createStore } from '../../src/sinks/outbox/store.ts'
import { silentLogs } from './captured-log.ts'

/** What is written down, in memory, and the tables that it is written in. */
export const memoryStore = () => {
  const database = openInMemory()
  return { database, store: createStore(database) }
}

/** An outbox over these channels that keeps nothing. */
export const outboxOf = (...channels: readonly Channel[]): Outbox =>
  createOutbox({ channels, store: createStore(openInMemory()), random: () => 0.5, logs: silentLogs })

/** What the graph does with news: they are written down, and only then is anybody told. */
export const deliver = (outbox: Pick<Outbox, 'accept' | 'run'>, news$: Observable<News>): Observable<Delivery> =>
  outbox.run({
    notifications$: news$.pipe(
      mergeMap((news) => {
        const accepted = outbox.accept(news)
        return accepted === null ? EMPTY : of(accepted.notification)
      }),
    ),
  })
