import type { DatabaseSync } from 'node:sqlite'
import { isEnd, type Alert } from '../../model/alert.ts'
import { tellingsOf, type Telling, type Told } from '../../model/told.ts'
import { integerOf, textOf, type Row } from './database.ts'
import type { Address } from './deliveries-table.ts'
import { readWritten, type ToJson } from './written.ts'

/** What people were last told of each fingerprint, and what each address was last sent. */
export interface TellingsTable {
  readonly told: (fingerprint: string) => Told | undefined
  readonly allTold: () => readonly Told[]
  readonly tell: (telling: Telling) => void
  readonly sent: (address: Address, fingerprint: string) => Told | undefined
  /** The life of which it was last sent the end; null where it was sent something else since, or nothing. */
  readonly endSent: (address: Address, fingerprint: string) => number | null
  /** The addresses, but those, that take one of some fingerprints to be trouble. */
  readonly believersOf: (fingerprints: readonly string[], except: readonly Address[]) => readonly Address[]
  /** @param at  when it is sent, in milliseconds since the epoch */
  readonly send: (address: Address, alert: Alert, at: number) => void
  /** What was sent is lost: unless it was sent something else since, the address takes to be so what it took before. */
  readonly unsend: (address: Address, alert: Alert) => void
  /** Both go with a container's new name. */
  readonly rename: (from: string, to: string) => void
  /** What an address that is not known any more was sent is of no use. */
  readonly forgetOthers: (known: readonly Address[]) => void
  /** Nor is what anybody was sent of a life that nothing is known of any more. */
  readonly prune: () => void
}

export const createTellingsTable = (database: DatabaseSync, toJson: ToJson): TellingsTable => {
  const selectTold = database.prepare('SELECT body FROM told WHERE fingerprint = ?')
  const selectAll = database.prepare('SELECT body FROM told')
  const upsertTold = database.prepare(
    'INSERT INTO told (fingerprint, body) VALUES (?, ?) ON CONFLICT DO UPDATE SET body = excluded.body',
  )
  const removeTold = database.prepare('DELETE FROM told WHERE fingerprint = ?')
  const sentTo = 'FROM sent WHERE channel = ? AND recipient = ? AND fingerprint = ?'
  const selectSent = database.prepare(`SELECT body ${sentTo} AND body IS NOT NULL`)
  const selectEndSent = database.prepare(`SELECT life ${sentTo} AND body IS NULL`)
  const upsertSent = database.prepare(
    `INSERT INTO sent (channel, recipient, fingerprint, life, body) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET life = excluded.life, body = excluded.body`,
  )
  const removeSent = database.prepare('DELETE FROM sent WHERE channel = ? AND recipient = ? AND fingerprint = ?')
  const selectBelievers = database.prepare(
    `SELECT DISTINCT channel, recipient FROM sent WHERE body IS NOT NULL
     AND fingerprint IN (SELECT value FROM json_each(?))
     AND (channel, recipient) NOT IN (SELECT value ->> 'channel', value ->> 'recipient' FROM json_each(?))`,
  )
  const renamed = (table: string) =>
    database.prepare(
      `UPDATE OR REPLACE ${table} SET fingerprint = ?1, body = json_set(body, '$.fingerprint', ?1) WHERE fingerprint = ?2`,
    )
  const renames = [renamed('told'), renamed('sent')]
  const removeOthers = database.prepare(
    `DELETE FROM sent WHERE (channel, recipient) NOT IN
       (SELECT value ->> 'channel', value ->> 'recipient' FROM json_each(?))`,
  )
  const removeOld = database.prepare('DELETE FROM sent WHERE life NOT IN (SELECT id FROM life)')
  const sent: TellingsTable['sent'] = ({ channel, recipient }, fingerprint) =>
    readTold(selectSent.get(channel, recipient, fingerprint))
  const endSent: TellingsTable['endSent'] = ({ channel, recipient }, fingerprint) => {
    const row = selectEndSent.get(channel, recipient, fingerprint)
    return row === undefined ? null : integerOf(row, 'life')
  }
  const isLast = (address: Address, alert: Exclude<Alert, { word: 'happened' }>): boolean => {
    const { id, fingerprint, state, severity } = alert.life
    if (isEnd(alert)) return endSent(address, fingerprint) === id
    const last = sent(address, fingerprint)
    return last?.life === id && last.state === state && last.severity === severity
  }
  return {
    told: (fingerprint) => readTold(selectTold.get(fingerprint)),
    allTold: () => selectAll.all().flatMap((row) => readTold(row) ?? []),
    tell: ({ fingerprint, told }) => {
      if (told === null) removeTold.run(fingerprint)
      else upsertTold.run(fingerprint, toJson(told))
    },
    sent,
    endSent,
    believersOf: (fingerprints, except) =>
      fingerprints.length === 0
        ? []
        : selectBelievers
            .all(JSON.stringify(fingerprints), JSON.stringify(except))
            .map((row) => ({ channel: textOf(row, 'channel'), recipient: textOf(row, 'recipient') })),
    send: ({ channel, recipient }, alert, at) => {
      if (alert.word === 'happened') return
      const borne = new Map(alert.bears.map((told) => [told.fingerprint, told.life]))
      for (const { fingerprint, told } of tellingsOf(alert, at, null)) {
        const life = borne.get(fingerprint) ?? alert.life.id
        upsertSent.run(channel, recipient, fingerprint, life, told === null ? null : toJson(told))
      }
    },
    unsend: (address, alert) => {
      if (alert.word === 'happened' || !isLast(address, alert)) return
      const { channel, recipient } = address
      removeSent.run(channel, recipient, alert.life.fingerprint)
      for (const told of [...alert.bears, ...(alert.before === null ? [] : [alert.before])])
        upsertSent.run(channel, recipient, told.fingerprint, told.life, toJson(told))
    },
    rename: (from, to) => {
      for (const rename of renames) rename.run(to, from)
    },
    forgetOthers: (known) => void removeOthers.run(JSON.stringify(known)),
    prune: () => void removeOld.run(),
  }
}

/** The database is our own: what has the outline of it was one. */
const isTold = (value: unknown): value is Told =>
  typeof value === 'object' && value !== null && 'fingerprint' in value && 'life' in value && 'check' in value

export const readTold = (row: Row | undefined): Told | undefined => {
  if (row === undefined) return undefined
  const told = readWritten(textOf(row, 'body'))
  return isTold(told) ? told : undefined
}
