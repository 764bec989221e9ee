import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../sinks/outbox/database.ts'
import { createListing, type ListedMessage, type Listing } from '../sinks/outbox/listing.ts'
import { storageReason } from '../sinks/outbox/storage-reason.ts'
import { english } from '../text/en.ts'
import { createFigures } from '../text/figures.ts'
import { exitCode, type CommandContext } from './command-context.ts'
import { tableOf } from './table.ts'

/** What is asked of the outbox. */
export type OutboxCommand =
  { readonly kind: 'show'; readonly json: boolean } | { readonly kind: 'retry' | 'drop'; readonly id: number }

/**
 * Shows the messages that wait or were refused (as JSON: all of them), or has one sent at once or removed. It works
 * beside the agent, which sees what was changed within five seconds.
 *
 * Returns 0, or 1 where that cannot be.
 */
export const outbox = (command: OutboxCommand, context: CommandContext): number => {
  const { config, printError } = context
  const path = join(config.dataDir, 'vigilo.db')
  if (!existsSync(path)) {
    printError('there is no outbox in DATA_DIR: no agent has run with it')
    return exitCode.failed
  }
  try {
    const database = openDatabase(path)
    try {
      return perform(createListing(database), command, context)
    } finally {
      database.close()
    }
  } catch (error) {
    printError(`the outbox cannot be opened: ${storageReason(error)}`)
    return exitCode.failed
  }
}

const perform = (listing: Listing, command: OutboxCommand, context: CommandContext): number => {
  if (command.kind === 'show') {
    for (const line of command.json ? [JSON.stringify(listing.all().map(withIsoTimes))] : shown(listing.all(), context))
      context.print(line)
    return exitCode.ok
  }
  const { kind, id } = command
  const hindrance = kind === 'retry' ? listing.retry(id, context.now()) : listing.drop(id)
  if (hindrance === null)
    context.print(kind === 'retry' ? `message ${id} waits to be sent` : `message ${id} is dropped`)
  else context.printError(hindrance)
  return hindrance === null ? exitCode.ok : exitCode.failed
}

const withIsoTimes = ({ queuedAt, changedAt, nextAt, ...message }: ListedMessage) => ({
  ...message,
  queuedAt: iso(queuedAt),
  changedAt: iso(changedAt),
  nextAt: nextAt === null ? null : iso(nextAt),
})

const iso = (time: number): string => new Date(time).toISOString()

const day = 86_400_000

const shown = (messages: readonly ListedMessage[], { config, now }: CommandContext): readonly string[] => {
  const at = now()
  const { duration } = createFigures(english, config.timeZone)
  const rows = messages
    .filter(({ state }) => state !== 'sent')
    .map((message) => [
      String(message.id),
      stateOf(message, at, duration),
      message.channel,
      message.recipient,
      duration(at - message.queuedAt) || 'now',
      whatOf(message),
      message.reason ?? '',
    ])
  const sent = messages.filter(({ state, changedAt }) => state === 'sent' && changedAt > at - day).length
  return [
    ...(rows.length === 0
      ? ['Nothing waits.']
      : tableOf(['ID', 'STATE', 'CHANNEL', 'TO', 'AGE', 'MESSAGE', 'WHY'], rows)),
    `Sent in the last 24 h: ${sent}`,
  ]
}

const stateOf = (
  { state, within, nextAt, failedAttempts }: ListedMessage,
  at: number,
  duration: (milliseconds: number) => string,
): string => {
  if (within !== null) return `${state} within ${within}`
  if (state !== 'retrying') return state
  const wait = nextAt === null ? '' : duration(nextAt - at)
  return `retrying (${failedAttempts} failed${wait === '' ? '' : `, next in ${wait}`})`
}

const whatOf = ({ kind, alerts, repeated }: ListedMessage): string => {
  const [first, ...others] = alerts
  const more = others.length > 0 ? ` and ${others.length} more` : ''
  return `${first === undefined ? kind : `${first}${more}`}${repeated ? ' (repeated)' : ''}`
}
