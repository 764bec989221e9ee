import type { DatabaseSync } from 'node:sqlite'

/** Each makes the schema after it of the one before; `user_version` counts those that were made. Never edit one. */
const migrations: readonly string[] = [
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
]

/** The schema is of a newer Vigilo, which this one would harm. */
export class NewerSchema extends Error {}

/** Makes the newest schema of whatever older one the database has. */
export const migrate = (database: DatabaseSync): void => {
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version > migrations.length) throw new NewerSchema('it was made by a newer Vigilo')
  for (const [index, migration] of migrations.entries()) {
    if (index < version) continue
    database.exec(`BEGIN IMMEDIATE; ${migration}; PRAGMA user_version = ${index + 1}; COMMIT`)
  }
}
