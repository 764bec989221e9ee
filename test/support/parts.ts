import { EMPTY, NEVER, of } from 'rxjs'
import type { Parts } from '../../src/parts.ts'
import { noMemory } from '../../src/model/memory.ts'
import type { Outbox } from '../../src/sinks/outbox/outbox.ts'
import { openInMemory } from '../../src/sinks/outbox/database.ts'
import { createStore } from '../../src/sinks/outbox/store.ts'
import { silentLogs } from './captured-log.ts'
import { sampleHostId } from './samples.ts'

/** What the graph joins where it sees nothing and nothing of the kind matters; its first sink is the outbox. */
export const partsOf = ({
  outbox,
  sinks = [],
  ...given
}: Pick<Parts, 'config' | 'sources'> & Partial<Omit<Parts, 'outbox'>> & { readonly outbox: Outbox }): Parts => ({
  host: sampleHostId,
  extensions: [],
  outbox,
  sinks: [{ name: 'outbox', run: outbox.run }, ...sinks],
  requests$: NEVER,
  silences$: NEVER,
  silences: createStore(openInMemory()),
  records: createStore(openInMemory()).records,
  acknowledgements$: NEVER,
  diskUsage: () => EMPTY,
  logLines: () => of(['bye']),
  tests: [],
  inventory$: NEVER,
  version: '1.0.0',
  previousRun: { ended: 'cleanly' },
  memory: noMemory,
  random: () => 0.5,
  logs: silentLogs,
  stop$: NEVER,
  ...given,
})
