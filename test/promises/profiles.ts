import { hour, minute } from '../support/samples.ts'
import type { LiveOptions } from './engine.ts'
import { troubles, type HistoryOptions } from './history.ts'

/** Of what kind histories are. */
export interface Profile extends HistoryOptions, LiveOptions {
  readonly runs: number
  /** Of which cooldowns, in seconds. */
  readonly cooldowns: readonly number[]
  readonly hasReports: readonly boolean[]
}

const slowTypes = ['BACKUP_OLD', 'TLS_EXPIRING']
const busyTypes = ['BACKUP_OLD', 'SERVICE_DOWN', 'DISK_CRITICAL', 'OUTBOX_UNSAVED']

export const profiles = {
  everything: {
    runs: 10,
    cooldowns: [60, 1_800, 7_200],
    hasReports: [true, true, false],
    every: 613_001,
    after: 200 * minute + 7,
  },
  busy: {
    runs: 12,
    cooldowns: [60],
    hasReports: [false],
    hosts: 1,
    kinds: ['reading', 'channel', 'kill', 'silence', 'acknowledge'],
    among: troubles.filter(({ type }) => busyTypes.includes(type)),
    gaps: [
      { weight: 3, min: 0, max: 10 },
      { weight: 1, min: 10, max: 90 },
    ],
    every: 613_001,
    after: 200 * minute + 7,
  },
  days: {
    runs: 1,
    cooldowns: [6 * 3_600, 12 * 3_600, 2 * 86_400],
    // They would remind of everything before its time comes.
    hasReports: [false],
    hosts: 1,
    maxLength: 7,
    kinds: ['reading', 'acknowledge', 'kill'],
    among: troubles.filter(({ type }) => slowTypes.includes(type)),
    gaps: [
      { weight: 1, min: 0, max: 600 },
      { weight: 2, min: 12 * 3_600, max: 60 * 3_600 },
    ],
    every: 1_213_001,
    after: 3 * hour + 7,
  },
} as const satisfies Readonly<Record<string, Profile>>
