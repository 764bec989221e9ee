import type { Notification } from '../../model/notification.ts'

const kinds: ReadonlySet<unknown> = new Set([
  'alerts',
  'startup',
  'restarted',
  'report',
  'catch-up',
  'fallback',
  'test',
] satisfies Notification['kind'][])

/** A notification as it was written down; null for what is none. */
export const readNotification = (text: string): Notification | null => {
  try {
    const value: unknown = JSON.parse(text)
    return isNotification(value) ? value : null
  } catch {
    return null
  }
}

/** The database is our own: what has the outline of a notification was one. */
const isNotification = (value: unknown): value is Notification =>
  typeof value === 'object' && value !== null && 'kind' in value && kinds.has(value.kind)
