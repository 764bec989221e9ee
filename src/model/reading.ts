import type { Reason } from './reason.ts'
import type { ProbedService, ProbeFailure } from './service.ts'

/** What a source saw of a host, at a time. */
export type Reading = UnplacedReading & {
  /** The id of the host that it was seen on. */
  readonly host: string
}

/** The same before it is said on which host: facts, no judgement. Times are milliseconds since the epoch, sizes are bytes. */
export type UnplacedReading =
  HostReading | ContainersReading | ServiceReading | ChannelReading | OutboxReading | RebootReading | UnavailableReading

/** A source is called as what it sees. */
export type SourceName = Exclude<UnplacedReading['kind'], 'unavailable'>

/** One look at the host. Percentages are 0–100; of CPU over the time since the reading before. */
export interface HostReading {
  readonly kind: 'host'
  readonly at: number
  readonly cpu: { readonly percent: number; readonly perCore: readonly number[] }
  readonly memory: Usage
  readonly swap: Usage | null
  readonly disks: readonly Disk[]
  /** Mean number of runnable tasks over 1, 5 and 15 minutes. */
  readonly load: readonly [number, number, number]
  /** Share of the last 10 s in which some task waited for the resource, where the kernel says so. */
  readonly pressure: { readonly cpu: number; readonly memory: number; readonly io: number } | null
  readonly uptimeSeconds: number
  /** Left out where the host's /proc cannot be seen. */
  readonly processes: Processes | null
}

export interface Usage {
  readonly percent: number
  readonly usedBytes: number
  readonly totalBytes: number
}

/** One file system, as `df` shows it, or why it cannot be seen. */
export type Disk =
  | (Usage & {
      readonly mount: string
      /** `engine`: not the host's own `/` but what the container engine stores containers on. */
      readonly seenFrom: 'host' | 'engine'
      readonly inodesPercent: number | null
    })
  | { readonly mount: string; readonly unavailable: Reason }

export interface Processes {
  readonly count: number
  readonly topByCpu: readonly ProcessUsage[]
  readonly topByMemory: readonly ProcessUsage[]
}

export interface ProcessUsage {
  readonly pid: number
  /** The kernel's `comm`, never the command line: that may hold secrets. */
  readonly name: string
  /** 100 is one whole core. */
  readonly cpuPercent: number
  readonly memoryBytes: number
  /** The container it runs in: 64 hexadecimal digits. */
  readonly containerId: string | null
}

/** Every container that the engine has, after each event and each listing. */
export interface ContainersReading {
  readonly kind: 'containers'
  readonly at: number
  readonly containers: readonly Container[]
}

export interface Container {
  readonly id: string
  /** What people call it, and what alerts are about: the same across a recreation. */
  readonly name: string
  /** What the engine calls it. */
  readonly containerName: string
  readonly image: string
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy'
  /** What the last failed health probe printed. */
  readonly healthOutput: string | null
  readonly startedAt: number | null
  /** How it ended the last time: null while it never did. */
  readonly end: ContainerEnd | null
  readonly restartCount: number
  /** The Docker Compose service that it is of; `number` counts its replicas from 1, null for a one-off run. */
  readonly compose: { readonly project: string; readonly service: string; readonly number: number | null } | null
  /** The Swarm service whose task it is; `slot` is null in a global service, which has one task a node. */
  readonly service: { readonly name: string; readonly slot: number | null } | null
  /** The signal that asks it to stop, as in `SIGTERM`, and how long it then has. */
  readonly stopSignal: string
  readonly stopTimeoutSeconds: number
  /** Whether the engine starts it again when it ends by itself; `on-failure` only where it ends with a code. */
  readonly restartPolicy: 'no' | 'on-failure' | 'always'
  /** What its owner asks of the agent by labels; null where there are none. */
  readonly labels: VigiloLabels | null
  /** Null until it was inspected. */
  readonly memoryLimitBytes: number | 'none' | null
  /** Null where it does not run or nothing could be read. 100 percent is one whole core. */
  readonly usage: { readonly cpuPercent: number; readonly memoryBytes: number } | null
  /** The highest memory use seen since it started; null where none was. */
  readonly peakMemoryBytes: number | null
  /** When the kernel last killed a process in it for memory since it started. */
  readonly oomAt: number | null
  /** Why it could not be started the last time; null where it could, or nobody tried. */
  readonly startError: string | null
  /** A `shell` has a person in front of it, a `build` makes an image: their ends are nobody's trouble. */
  readonly purpose: 'service' | 'shell' | 'build'
}

