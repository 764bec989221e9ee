import loglevel from 'loglevel'
import type { LogLevel } from './config/types.ts'
import { maskKnown } from './text/mask-known.ts'

/** Where the parts of the agent say what they do. Nothing secret passes: what is written is masked on its way out. */
export interface Log {
  readonly debug: (message: string) => void
  readonly info: (message: string) => void
  readonly warn: (message: string) => void
  readonly error: (message: string) => void
}

/** Gives the log of one part, as in `docker` or `whatsapp`. */
export type Logs = (part: string) => Log

export interface LogOptions {
  /** The least severe level that is written. */
  readonly level: LogLevel
  /** `text`: `2025-11-30 14:30:00 - docker - INFO - …` in `timeZone`. `json`: one object a line, its time in UTC. */
  readonly format: 'text' | 'json'
  /** An IANA name. */
  readonly timeZone: string
  /** Each is written as `***`, as it is or as URLs, JSON and Basic authentication encode it. */
  readonly secrets: readonly string[]
  /** Receives one line at a time, with its line feed. */
  readonly write: (line: string) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

/** Makes the logs of one agent. Two of them share nothing. */
export const createLogs = ({ level, format, timeZone, secrets, write, now }: LogOptions): Logs => {
  const masked = maskKnown(secrets)
  const line = format === 'json' ? jsonLine : textLine(timeZone)
  const logOf = (part: string): Log => {
    // loglevel keeps its loggers for ever under their names: a symbol is nobody else's, and is never persisted.
    const logger = loglevel.getLogger(Symbol(part))
    logger.methodFactory = (method) => (message: string) =>
      write(`${line({ at: now(), part, level: levelNames[method], message: masked(message) })}\n`)
    logger.setLevel(level, false)
    return logger
  }
  const logs = new Map<string, Log>()
  return (part) => {
    const log = logs.get(part) ?? logOf(part)
    logs.set(part, log)
    return log
  }
}

interface Entry {
  readonly at: number
  readonly part: string
  readonly level: string
  readonly message: string
}

/** Python's names, which the readers of these logs know. */
const levelNames = { trace: 'TRACE', debug: 'DEBUG', info: 'INFO', warn: 'WARNING', error: 'ERROR' } as const

const jsonLine = ({ at, part, level, message }: Entry): string =>
  JSON.stringify({ time: new Date(at).toISOString(), level, part, message })

const textLine = (timeZone: string): ((entry: Entry) => string) => {
  // Swedish writes dates as ISO 8601 does.
  const dates = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  return ({ at, part, level, message }) => `${dates.format(at)} - ${part} - ${level} - ${onOneLine(message)}`
}

/** Foreign text can neither begin a line of its own nor steer a terminal. */
const onOneLine = (message: string): string =>
  message.replace(/[\p{Cc}\u2028\u2029]/gu, (character) =>
    character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
