import type { DatabaseSync } from 'node:sqlite'
import type { Alert } from '../../model/alert.ts'
import type { Check, SustainedCheck } from '../../model/check.ts'
import { fingerprintOf, hasEnded, noEvidence, type Evidence, type Life, type Severity } from '../../model/life.ts'
import { alertsIn } from '../../model/notification.ts'
import type { Told } from '../../model/told.ts'
import { integerOf, textOf } from './database.ts'
import { readNotification } from './stored-notification.ts'
import { createTellingsTable } from './tellings-table.ts'
import { createToJson, readWritten } from './written.ts'

/** What the tables of the first shape held of a trouble. */
interface FirstAlert {
  readonly type: string
  readonly subject: string
  readonly severity: Severity
  readonly startsAt: number
  readonly reason: 'firing' | 'reminder' | 'settled' | 'unstable' | 'resolved' | 'removed' | 'notice'
  readonly check: Check | SustainedCheck
  /** How many alerts about it were held back before. */
  readonly withheld: number
  readonly evidence?: Evidence
  /** What was told of it before. */
  readonly before?: Check | null
  readonly endsAt?: number
  readonly now?: 'firing' | 'ended'
  readonly instability?: { readonly changes: number; readonly since: number } | null
}

/** By which host's id troubles are known from now on, and which life an alert is about. */
interface Now {
  readonly host: string
  readonly lifeIdOf: (alert: FirstAlert) => number
}

/**
 * What is so and what was told are kept apart from then on, and known by the host's id. Open troubles go along: people were
 * told of each of them, and what waits to be sent is still sent.
 */
export const toSecondShape = (database: DatabaseSync, host: string): void => {
  const known = database
    .prepare('SELECT alert, told_at, reminders FROM life ORDER BY told_at')
    .all()
    .flatMap((row) => {
      const alert = readWritten(textOf(row, 'alert'))
      if (!isFirstAlert(alert)) return []
      return [{ alert, at: integerOf(row, 'told_at'), reminders: integerOf(row, 'reminders') }]
    })
  const ids = new Map(known.map(({ alert }, index) => [nameOf(alert), index + 1]))
  // Of one that is over no life is left: any number that is its own will do.
  const now: Now = { host, lifeIdOf: (alert) => ids.get(nameOf(alert)) ?? -alert.startsAt }
  database.exec(tables)
  const insertLife = database.prepare(
    'INSERT INTO life (id, fingerprint, started_at, severity, first_told_at, body) VALUES (?, ?, ?, ?, ?, ?)',
  )
  const insertTold = database.prepare('INSERT INTO told (fingerprint, body) VALUES (?, ?)')
  for (const { alert, at, reminders } of known) {
    const life = lifeOf(alert, now)
    const toldAt = reminders === 0 ? at : Math.min(at, life.startsAt)
    insertLife.run(life.id, life.fingerprint, life.startsAt, life.severity, toldAt, toJson(life))
    insertTold.run(life.fingerprint, toJson(toldOf(life, { at, reminders })))
  }
  rewriteNotifications(database, now)
  noteSent(database)
}

const toJson = createToJson()

const nameOf = ({ type, subject, startsAt }: FirstAlert): string => `${type}\n${subject}\n${startsAt}`

const tables = `
  DROP TABLE life;
  CREATE TABLE life (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    fingerprint TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    severity TEXT NOT NULL,
    first_told_at INTEGER,
    end_told_at INTEGER,
    muted_by TEXT,
    counted INTEGER NOT NULL DEFAULT 0,
    body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX life_fingerprint ON life (fingerprint, id);
  CREATE INDEX life_open ON life (id) WHERE ended_at IS NULL;
  CREATE INDEX life_ended ON life (ended_at) WHERE ended_at IS NOT NULL;
  CREATE INDEX life_untold ON life (fingerprint) WHERE ended_at IS NOT NULL AND first_told_at IS NULL AND counted = 0;
  CREATE TABLE told (
    fingerprint TEXT PRIMARY KEY,
    body TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE sent (
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    life INTEGER NOT NULL,
    body TEXT,
    PRIMARY KEY (channel, recipient, fingerprint)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE occurrence (
    id TEXT PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    at INTEGER NOT NULL,
    told_at INTEGER,
    body TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE delivery_of_now (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    notification INTEGER NOT NULL REFERENCES notification (id),
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    state TEXT NOT NULL
      CHECK (state IN ('queued', 'sending', 'sent', 'retrying', 'refused', 'passed', 'dropped')),
    queued_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    next_at INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    repeated INTEGER NOT NULL DEFAULT 0,
    sent_texts INTEGER NOT NULL DEFAULT 0,
    reason TEXT,
    message_id TEXT,
    within INTEGER REFERENCES delivery_of_now (id) ON DELETE SET NULL,
    told_by TEXT,
    instead_of INTEGER REFERENCES notification (id) ON DELETE SET NULL
  ) STRICT;
  INSERT INTO delivery_of_now SELECT id, notification, channel, recipient, state, queued_at, changed_at, next_at, attempts,
    repeated, sent_texts, reason, message_id, within, told_by, instead_of FROM delivery ORDER BY within IS NOT NULL, id;
  DROP TABLE delivery;
  ALTER TABLE delivery_of_now RENAME TO delivery;
  CREATE INDEX delivery_waiting ON delivery (channel, recipient, id) WHERE state IN ('queued', 'sending', 'retrying');
  CREATE INDEX delivery_notification ON delivery (notification);
  CREATE INDEX delivery_within ON delivery (within) WHERE within IS NOT NULL;
  CREATE INDEX delivery_instead_of ON delivery (instead_of) WHERE instead_of IS NOT NULL;`

