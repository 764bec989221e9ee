import { day, hour, minute, second } from '../support/samples.ts'

/**
 * What docs/alerts.md and the table of types in the README say, written once more by hand: nothing of it is taken from the
 * product. Durations are milliseconds.
 */

const containerTypes = [
  'CONTAINER_NOT_FOUND',
  'CONTAINER_NOT_RUNNING',
  'CONTAINER_UNHEALTHY',
  'CONTAINER_OOM',
  'CONTAINER_CRASH_LOOP',
  'CONTAINER_RAM',
  'CONTAINER_CPU',
]
const ofRunning = ['CONTAINER_UNHEALTHY', 'CONTAINER_RAM', 'CONTAINER_CPU']

/** Cause → what follows from it and is about the same subject. */
export const sameSubject: Readonly<Record<string, readonly string[]>> = {
  DISK_CRITICAL: ['DISK_FORECAST'],
  CONTAINER_NOT_FOUND: containerTypes.filter((type) => type !== 'CONTAINER_NOT_FOUND'),
  CONTAINER_NOT_RUNNING: ofRunning,
  CONTAINER_OOM: ['CONTAINER_NOT_RUNNING', ...ofRunning],
  CONTAINER_CRASH_LOOP: ['CONTAINER_NOT_RUNNING', 'CONTAINER_OOM', ...ofRunning],
  TLS_CRITICAL: ['TLS_EXPIRING'],
}

/** Cause → what follows from it, whatever it is about. */
export const anySubject: Readonly<Record<string, readonly string[]>> = {
  DOCKER_CONNECTION_ERROR: containerTypes,
  NETWORK_DOWN: ['SERVICE_DOWN', 'TLS_EXPIRING', 'TLS_CRITICAL', 'CHANNEL_DOWN'],
}

/** What follows from that the host cannot be seen. */
export const ofTheHost = ['DISK_CRITICAL', 'DISK_FORECAST', 'INODES_CRITICAL']

/** It lasts for days. */
export const slowTypes = ['TLS_EXPIRING']

export const groupWait = 5 * second
export const total = { messages: 12, keptForUrgent: 2, window: 10 * minute }
export const perFingerprint = { messages: 5, window: 30 * minute }
export const longestReminder = day
/** An occurrence is due until it is told, or this old. */
export const occurrenceIsDueFor = day
/** The start-up notice comes within this. */
export const startupWithin = 4 * second
/** What is behind a trouble is known within this. */
export const evidenceWithin = second
/** What could not be written down is tried again after this. */
export const unwrittenFor = 5 * second
/** When quiet hours end what waited follows a report within this. */
export const afterQuiet = second
/** The longest that something must have been so before it counts: a channel that does not deliver. */
export const longestHold = 2 * minute
/** The clock is looked at as often as this. */
export const clockLook = minute
/** Nothing of a report waits for longer than this after it is due. */
export const reportEvery = 4 * hour

/** Beginning, and worse: nothing that begins waits for a message that told of no beginning. */
export const beginnings = ['firing', 'escalated', 'unstable']
