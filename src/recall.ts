import type { Memory } from './model/memory.ts'
import type { NotePresence } from './sinks/keep-presence.ts'
import type { Presence } from './sinks/outbox/presence.ts'
import type { Store } from './sinks/outbox/store.ts'

/** What ran so long ago, in milliseconds, is no longer expected to. */
const recently = 3_600_000

/** What the agents before this one left in the store, and how this one leaves the same. */
export const recall = (
  store: Pick<Store, 'lastPresence' | 'memory' | 'notePresence'>,
  now: number,
  bootId: string | null,
): { readonly before: Presence | null; readonly memory: Memory; readonly notePresence: NotePresence } => {
  const before = store.lastPresence()
  const rebooted = before !== null && before.bootId !== bootId
  const sawEngine = before?.sawEngine ?? false
  return {
    before,
    memory: {
      ...store.memory(now),
      ran: new Set(before !== null && (rebooted || now - before.at < recently) ? before.running : []),
      sawEngine,
    },
    notePresence: (at, running) =>
      store.notePresence({
        at,
        bootId,
        running: running ?? before?.running ?? [],
        sawEngine: running !== null || sawEngine,
      }),
  }
}