/** All of them were written in the words of the first shape. */
const rewriteNotifications = (database: DatabaseSync, now: Now): void => {
  const update = database.prepare('UPDATE notification SET body = ?, fingerprints = ? WHERE id = ?')
  for (const row of database.prepare('SELECT id, body, fingerprints FROM notification').all()) {
    const fingerprints = readWritten(textOf(row, 'fingerprints'))
    const named = Array.isArray(fingerprints) ? fingerprints.map((one) => `${now.host}\n${String(one)}`) : []
    const body = rewritten(readWritten(textOf(row, 'body')), now)
    // What cannot be read is none of any shape.
    const written = typeof body === 'object' && body !== null ? toJson(body) : 'null'
    update.run(written, JSON.stringify(named), integerOf(row, 'id'))
  }
}

/** What each address takes to be so, by all that it was sent. */
const noteSent = (database: DatabaseSync): void => {
  const { send } = createTellingsTable(database, toJson)
  const letters = database
    .prepare(
      `SELECT channel, recipient, changed_at, body FROM delivery JOIN notification ON notification.id = delivery.notification
       WHERE state = 'sent' AND within IS NULL ORDER BY changed_at, delivery.id`,
    )
    .all()
  for (const row of letters) {
    const notification = readNotification(textOf(row, 'body'))
    const address = { channel: textOf(row, 'channel'), recipient: textOf(row, 'recipient') }
    for (const alert of notification === null ? [] : alertsIn(notification))
      send(address, alert, integerOf(row, 'changed_at'))
  }
}

/** The same with each alert of the first shape as one of today. */
const rewritten = (value: unknown, now: Now): unknown => {
  if (Array.isArray(value)) return value.map((one) => rewritten(one, now))
  if (typeof value !== 'object' || value === null) return value
  if (isFirstAlert(value)) return alertOf(value, now)
  const entries = Object.entries(value).map(([name, one]): [string, unknown] => [name, rewritten(one, now)])
  return { ...added(value), ...Object.fromEntries(entries) }
}

/** What notifications and their parts have had since. */
const added = (value: object): Readonly<Record<string, unknown>> => {
  if ('fired' in value && 'ended' in value) return { told: value.fired, untold: 0 }
  if ('hostUnavailable' in value) return { silenced: [] }
  if ('total' in value && 'down' in value) return { unseen: 0 }
  if ('total' in value && 'unwell' in value) return { down: [] }
  if (!('kind' in value)) return {}
  if (value.kind === 'alerts') return { quiet: null }
  return value.kind === 'catch-up' ? { insteadOf: null } : {}
}

/** The database is our own: what has the outline of an alert was one. */
const isFirstAlert = (value: unknown): value is FirstAlert =>
  typeof value === 'object' &&
  value !== null &&
  'reason' in value &&
  'check' in value &&
  'startsAt' in value &&
  'fingerprint' in value

const alertOf = (alert: FirstAlert, now: Now): Alert => {
  const { type, subject, severity, startsAt, check, reason, withheld } = alert
  const life = lifeOf(alert, now)
  const { host, fingerprint } = life
  if (reason === 'notice') {
    const occurrence = { id: `${fingerprint}\n${startsAt}`, host, fingerprint, type, subject, severity, at: startsAt }
    return { word: 'happened', occurrence: { ...occurrence, details: check.details, times: 1 + withheld } }
  }
  // Each that came and went had a beginning and an end.
  const about = { bears: [], missed: Math.ceil(withheld / 2) }
  const before = toldOf({ ...life, check: sustained(alert.before ?? check, startsAt), state: 'firing' })
  if (hasEnded(life)) return { ...about, before, word: life.state, life }
  const word = reason === 'resolved' || reason === 'removed' ? 'reminder' : reason
  return { ...about, before: word === 'firing' ? null : before, word, life, ended: null }
}

const sustained = (check: Check | SustainedCheck, startsAt: number): SustainedCheck => ({
  ...check,
  since: 'since' in check ? check.since : startsAt,
})

const lifeOf = (alert: FirstAlert, { host, lifeIdOf }: Now): Life => {
  const { type, subject, severity, startsAt, check, reason } = alert
  const lastAt = check.at
  const base = {
    id: lifeIdOf(alert),
    host,
    fingerprint: fingerprintOf(host, { type, subject }),
    type,
    subject,
    severity,
    startsAt,
    check: sustained(check, startsAt),
    instability: alert.instability ? { ...alert.instability, lastAt } : null,
    evidence: alert.evidence ?? noEvidence,
    isSeen: true,
    look: -1,
    formerly: null,
  }
  if (reason === 'resolved' || reason === 'removed') return { ...base, state: reason, endsAt: alert.endsAt ?? check.at }
  if (reason !== 'unstable') return { ...base, state: 'firing' }
  const instability = base.instability ?? { changes: 3, since: startsAt, lastAt }
  return { ...base, state: 'unstable', now: alert.now ?? 'firing', instability }
}

const toldOf = (
  {
    fingerprint,
    id,
    state,
    severity,
    startsAt,
    check,
  }: Pick<Life, 'fingerprint' | 'id' | 'state' | 'severity' | 'startsAt' | 'check'>,
  { at, reminders }: Pick<Told, 'at' | 'reminders'> = { at: startsAt, reminders: 0 },
): Told => ({
  fingerprint,
  life: id,
  state: state === 'unstable' ? 'unstable' : 'firing',
  severity,
  startsAt,
  check,
  at,
  reminders,
  isReminderDue: false,
  quiet: null,
})
