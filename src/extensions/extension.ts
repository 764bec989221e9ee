import type { Observable } from 'rxjs'
import type { Config } from '../config/types.ts'
import type { Log } from '../log.ts'
import type { Check } from '../model/check.ts'
import type { Reading } from '../model/reading.ts'

/**
 * An operator of the owner's own: what the sources see becomes checks, which raise and resolve alerts as the agent's own do.
 * Its error is logged once and makes what it checked `unknown`; then it is called anew. It may complete.
 */
export type Extension = (readings$: Observable<Reading>, context: ExtensionContext) => Observable<Check>

export interface ExtensionContext {
  /** A copy of the configuration, durations in milliseconds, without what is or names a secret. */
  readonly config: Omit<
    Config,
    'evolution' | 'telegram' | 'ntfy' | 'webhook' | 'apprise' | 'heartbeat' | 'services' | 'secrets'
  >
  /** Its lines bear the name of the extension's file. */
  readonly log: Log
}

/** An extension under the name of its file, without `.ts` or `.js`. */
export interface NamedExtension {
  readonly name: string
  readonly extension: Extension
}
