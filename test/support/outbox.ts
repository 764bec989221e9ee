import type { Channel } from '../../src/model/channel.ts'
import { openInMemory } from '../../src/sinks/outbox/database.ts'
import { createOutbox, type Outbox } from '../../src/sinks/outbox/outbox.ts'
import { createStore } from '../../src/sinks/outbox/store.ts'
import { silentLogs } from './captured-log.ts'

/** An outbox over these channels that keeps nothing. */
export const outboxOf = (...channels: readonly Channel[]): Outbox =>
  createOutbox({ channels, store: createStore(openInMemory()), random: () => 0.5, logs: silentLogs })
