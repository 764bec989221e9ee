import type { Command, Question } from '../model/command.ts'
import type { QuietRange } from '../model/quiet-range.ts'

/** What a request of HTTP asks for, or the status that it is refused with. */
export type Read = { readonly asked: Command | Question } | { readonly refused: 400 | 404 | 405 }

/** Names are long enough for every type and subject, and a reason for a sentence. */
const maxLength = 500

/**
 * Reads what is asked: `GET /v1/status`, `/v1/why?subject=db`, `/v1/alerts?since=1764100800000`, `/v1/silences`;
 * `POST /v1/silences`, `DELETE /v1/silences/3`. Never throws.
 */
export const readRequest = (method: string, path: string, body: string): Read => {
  const url = URL.parse(path, 'http://vigilo')
  const [, version, name, id, ...more] = url?.pathname.split('/') ?? []
  if (url === null || version !== 'v1' || more.length > 0) return { refused: 404 }
  if (name === 'silences' && id !== undefined) return method === 'DELETE' ? unsilence(id) : { refused: 405 }
  if (id !== undefined) return { refused: 404 }
  if (name === 'silences' && method === 'POST') return silence(parsed(body))
  const question = questionOf(name, url.searchParams)
  if (question === null) return { refused: 404 }
  return method === 'GET' ? question : { refused: 405 }
}

const questionOf = (name: string | undefined, given: URLSearchParams): Read | null => {
  switch (name) {
    case 'status':
    case 'silences':
      return { asked: { kind: name } }
    case 'why': {
      const subject = given.get('subject') ?? ''
      return isName(subject) ? { asked: { kind: 'why', subject } } : { refused: 400 }
    }
    case 'alerts': {
      const since = Number(given.get('since') ?? NaN)
      return Number.isFinite(since) ? { asked: { kind: 'alerts', since } } : { refused: 400 }
    }
    default:
      return null
  }
}

const unsilence = (id: string): Read =>
  /^\d{1,15}$/.test(id) ? { asked: { kind: 'unsilence', id } } : { refused: 400 }

const silence = (given: unknown): Read => {
  if (typeof given !== 'object' || given === null) return { refused: 400 }
  const { type, subject, by, reason, duration, times }: Readonly<Record<string, unknown>> = { ...given }
  if (!isName(type) || !isName(subject) || !isText(by) || !isText(reason)) return { refused: 400 }
  if (!isDuration(duration) || !Array.isArray(times)) return { refused: 400 }
  const ranges = times.filter(isRange)
  if (ranges.length < times.length || (duration === null && ranges.length === 0)) return { refused: 400 }
  return { asked: { kind: 'silence', type, subject, by, reason, duration, times: ranges } }
}

/** Undefined where it is no JSON. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.length <= maxLength

const isName = (value: unknown): value is string => isText(value) && value !== ''

const isDuration = (value: unknown): value is number | null =>
  value === null || (typeof value === 'number' && Number.isSafeInteger(value) && value > 0)

const isMinute = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 1_440

const isDay = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value <= 6

const isRange = (value: unknown): value is QuietRange => {
  if (typeof value !== 'object' || value === null) return false
  const { days, from, to }: Readonly<Record<string, unknown>> = { ...value }
  return Array.isArray(days) && days.length > 0 && days.every(isDay) && isMinute(from) && isMinute(to) && from !== to
}
