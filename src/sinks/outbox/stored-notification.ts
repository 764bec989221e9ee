import type { Notification } from '../../model/notification.ts'
import { readWritten } from './written.ts'

export const notificationKinds: readonly Notification['kind'][] = [
  'alerts',
  'startup',
  'restarted',
  'report',
  'catch-up',
  'fallback',
  'test',
]

const kinds: ReadonlySet<unknown> = new Set(notificationKinds)

/** A notification as it was written down; null for what is none. */
export const readNotification = (text: string): Notification | null => {
  const value = readWritten(text)
  return isNotification(value) ? value : null
}

/** The database is our own: what has the outline of a notification was one. */
const isNotification = (value: unknown): value is Notification =>
  typeof value === 'object' && value !== null && 'kind' in value && kinds.has(value.kind)
