import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { openReadOnly } from '../../sinks/outbox/database.ts'
import { chatOf } from '../../sinks/channels/telegram/recipient.ts'
import { createMovesTable } from '../../sinks/outbox/moves-table.ts'
import { createRecords } from '../../sinks/outbox/records.ts'
import { schemaAge } from '../../sinks/outbox/schema.ts'
import { createStatistics, type OutboxStatistics } from '../../sinks/outbox/statistics.ts'
import { storageReason } from '../../sinks/outbox/storage-reason.ts'
import type { ChannelStatus } from '../../model/status.ts'
import { addressOf } from '../../text/status-lines.ts'
import type { CommandContext } from '../command-context.ts'
import { bad, odd, well, type Finding } from './finding.ts'

/** What waits to be told, by a database that is left as it is: one of an older version is read as far as it can be. */
export const lookAtOutbox = (folder: string, context: CommandContext): readonly Finding[] => {
  const { text } = context
  const words = text.words.doctor.outbox
  const path = join(folder, 'vigilo.db')
  if (!existsSync(path)) return [well(words.none)]
  try {
    const database = openReadOnly(path)
    try {
      const age = schemaAge(database)
      if (age === 'newer') return [bad(words.newer)]
      if (age === 'older') return [odd(words.older(olderState(database, context)))]
      const statistics = createStatistics(database)()
      const what = stateOf(statistics, context)
      return [
        statistics.refused > 0 ? odd({ what, advice: words.seeRefused }) : well(what),
        ...createRecords(database)
          .channels()
          .flatMap((status) => lastOf(status, context)),
        ...movesIn(database, context),
      ]
    } finally {
      database.close()
    }
  } catch (error) {
    return [bad(words.fault(text.reason(storageReason(error))))]
  }
}

/** What became of the last attempt of a channel that is in use, and when: whether it could send now is another matter. */
const lastOf = (
  { channel, recipient, outcome, at, reason }: ChannelStatus,
  { config, text, now }: CommandContext,
): readonly Finding[] => {
  if (![...config.channels, ...config.fallbackChannels].some((name) => name === channel)) return []
  const { last, lastAdvice, lessThanASecond } = text.words.doctor.outbox
  const ago = text.figures.duration(now() - at) || lessThanASecond
  const why = reason === null ? '' : text.reason(reason)
  const what = last({ address: addressOf(channel, recipient), outcome, ago, why })
  return [outcome === 'sent' ? well(what) : bad({ what, advice: lastAdvice })]
}

const movesIn = (database: DatabaseSync, { config, text }: CommandContext): readonly Finding[] => {
  const moves = createMovesTable(database)
  const chats = new Set(config.telegram?.recipients.map(chatOf))
  return [...chats].flatMap((chat) => {
    const to = moves.to('telegram', chat)
    return to === null ? [] : [odd(text.words.doctor.outbox.moved(chat, to))]
  })
}

const stateOf = ({ queued, oldestQueuedAt, refused }: OutboxStatistics, { text, now }: CommandContext): string => {
  const { state, lessThanASecond } = text.words.doctor.outbox
  const oldest = oldestQueuedAt === null ? '' : text.figures.duration(now() - oldestQueuedAt) || lessThanASecond
  return state({ waiting: queued, oldest, refused })
}

const olderState = (database: ReturnType<typeof openReadOnly>, context: CommandContext): string => {
  try {
    return stateOf(createStatistics(database)(), context)
  } catch {
    return ''
  }
}
