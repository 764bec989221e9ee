import { createClients, type Clients } from '../clients/clients.ts'
import type { Config } from '../config.ts'
import type { Loaded } from '../config/load.ts'
import { renderProblems } from '../config/problems.ts'
import { createLogs, type Logs } from '../log.ts'
import { maskKnown } from '../text/mask-known.ts'
import { createCommandText, type CommandText } from '../text/command-words.ts'
import { visible } from '../sinks/visible.ts'

/** Those of sysexits.h, but for `failed`. */
export const exitCode = { ok: 0, failed: 1, usage: 64, badConfiguration: 78 } as const

/** What a command beside the agent works with. */
export interface CommandContext {
  readonly config: Config
  /** As the agent reaches others. */
  readonly clients: Clients
  readonly logs: Logs
  /** What is said, in the language of the messages. */
  readonly text: CommandText
  /** Writes a line without secrets and without what steers a terminal. */
  readonly print: (line: string) => void
  /** The same, where errors go. */
  readonly printError: (line: string) => void
  /** Milliseconds since the epoch. */
  readonly now: () => number
}

interface Streams {
  readonly out: (text: string) => void
  readonly error: (text: string) => void
  readonly now: () => number
  /** What is wrong with a configuration is said in it. */
  readonly language: Config['language']
}

/** Writes lines that hold none of these secrets. */
export const printerOf = (secrets: readonly string[], write: (text: string) => void): ((line: string) => void) => {
  const mask = maskKnown(secrets)
  return (line) => write(`${visible(mask(line))}\n`)
}

/** Runs a command with the configuration of the agent; returns its exit code. A configuration with mistakes is told instead. */
export const withConfiguration = async (
  loaded: Loaded,
  { out, error, now, language }: Streams,
  command: (context: CommandContext) => number | Promise<number>,
): Promise<number> => {
  if ('problems' in loaded) {
    error(renderProblems(loaded, language))
    return exitCode.badConfiguration
  }
  const { config } = loaded
  const { secrets, timeZone } = config
  const logs = createLogs({ level: 'error', format: 'text', timeZone, secrets, write: error, now })
  const text = createCommandText(config)
  return command({
    config,
    clients: createClients(config.proxies),
    logs,
    text,
    now,
    print: printerOf(secrets, out),
    printError: printerOf(secrets, error),
  })
}
