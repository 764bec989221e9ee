import type { Status } from '../model/check.ts'

const statuses = ['ok', 'warning', 'critical', 'unknown', 'removed'] satisfies Status[]

/** Why a value that came from an extension is no check of its own, worded to follow "it"; null where it is one. */
export const faultOf = (value: unknown): string | null => {
  if (!isRecord(value)) return 'is no object'
  const { type, subject, at, status, details } = value
  if (typeof type !== 'string' || type === '') return 'has no type'
  if (typeof subject !== 'string' || subject === '') return 'has no subject'
  if (typeof at !== 'number' || Number.isNaN(new Date(at).getTime())) return 'has no time (at)'
  if (!statuses.some((known) => known === status)) return `has a status that is none of ${statuses.join(', ')}`
  if (!isRecord(details)) return 'has no details'
  if (details['kind'] === 'none') return null
  if (details['kind'] !== 'text') return 'has details whose kind is neither text nor none'
  return typeof details['text'] === 'string' ? null : 'has details whose text is no string'
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null
