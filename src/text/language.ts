import type { Ending } from '../model/check.ts'
import type { DiskPart } from '../model/disk-usage.ts'
import type { Topic } from '../model/alert-types.ts'
import type { ProbeFailure } from '../model/service.ts'
import type { ReasonWords } from './reason-words.ts'
import type { Words } from './words.ts'

/**
 * All that is said, in one language. What is said, when and in which order is decided elsewhere: a sentence gets its
 * figures already written, and where one may be missing it is `''`, with no gap left.
 */
export interface Language {
  /** BCP 47: how `Intl` writes numbers and times. */
  readonly locale: string
  /** How `Intl` writes a day. */
  readonly day: Intl.DateTimeFormatOptions

  readonly usedOf: (used: string, total: string) => string
  readonly days: (count: number) => string
  readonly ago: (duration: string) => string
  readonly since: (time: string) => string
  readonly load: (load: string, cores: number) => string
  readonly cores: (count: number) => string
  readonly inodes: (percent: string) => string
  readonly swap: (percent: string) => string

  /** What a sentence about one container begins with; in a list its name is enough. */
  readonly container: (name: Words) => Words
  readonly disk: (mount: string) => string
  /** One of the owner's own, which as a whole cannot be judged by. */
  readonly extension: (name: Words) => Words
  readonly engineDisk: string

  /** What is wrong: in its first message, and in later ones. */
  readonly troubles: Readonly<Record<Trouble, Readonly<Record<'firing' | 'reminder', (facts: Facts) => Words>>>>
  readonly rebooted: (away: string) => Words
  readonly outboxReplaced: (name: string) => Words
  /** Of a message that people may have already. */
  /** Telegram made another chat of a group: what it is called now. */
  readonly chatMoved: (chat: string) => string
  readonly repeated: string
  /** Why another channel tells it. */
  readonly insteadOf: (channel: string, reason: string) => string
  readonly late: {
    /** What waited, since when. */
    readonly title: (facts: { count: number; since: string }) => string
    readonly stillSo: (count: number) => string
    readonly nothingLeft: string
    /** From when to when; how often. */
    readonly from: (since: string, until: string) => string
    readonly happened: (time: string) => string
    readonly times: (count: number) => string
    /** It is worse than it was told. */
    readonly worse: string
    readonly toldBy: (channel: string) => string
    readonly reports: (count: number) => string
    readonly starts: (count: number) => string
  }
  /** What it is about, where nothing is said of its state. */
  readonly topics: Readonly<Record<Topic, (subject: Words) => Words>>
  /** It changes to and fro. */
  readonly unstable: (facts: {
    subject: Words
    /** How, in brackets; `''` where the subject says it. */
    note: string
    changes: number
    since: string
    now: 'firing' | 'ended'
    /** People know that it is. */
    isKnown: boolean
  }) => Words
  /** How what goes by its own name alone changes to and fro. */
  readonly unstableAs: Readonly<Partial<Record<Topic, string>>>
  readonly quietUntilSettled: string
  /** After it was unstable: how often it had changed, from when to when, and whether all is well now. */
  readonly settledAfter: (facts: { changes: number; period: string; isWell: boolean }) => string
  /** Something has happened, and is over. */
  readonly notice: (facts: { subject: Words; why: string }) => Words
  /** How often it happened, and when; `time` is the last one's, `''` where that is now. */
  readonly happened: (facts: { times: number; time: string }) => string
  /** Why a service is taken to be down. */
  readonly failures: Readonly<Record<Exclude<ProbeFailure['reason'], 'other' | 'status' | 'tls'>, string>> & {
    readonly status: (status: string) => string
    /** `code`: of an error that there are no words for; `''` where there is none. */
    readonly other: (code: string) => string
    readonly tls: (fault: 'expired' | 'untrusted' | 'name' | 'other') => string
  }
  readonly expiresIn: (duration: string) => string
  readonly expired: string
  readonly perHour: (size: string) => string
  /** Above what a value is trouble, and below what it is none again. */
  readonly limit: (value: string) => string
  readonly clearBelow: (value: string) => string
  /** What was measured before. */
  readonly was: (value: string) => string
  /** How often the same came and went before, and nobody was told. */
  readonly missed: (count: number) => string
  /** Troubles that came and went, and nobody was told. */
  readonly cameAndWent: (count: number) => string
  /** It was a warning, and is critical now; or the other way round. */
  readonly worse: string
  readonly milder: string
  /** The trouble before this one, of whose end nobody was told: how long it lasted (`''` where that says little), until when. */
  readonly lastTime: (facts: { lasted: string; until: string }) => string
  /** What it was called when it was told before. */
  readonly formerly: (name: Words) => Words
  /** The troubles that end with its message, of which no other one will tell. */
  readonly replaces: (list: Words) => Words
  /** It ended and came again, of which nobody was told. */
  readonly moreThanOnce: (period: string) => string

  /** How it ended, and how long it lasted. */
  readonly ends: Readonly<Record<Topic, EndWords>>

  /** How the trouble of a container ended that is down and need not be up. */
  readonly notMissed: Readonly<Record<'stopped' | 'completed', (facts: Facts) => Words>>

  readonly exitCode: (code: number) => string
  readonly signal: (number: number) => string
  readonly memoryExhausted: string
  readonly killed: string
  readonly segmentationFault: string

  /** How often a container died; `within` is `''` where that says nothing. */
  readonly deaths: (count: number, within: string) => string
  readonly exitCodes: (codes: readonly number[]) => string
  /** In a container that goes on. */
  readonly processKilledForMemory: (subject: Words) => Words
  readonly labelProblem: (label: string, reason: 'invalid' | 'unknown') => string