/** The `vigilo.*` labels of a container; null: not given, or not valid. */
export interface VigiloLabels {
  /** Whether it is watched, whatever else says so. */
  readonly enable: boolean | null
  /** What it is called in messages. */
  readonly name: string | null
  /** The thresholds, in percent: of one core, and of its memory limit. */
  readonly cpu: number | 'off' | null
  readonly ram: number | 'off' | null
  readonly problems: readonly LabelProblem[]
}

export interface LabelProblem {
  /** As in `vigilo.ram`; foreign text where it is unknown. */
  readonly label: string
  readonly reason: 'invalid' | 'unknown'
}

export interface ContainerEnd {
  readonly at: number
  /** Null where only a listing from before anybody looked tells of it. */
  readonly exitCode: number | null
  /** Whether the want of memory ended it, and not only a child of it once. */
  readonly oomKilled: boolean
  /** The last signal sent through the engine before it ended. */
  readonly signal: { readonly name: string; readonly at: number } | null
  /** Whether the engine's event was heard; otherwise it ended while nobody listened. */
  readonly witnessed: boolean
  /**
   * Who stopped it, beside what the signal says: `asked`, somebody through the engine; `possible`, somebody, of which the
   * engine may still tell; `engine`, the engine as it stopped itself; null where nothing says so.
   */
  readonly stop: 'asked' | 'possible' | 'engine' | null
}

/** One probe of one service. */
export interface ServiceReading {
  readonly kind: 'service'
  readonly at: number
  readonly service: ProbedService
  /** Null where it is well. */
  readonly failure: ProbeFailure | null
  /** Until when its certificate is valid; null where it has none or none was seen. */
  readonly validUntil: number | null
  readonly tookMilliseconds: number
  /** The address that it connected to, or else one that it tried; null where its name was not resolved. */
  readonly address: string | null
  /** Whether a connection to it was made. */
  readonly isConnected: boolean
  /** The other services that are probed since it failed as networks do: at once, or within seconds. */
  readonly others: readonly string[]
}

/** How one way to people is: `down` where it does not take messages now, `refused` where it refuses the key. */
export interface ChannelReading {
  readonly kind: 'channel'
  readonly at: number
  readonly name: string
  readonly state: 'open' | 'down' | 'refused'
  /** Null where it is open. */
  readonly reason: Reason | null
  /** The host that was asked; null where none was. */
  readonly asked: string | null
}

/** Where the messages that wait are kept. */
export interface OutboxReading {
  readonly kind: 'outbox'
  readonly at: number
  /** Null where they are on the disk. */
  readonly inMemoryBecause: Reason | null
  /** The name that a corrupt database was given; null where that did not happen. */
  readonly movedAside: string | null
}

/** The host was restarted since the agent last ran. */
export interface RebootReading {
  readonly kind: 'reboot'
  readonly at: number
  /** Names the run of the kernel that it came up with. */
  readonly bootId: string
  /** From when the agent was last there until the host came up; null where that is not known. */
  readonly awayMilliseconds: number | null
}

/** A source that cannot see says so: nothing follows about its subjects. */
export interface UnavailableReading {
  readonly kind: 'unavailable'
  readonly at: number
  readonly source: SourceName
  readonly reason: Reason
  /** Nothing is there that could be seen: no socket, as where no engine is installed. */
  readonly isAbsent?: true
}
