import type { Details, Status } from '../model/check.ts'

const statuses = ['ok', 'warning', 'critical', 'unknown', 'removed'] satisfies Status[]

/** Of each kind of details, the fields that the words are made of. */
const fields = {
  cpu: { percent: 'number', threshold: 'number', host: 'object' },
  memory: { percent: 'number', threshold: 'number', host: 'object' },
  disk: { percent: 'number', threshold: 'number', disk: 'object' },
  container: { container: 'object', ending: 'string or null' },
  text: { text: 'string' },
  none: {},
} as const satisfies Record<Details['kind'], Record<string, string>>

/** Why a value that came from outside is no check, worded to follow "it"; null where it is one. */
export const faultOf = (value: unknown): string | null => {
  if (!isRecord(value)) return 'is no object'
  const { type, subject, at, status, details } = value
  if (typeof type !== 'string' || type === '') return 'has no type'
  if (typeof subject !== 'string' || subject === '') return 'has no subject'
  if (typeof at !== 'number' || Number.isNaN(new Date(at).getTime())) return 'has no time (at)'
  if (!statuses.some((known) => known === status)) return `has a status that is none of ${statuses.join(', ')}`
  if (!isRecord(details) || !isKind(details['kind'])) return `has details whose kind is none of ${kinds}`
  return faultOfDetails(details, fields[details['kind']])
}

const kinds = Object.keys(fields).join(', ')

const isKind = (kind: unknown): kind is Details['kind'] => typeof kind === 'string' && Object.hasOwn(fields, kind)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const typeOf = (value: unknown): string => (value === null ? 'null' : typeof value)

const faultOfDetails = (details: Readonly<Record<string, unknown>>, types: Readonly<Record<string, string>>) => {
  const wrong = Object.keys(types).find((name) => !(types[name] ?? '').split(' or ').includes(typeOf(details[name])))
  return wrong === undefined ? null : `has details whose ${wrong} is not ${types[wrong]}`
}
