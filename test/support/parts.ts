import { EMPTY, NEVER, of } from 'rxjs'
import type { Parts } from '../../src/app.ts'
import { noMemory } from '../../src/model/memory.ts'
import { silentLogs } from './captured-log.ts'

const ignore = (): void => undefined

/** What the graph joins where it sees nothing and nothing of the kind matters. */
export const partsOf = (given: Pick<Parts, 'config' | 'sources' | 'outbox'> & Partial<Parts>): Parts => ({
  extensions: [],
  heartbeat: null,
  silences$: NEVER,
  diskUsage: () => EMPTY,
  logLines: () => of(['bye']),
  tests: [],
  inventory$: NEVER,
  version: '1.0.0',
  previousRun: { ended: 'cleanly' },
  memory: noMemory,
  notePresence: ignore,
  noticed: ignore,
  random: () => 0.5,
  logs: silentLogs,
  stop$: NEVER,
  ...given,
})
