import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { hostId, readHostId } from '../host-id.ts'
import { ReasonedError } from '../reasoned-error.ts'
import { copyOf } from '../sinks/outbox/copy.ts'
import { openDatabase, openReadOnly } from '../sinks/outbox/database.ts'
import { createListing, type Hindrance, type ListedMessage, type Listing } from '../sinks/outbox/listing.ts'
import { schemaAge } from '../sinks/outbox/schema.ts'
import { storageReason } from '../sinks/outbox/storage-reason.ts'
import type { CommandText, OutboxWords } from '../text/command-words.ts'
import { inEnglish } from '../text/reason-words.ts'
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
  const { config, text, printError } = context
  const path = join(config.dataDir, 'vigilo.db')
  if (!existsSync(path)) {
    printError(text.words.outbox.none)
    return exitCode.failed
  }
  try {
    const database =
      command.kind === 'show' ? openToRead(path, config.dataDir) : openDatabase(path, hostId(config.dataDir))
    try {
      return perform(createListing(database), command, context)
    } finally {
      database.close()
    }
  } catch (error) {
    printError(text.words.outbox.cannotBeOpened(text.reason(storageReason(error))))
    return exitCode.failed
  }
}

/** Nothing is written. What an older version left is converted in memory. */
const openToRead = (path: string, dataDir: string): DatabaseSync => {
  const database = openReadOnly(path)
  const age = schemaAge(database)
  if (age === 'newest') return database
  database.close()
  if (age === 'newer') throw new ReasonedError({ code: 'databaseNewer' })
  const copy = copyOf(path, readHostId(dataDir) ?? '')
  if (copy === null) throw new ReasonedError({ code: 'databaseCorrupt' })
  return copy
}

const perform = (listing: Listing, command: OutboxCommand, context: CommandContext): number => {
  if (command.kind === 'show') {
    for (const line of command.json ? [JSON.stringify(listing.all().map(asJson))] : outboxLines(listing.all(), context))
      context.print(line)
    return exitCode.ok
  }
  const { kind, id } = command
  const { words } = context.text
  const hindrance = kind === 'retry' ? listing.retry(id, context.now()) : listing.drop(id)
  if (hindrance === null) context.print(kind === 'retry' ? words.outbox.waits(id) : words.outbox.dropped(id))
  else context.printError(hindranceWords(id, hindrance, words.outbox))
  return hindrance === null ? exitCode.ok : exitCode.failed
}

const hindranceWords = (id: number, hindrance: Hindrance, { hindrances, toldBy }: OutboxWords): string =>
  typeof hindrance === 'string' ? hindrances[hindrance](id) : toldBy(id, hindrance.within)

const asJson = ({ queuedAt, changedAt, nextAt, reason, ...message }: ListedMessage) => ({
  ...message,
  reason: reason === null ? null : inEnglish(reason),
  queuedAt: iso(queuedAt),
  changedAt: iso(changedAt),
  nextAt: nextAt === null ? null : iso(nextAt),
})

const iso = (time: number): string => new Date(time).toISOString()

const day = 86_400_000

/** What `vigilo outbox` shows: what waits or was refused, and how many were sent. */
export const outboxLines = (
  messages: readonly ListedMessage[],
  { text, now }: Pick<CommandContext, 'text' | 'now'>,
): readonly string[] => {
  const at = now()
  const words = text.words.outbox
  const rows = messages
    .filter(({ state }) => state !== 'sent')
    .map((message) => [
      String(message.id),
      stateOf(message, at, text),
      message.channel,
      message.recipient,
      text.figures.duration(at - message.queuedAt) || words.now,
      whatOf(message, words),
      message.reason === null ? '' : text.reason(message.reason),
    ])
  const sent = messages.filter(({ state, changedAt }) => state === 'sent' && changedAt > at - day).length
  return [...(rows.length === 0 ? [words.nothingWaits] : tableOf(words.titles, rows)), words.sent(sent)]
}

const stateOf = (
  { state, within, nextAt, failedAttempts }: ListedMessage,
  at: number,
  { words: { outbox: words }, figures }: CommandText,
): string => {
  const known = words.states[state] ?? state
  if (within !== null) return words.within(known, within)
  return state === 'retrying'
    ? words.retrying(failedAttempts, nextAt === null ? '' : figures.duration(nextAt - at))
    : known
}

const whatOf = ({ kind, alerts, repeated }: ListedMessage, words: OutboxWords): string => {
  const [first, ...others] = alerts
  const what = first === undefined ? (words.kinds[kind] ?? kind) : first
  return `${what}${others.length > 0 ? words.more(others.length) : ''}${repeated ? words.repeated : ''}`
}
