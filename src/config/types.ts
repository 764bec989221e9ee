import type { QuietRange } from '../model/quiet-range.ts'
import type { Service } from '../model/service.ts'

/** What the owner has asked for. Durations are milliseconds, thresholds percent. */
export interface Config {
  readonly agentName: string
  /** An IANA name, as in `America/Sao_Paulo`. */
  readonly timeZone: string
  readonly language: 'pt-BR' | 'en'
  readonly checkInterval: number
  /** 0: no reports. */
  readonly reportHours: number
  readonly alertCooldown: number
  /** At least half of `alertCooldown`. */
  readonly unstableFor: number
  readonly unknownAfter: number
  readonly quietHours: readonly QuietRange[]
  /** Where silences are written down; null: nowhere. */
  readonly silencesFile: string | null
  readonly channels: readonly ChannelName[]
  /** Those that step in; none of `channels`. */
  readonly fallbackChannels: readonly ChannelName[]
  /** How long a message waits for delivery before they do. */
  readonly fallbackAfter: { readonly critical: number; readonly rest: number }
  /** What waited longer is told as late. */
  readonly staleAfter: number
  /** How long a message is kept, sent or not. */
  readonly outboxRetention: number
  readonly evolution: Evolution | null
  readonly telegram: Telegram | null
  readonly ntfy: Ntfy | null
  readonly webhook: Webhook | null
  readonly apprise: Apprise | null
  readonly heartbeat: HeartbeatConfig | null
  readonly watch: Watch
  readonly limits: { readonly cpu: Limit; readonly ram: Limit; readonly disk: Limit }
  /** Of each container: CPU in percent of one core, memory of its own limit. */
  readonly containerThresholds: { readonly cpu: number | null; readonly ram: number }
  readonly services: readonly Service[]
  readonly cpuFor: number
  readonly ramFor: number
  readonly keepFiringFor: number
  readonly stopGrace: number
  readonly dockerFor: number
  readonly disks: { readonly mounts: readonly string[]; readonly ignore: readonly string[] }
  readonly log: { readonly level: LogLevel; readonly format: 'text' | 'json' }
  /** `unix:///path` or `tcp://host:port`; `asked` where the owner named it. */
  readonly docker: { readonly host: string; readonly asked: boolean }
  readonly hostRoot: string
  readonly dataDir: string
  /** `asked` where the owner named the folder. */
  readonly extensions: { readonly folder: string; readonly asked: boolean }
  /** Written at each reading of the host; null: none. */
  readonly healthFile: string | null
  /** What must never be seen in a log or a message: tokens and the URLs that are as good as one. */
  readonly secrets: readonly string[]
}

/** Trouble begins above the threshold and ends below the clear value. */
export interface Limit {
  readonly threshold: number
  readonly clear: number
}

export type ChannelName = 'whatsapp' | 'telegram' | 'ntfy' | 'webhook' | 'apprise' | 'console'

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error'

export interface Evolution {
  readonly url: string
  readonly token: string
  readonly instance: string
  /** Numbers and group jids. */
  readonly recipients: readonly string[]
}

export interface Telegram {
  readonly token: string
  /** Numbers of chats and `@names` of channels. */
  readonly recipients: readonly string[]
}

export interface Ntfy {
  /** Of the topic; a user and a password in it are those of the server. */
  readonly url: string
  readonly token: string | null
}

export interface Webhook {
  readonly url: string
  /** The key of its signature; null: it is not signed. */
  readonly secret: string | null
}

export interface Apprise {
  /** Of the API server, without the slash at its end. */
  readonly url: string
  /** Apprise's own, as in `mailto://…`: each holds the keys of its service. */
  readonly urls: readonly string[]
}

export interface HeartbeatConfig {
  /** Null where only `pings` hear it. */
  readonly url: string | null
  /** Addresses that are asked for at each heartbeat, and get nothing more. */
  readonly pings: readonly string[]
  readonly token: string | null
  readonly interval: number
}

/** Which containers matter: names or globs. A name both watched and ignored is watched. */
export interface Watch {
  readonly all: boolean
  readonly names: readonly string[]
  readonly ignore: readonly string[]
}
