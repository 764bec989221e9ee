import type { Observable } from 'rxjs'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import type { Check } from '../model/check.ts'
import type { Reading } from '../model/reading.ts'

/**
 * An operator of the owner's own: what the sources see becomes checks, which raise and resolve alerts as the agent's own do.
 * The readings are frozen. Its error is logged once and makes what it checked `unknown`; then it is called anew. One that
 * completes looks no more: what it checked is `unknown` from then on.
 */
export type Extension = (readings$: Observable<Reading>, context: ExtensionContext) => Observable<Check>

export interface ExtensionContext {
  /** A copy of what of the configuration it may see: nothing that is or names a secret. Durations are milliseconds. */
  readonly config: Pick<
    Config,
    | 'agentName'
    | 'language'
    | 'timeZone'
    | 'checkInterval'
    | 'hostRoot'
    | 'limits'
    | 'disks'
    | 'watch'
    | 'containerThresholds'
  >
  /** The variables of the environment whose names begin with `EXTENSION_`, under those names: those that are not empty. */
  readonly settings: Readonly<Record<string, string>>
  /**
   * Where a file of the host is found, on the host and in a container: `hostFile('proc/net/tcp')` is the host's network in
   * both. Throws an Error for what a container cannot see of its host.
   */
  readonly hostFile: (path: string) => string
  /** Its lines bear the name of the extension's file. */
  readonly log: Log
}

/** An extension under the name of its file, without `.ts` or `.js`. */
export interface NamedExtension {
  readonly name: string
  readonly extension: Extension
}