  readonly wasUpFor: (duration: string) => string
  /** `peak`: the highest use seen, `''` where none was. */
  readonly memoryLimit: (size: string, peak: string) => string
  readonly noMemoryLimit: string
  readonly beingRestarted: string
  readonly containersUnseen: string
  readonly diskParts: Readonly<Record<DiskPart['kind'], string>>
  readonly mostOfDisk: (list: Words) => Words
  readonly grownSince: (list: string) => string
  readonly unused: (size: string) => string
  readonly inUse: (usage: string) => string
  readonly inContainer: (process: string, container: Words) => Words
  readonly processes: (list: Words) => Words
  readonly containers: (list: Words) => Words

  readonly problems: (count: number) => string
  readonly resolved: (count: number) => string
  readonly removed: (count: number) => string
  readonly unstableCount: (count: number) => string
  readonly notices: (count: number) => string
  readonly more: (count: number) => string

  readonly report: {
    readonly title: (time: string) => string
    readonly problems: (count: number) => string
    readonly unseen: (what: string, why: string) => string
    readonly host: string
    readonly waiting: (list: string) => string
    readonly resources: Readonly<Record<'cpu' | 'memory' | 'io', string>>
    readonly uptime: (duration: string) => string
    readonly processCount: (count: number) => string
    readonly containers: (running: number, total: number) => string
    readonly watched: (count: number) => string
    /** How a container ended that need not run, to follow its name. */
    readonly down: Readonly<Record<Ending, (facts: { since: string; note: string }) => string>>
    readonly services: (list: string) => string
    readonly answering: (count: number, total: number) => string
    /** Of which nothing is known now. */
    readonly unseenServices: (count: number) => string
    /** What is trouble and was silenced. */
    readonly silenced: (topics: readonly Words[]) => Words
    readonly mostCpu: (list: Words) => Words
    readonly mostMemory: (list: Words) => Words
    readonly sinceStart: string
    readonly noAlerts: string
    readonly noNewAlerts: string
    readonly alerts: (count: number) => string
    readonly allResolved: (count: number) => string
    readonly allDelivered: string
    readonly messages: (list: string) => string
    readonly delivered: (count: number) => string
    readonly attemptsFailed: (count: number) => string
    readonly lost: (count: number) => string
    readonly queued: (count: number) => string
    readonly heartbeats: (list: string) => string
    readonly heartbeatsSent: (count: number) => string
    readonly heartbeatsFailed: (count: number) => string
  }

  readonly startup: {
    readonly title: (version: string) => string
    /** Of a notice that had to wait. */
    readonly startedAt: (time: string) => string
    readonly kernel: (version: string) => string
    readonly memory: (size: string) => string
    readonly connected: (names: string) => string
    readonly notConnected: (name: string, why: string) => string
    /** How people call a connection; one that is not here keeps its name. */
    readonly connections: Readonly<Partial<Record<string, string>>>
    readonly restarted: (facts: { restarts: number; since: string; version: string }) => string
  }

  /** That this message was asked for. */
  readonly test: string

  /** Why something did not work. */
  readonly reasons: ReasonWords
}

export interface EndWords {
  readonly resolved: (facts: Facts) => Words
  readonly removed: (facts: Facts) => Words
  readonly lasted: (duration: string) => string
  /** How it was from when to when; `period`: the language's own. */
  readonly during: (period: string) => string
}

export interface Facts {
  /** Who: a container or a disk. */
  readonly subject: Words
  /** What was measured, as in `97%`. */
  readonly value: string
  readonly limit: string
  /** Since when: the language's own `ago`. */
  readonly ago: string
  /** What is known beside it, in a few words: of a trouble its cause, of its end the value now. */
  readonly why: string
  /** The same in brackets. */
  readonly note: string
}

export type ContainerTrouble =
  'crashed' | 'completed' | 'stopped' | 'unwitnessed' | 'paused' | 'created' | 'notStarted' | 'unhealthy' | 'missing'

/** Beside whether it runs and is well. */
export type ContainerTopic = 'outOfMemory' | 'crashLoop' | 'containerMemory' | 'containerCpu'

/** What is wrong; a container is in one of several ways. */
export type Trouble = ContainerTrouble | Exclude<Topic, 'container' | 'health'>

/** The part of a language that is about a container's memory, its CPU and its deaths. */
export interface ContainerWords {
  readonly troubles: Pick<Language['troubles'], ContainerTopic>
  readonly topics: Pick<Language['topics'], ContainerTopic>
  readonly ends: Pick<Language['ends'], ContainerTopic>
}

export type ServiceTopic = 'service' | 'certificate' | 'network'

/** The part of a language that is about services, their certificates and the network. */
export interface ServiceWords extends Pick<Language, 'failures' | 'expiresIn' | 'expired'> {
  readonly troubles: Pick<Language['troubles'], ServiceTopic>
  readonly topics: Pick<Language['topics'], ServiceTopic>
  readonly ends: Pick<Language['ends'], ServiceTopic>
}

export type DeliveryTopic = 'channel' | 'outbox'

/** The part of a language that is about channels and the messages that wait. */
export interface DeliveryWords extends Pick<Language, 'rebooted' | 'outboxReplaced'> {
  readonly troubles: Pick<Language['troubles'], DeliveryTopic>
  readonly topics: Pick<Language['topics'], DeliveryTopic>
  readonly ends: Pick<Language['ends'], DeliveryTopic>
}
