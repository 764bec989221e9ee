import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { answerTo } from '../control/answer.ts'
import type { Answer } from '../control/request.ts'
import type { Question } from '../model/command.ts'
import type { Life } from '../model/life.ts'
import { muteReasons, type Muted } from '../model/mute.ts'
import type { LifeRecord } from '../model/status.ts'
import { createRecords } from '../sinks/outbox/records.ts'
import { isNewest } from '../sinks/outbox/schema.ts'
import { createSilencesTable } from '../sinks/outbox/silences-table.ts'
import { unnamed, type Known } from '../state/status.ts'
import { holdingOf } from '../streams/notify/holding.ts'
import { quietHoursOf } from '../streams/notify/quiet-hours.ts'
import { createTroubles } from '../streams/notify/troubles.ts'
import type { CommandContext } from './command-context.ts'

/**
 * Answers a question without the agent, by what it wrote down. Nothing is written. Null where it wrote nothing, or where
 * what it wrote is of another version. Throws what SQLite throws.
 */
export const readDatabase = (question: Question, context: CommandContext): Answer | null => {
  const path = join(context.config.dataDir, 'vigilo.db')
  if (!existsSync(path)) return null
  const database = new DatabaseSync(path, { readOnly: true })
  try {
    database.exec('PRAGMA busy_timeout = 5000; PRAGMA temp_store = MEMORY')
    if (!isNewest(database)) return null
    const known = knownBy(database, context)
    return answerTo(question, { kind: 'nothing' }, known, { subjects: () => [], expected: [] })
  } finally {
    database.close()
  }
}

const knownBy = (database: DatabaseSync, { config, now }: CommandContext): Known => {
  const at = now()
  const { agentName, timeZone, quietHours } = config
  const records = createRecords(database)
  const given = createSilencesTable(database).all()
  const open = records.open()
  const lives = open.map(({ life }) => life)
  const troubles = createTroubles()
  for (const life of lives) troubles.follow(life)
  const told = new Map(records.told().map((one) => [one.fingerprint, one]))
  return {
    at,
    agentName,
    startedAt: null,
    overview: {
      host: null,
      containers: null,
      services: new Map(),
      unavailable: new Map(),
      lives: new Map(lives.map((life): [string, Life] => [life.fingerprint, life])),
      causeOf: troubles.causeOf,
      told,
      silences: holdingOf(given, timeZone)(at),
      heartbeats: { sent: 0, failed: 0, lost: 0, queued: 0 },
    },
    muted: new Map(open.filter(({ life }) => !told.has(life.fingerprint)).flatMap(mutedBefore)),
    quiet: quietHoursOf({ ranges: quietHours, timeZone })(at),
    given,
    records,
    heartbeat: null,
    nextReportAt: null,
  }
}

/** As the agent noted it last. */
const mutedBefore = ({ life, mutedBy }: LifeRecord): readonly (readonly [string, Muted])[] => {
  const reason = muteReasons.find((one) => one === mutedBy)
  const key = life.fingerprint
  return reason === undefined ? [] : [[key, { key, word: 'firing', mute: { reason, by: unnamed, until: null } }]]
}
