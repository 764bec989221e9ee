import type { Observable } from 'rxjs'
import type { Config } from './config.ts'
import type { Records } from './control/answering.ts'
import type { Silences } from './control/obey.ts'
import type { Request } from './control/request.ts'
import type { ExtensionContext, NamedExtension } from './extensions/extension.ts'
import type { Logs } from './log.ts'
import type { Acknowledgement } from './model/acknowledgement.ts'
import type { Delivery } from './model/delivery.ts'
import type { Life } from './model/life.ts'
import type { Memory } from './model/memory.ts'
import type { ConnectionTest, Inventory, Notification } from './model/notification.ts'
import type { Occurrence } from './model/occurrence.ts'
import type { QuietPeriod } from './model/quiet-range.ts'
import type { Reading, SourceName, UnplacedReading } from './model/reading.ts'
import type { GivenSilence } from './model/silence.ts'
import type { Outbox } from './sinks/outbox/outbox.ts'
import type { ReadDiskUsage, ReadLogLines } from './streams/lives/with-evidence.ts'
import type { Decision } from './streams/notify/notify.ts'
import type { PreviousRun } from './streams/notify/startup.ts'

/** All streams of the agent. */
export interface Streams {
  readonly readings$: Observable<Reading>
  /** What is so: the lives that changed by one reading. */
  readonly lives$: Observable<readonly Life[]>
  readonly occurrences$: Observable<Occurrence>
  /** What people are told: written down already. */
  readonly notifications$: Observable<Notification>
  /** What is due and not told, and why. */
  readonly decisions$: Observable<Decision>
  readonly tests$: Observable<ConnectionTest>
  /** Null where it is not quiet. */
  readonly quiet$: Observable<QuietPeriod | null>
}

/** Where streams end. */
export interface Sink {
  readonly name: string
  readonly run: (streams: Streams) => Observable<Delivery>
}

export interface Source {
  readonly name: SourceName
  readonly readings$: Observable<UnplacedReading>
}

/** All that the graph joins. */
export interface Parts {
  readonly config: Config
  /** The id of the host that the agent runs on. */
  readonly host: string
  readonly sources: readonly Source[]
  readonly extensions: readonly (NamedExtension & { readonly context: ExtensionContext })[]
  readonly outbox: Pick<Outbox, 'keep' | 'keepOccurrence' | 'accept' | 'mute' | 'givenBack$' | 'countSince'>
  readonly sinks: readonly Sink[]
  readonly logLines: ReadLogLines
  readonly diskUsage: ReadDiskUsage
  /** What somebody beside the agent asks and orders. */
  readonly requests$: Observable<Request>
  /** The silences that stand at the start, and where more of them are written down. */
  readonly silences$: Observable<readonly GivenSilence[]>
  readonly silences: Silences
  /** What was written down, as it is shown. */
  readonly records: () => Records
  readonly acknowledgements$: Observable<readonly Acknowledgement[]>
  readonly tests: readonly { readonly name: string; readonly result$: Observable<ConnectionTest> }[]
  readonly inventory$: Observable<Inventory>
  readonly version: string
  readonly previousRun: PreviousRun
  /** What the agents before this one saw and told people. */
  readonly memory: Memory
  /** From 0 up to 1, for the jitter of waits. */
  readonly random: () => number
  readonly logs: Logs
  /** Ends the sources; what is on its way is then delivered, and the graph completes. */
  readonly stop$: Observable<unknown>
}
