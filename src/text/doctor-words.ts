/** What was found, and what is to be done where it is not well. */
export interface Sayings {
  readonly what: string
  readonly advice: string
}

/** All that `doctor` says, in one language. */
export interface DoctorWords {
  readonly configuration: {
    readonly valid: string
    readonly accepted: (what: string) => string
    readonly warning: (warning: string) => Sayings
  }
  readonly connected: (name: string) => string
  /** `settings`: what says where it is, as the next one has it. */
  readonly notConnected: (name: string, reason: string, settings: string) => Sayings
  /** By the name of the connection. */
  readonly settings: Readonly<Partial<Record<string, string>>>
  readonly console: string
  readonly webhook: string
  /** Its server answers; it was not asked for itself. */
  readonly ping: string
  readonly noHeartbeat: Sayings
  readonly engine: {
    /** What is to be done: nothing is there, the agent may not use it, anything else. */
    readonly absent: string
    readonly forbidden: string
    readonly other: string
  }
  readonly service: {
    readonly well: (name: string) => string
    readonly failed: (name: string, why: string) => Sayings
  }
  readonly host: {
    readonly notMounted: Sayings
    readonly unseen: (why: string) => Sayings
    readonly seen: (cpu: string, memory: string) => string
    readonly disk: (mount: string, used: string) => string
    readonly silentDisk: (mount: string) => Sayings
  }
  readonly extension: {
    readonly loaded: (name: string) => string
    readonly failed: (problem: string) => Sayings
  }
  readonly folder: {
    readonly fault: (folder: string, why: string) => Sayings
    readonly canBeWritten: (folder: string) => string
    readonly isVolume: (folder: string) => string
    readonly isLost: (folder: string) => Sayings
    readonly isInMemory: (folder: string) => Sayings
    /** `fileSystem`: as in `NFS`. */
    readonly isShared: (folder: string, fileSystem: string) => Sayings
    readonly isOpenToOthers: (folder: string) => Sayings
    readonly room: (size: string) => string
    readonly makeRoom: string
  }
  readonly outbox: {
    readonly none: string
    /** `oldest`: for how long the oldest has waited, `''` where none waits. */
    readonly state: (facts: { waiting: number; oldest: string; refused: number }) => string
    /** What became of the last attempt on a channel, and how long ago; `why` is empty where it was accepted. */
    readonly last: (facts: { address: string; outcome: string; ago: string; why: string }) => string
    readonly lastAdvice: string
    /** A group of Telegram has another number now. */
    readonly moved: (from: string, to: string) => Sayings
    readonly lessThanASecond: string
    readonly seeRefused: string
    /** `state`: as above, or `''` where it cannot be read. */
    readonly older: (state: string) => Sayings
    readonly newer: Sayings
    readonly fault: (why: string) => Sayings
  }
  readonly agent: {
    /** Null where it is not known who it is. `since`: a time for people. */
    readonly runs: (holder: { readonly pid: number; readonly host: string; readonly since: string } | null) => string
    readonly none: Sayings
  }
  readonly clock: {
    readonly notCompared: string
    readonly right: string
    readonly off: (difference: string, isAhead: boolean) => Sayings
    readonly zone: (zone: string, time: string) => string
    readonly zoneAdvice: string
  }
}
