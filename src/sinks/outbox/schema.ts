import type { DatabaseSync } from 'node:sqlite'
import { ReasonedError } from '../../reasoned-error.ts'
import { silenceTable } from './silences-table.ts'
import { toMaskedTexts } from './to-masked-texts.ts'
import { toSecondShape } from './to-second-shape.ts'

/** Makes the schema after it of the one before. */
type Migration = string | ((database: DatabaseSync, host: string) => void)

/** `user_version` counts those that were made. Never edit one. */
const migrations: readonly Migration[] = [
  `CREATE TABLE notification (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     at INTEGER NOT NULL,
     kind TEXT NOT NULL,
     rank TEXT NOT NULL,
     fingerprints TEXT NOT NULL,
     body TEXT NOT NULL
   ) STRICT;
   CREATE TABLE delivery (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     notification INTEGER NOT NULL REFERENCES notification (id),
     channel TEXT NOT NULL,
     recipient TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'retrying', 'refused')),
     queued_at INTEGER NOT NULL,
     changed_at INTEGER NOT NULL,
     next_at INTEGER NOT NULL DEFAULT 0,
     attempts INTEGER NOT NULL DEFAULT 0,
     repeated INTEGER NOT NULL DEFAULT 0,
     sent_texts INTEGER NOT NULL DEFAULT 0,
     reason TEXT,
     message_id TEXT,
     within INTEGER REFERENCES delivery (id) ON DELETE SET NULL
   ) STRICT;
   CREATE INDEX delivery_waiting ON delivery (channel, recipient, id) WHERE state IN ('queued', 'sending', 'retrying');
   CREATE INDEX delivery_notification ON delivery (notification);
   CREATE INDEX delivery_within ON delivery (within) WHERE within IS NOT NULL;
   CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;`,
  `ALTER TABLE notification ADD COLUMN critical INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE delivery ADD COLUMN told_by TEXT;
   ALTER TABLE delivery ADD COLUMN instead_of INTEGER REFERENCES notification (id) ON DELETE SET NULL;
   CREATE INDEX delivery_instead_of ON delivery (instead_of) WHERE instead_of IS NOT NULL;`,
  `CREATE TABLE life (
     fingerprint TEXT PRIMARY KEY,
     alert TEXT NOT NULL,
     told_at INTEGER NOT NULL,
     reminders INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;`,
  toSecondShape,
  silenceTable,
  toMaskedTexts,
]

/** Whether a database has the newest schema: one that is only read is not made newer. */
export const isNewest = (database: DatabaseSync): boolean =>
  Number(database.prepare('PRAGMA user_version').get()?.['user_version']) === migrations.length

/**
 * Makes the newest schema of whatever older one the database has. Returns whether it had an older one.
 *
 * @param host  the id of the host that it is of
 * @param to    the version of another schema that is to be made; left out: the newest
 */
export const migrate = (database: DatabaseSync, host: string, to = migrations.length): boolean => {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  if (Math.max(version, to) > migrations.length) {
    // This one would harm it.
    throw new ReasonedError({ code: 'databaseNewer' })
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < version || index >= to) continue
    database.exec('BEGIN IMMEDIATE')
    try {
      if (typeof migration === 'string') database.exec(migration)
      else migration(database, host)
      database.exec(`PRAGMA user_version = ${index + 1}; COMMIT`)
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      throw error
    }
  }
  return version < to
}

/** Whether another Vigilo made the schema that a database has. */
export const schemaAge = (database: DatabaseSync): 'older' | 'newest' | 'newer' => {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version === migrations.length) return 'newest'
  return version < migrations.length ? 'older' : 'newer'
}
