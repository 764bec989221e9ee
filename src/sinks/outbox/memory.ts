import type { DatabaseSync } from 'node:sqlite'
import { isBeginning } from '../../model/alert.ts'
import { hasEnded, noEvidence, type Life } from '../../model/life.ts'
import type { Memory, SentMessage } from '../../model/memory.ts'
import type { Told } from '../../model/told.ts'
import { integerOf, textOf } from './database.ts'
import type { LivesTable } from './lives-table.ts'
import type { OccurrencesTable } from './occurrences-table.ts'
import { fingerprintsOf } from './order.ts'
import { readNotification } from './stored-notification.ts'
import type { TellingsTable } from './tellings-table.ts'

/** Changes of state and messages that are longer ago are of no account, in milliseconds. */
const lately = 1_800_000
const day = 86_400_000

/** What the agents before this one saw and told, as they wrote it down; all but what runs on the host. */
export type KeptMemory = Omit<Memory, 'ran' | 'sawEngine'>

export const readMemory = (
  database: DatabaseSync,
  { lives, tellings, occurrences }: { lives: LivesTable; tellings: TellingsTable; occurrences: OccurrencesTable },
  at: number,
): KeptMemory => {
  const told = tellings.allTold()
  const open = lives.open()
  const isOpen = new Set(open.map(({ id }) => id))
  // Their end is still to be told, that of a later life maybe; or their life was lost with a part of the file.
  const others = told.flatMap((one) => livesSince(one, lives)).filter(({ id }) => !isOpen.has(id))
  return {
    at,
    lives: [...open, ...others].toSorted((one, other) => one.id - other.id),
    // What was dated by a clock that ran ahead nobody can place.
    endedLately: lives
      .endedSince(at - lately)
      .filter(hasEnded)
      .filter(({ endsAt }) => endsAt <= at)
      .filter(({ instability, endsAt }) => instability === null || endsAt > instability.lastAt)
      .map(({ fingerprint, startsAt, endsAt, instability }) => ({
        fingerprint,
        startsAt: instability === null ? startsAt : null,
        endsAt,
      })),
    nextLife: Math.max(lives.nextId(), ...told.map(({ life }) => life + 1)),
    told,
    occurrences: occurrences.untoldSince(at - day),
    happenedLately: occurrences.since(at - lately),
    messages: messagesBetween(database, at - lately, at),
    reportedAt: reportedBefore(database, at),
  }
}

/** Of a trouble that was told: the life that people know of, and the newest one where that is another. */
export const livesSince = (told: Told, lives: Pick<LivesTable, 'newest' | 'find'>): readonly Life[] => {
  const newest = lives.newest(told.fingerprint)
  if (newest?.id === told.life) return [newest]
  const known = lives.find(told.life) ?? lifeOf(told)
  return newest !== null && newest.id > told.life ? [known, newest] : [known]
}

/** A trouble of which only this is known, that it was told. */
const lifeOf = ({ fingerprint, life, severity, startsAt, check }: Told): Life => ({
  id: life,
  host: fingerprint.split('\n')[0] ?? '',
  fingerprint,
  type: check.type,
  subject: check.subject,
  state: 'firing',
  severity,
  startsAt,
  check,
  instability: null,
  evidence: noEvidence,
  isSeen: false,
  look: -1,
  formerly: null,
})

const messagesBetween = (database: DatabaseSync, from: number, to: number): readonly SentMessage[] =>
  database
    .prepare(`SELECT at, body FROM notification WHERE kind = 'alerts' AND at > ? AND at <= ? ORDER BY at`)
    .all(from, to)
    .flatMap((row) => {
      const notification = readNotification(textOf(row, 'body'))
      if (notification?.kind !== 'alerts') return []
      const { alerts } = notification
      return [
        {
          at: integerOf(row, 'at'),
          fingerprints: fingerprintsOf(notification),
          hasBeginnings: alerts.some(isBeginning),
        },
      ]
    })

const reportFact = 'reported-at'

const reportedBefore = (database: DatabaseSync, at: number): number | null => {
  const row = database.prepare('SELECT value FROM fact WHERE name = ?').get(reportFact)
  const reportedAt = row === undefined ? null : Number(textOf(row, 'value'))
  return reportedAt === null || !(reportedAt <= at) ? null : reportedAt
}

/** A report was made at a time, in milliseconds since the epoch. */
export const noteReport = (database: DatabaseSync, at: number): void =>
  void database
    .prepare('INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
    .run(reportFact, String(at))
