/** Addresses of proxies, with whatever user and password they want; null: none. */
export interface Proxies {
  readonly http: string | null
  readonly https: string | null
  /** Whom no proxy is used for. */
  readonly none: readonly string[]
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
  /** Numbers of chats and `@names` of channels, with the number of a topic behind a colon or not. */
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
