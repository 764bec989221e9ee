import { splitList } from '../config/lists.ts'
import { parseRange } from '../config/quiet-hours.ts'
import type { SilenceCommand } from '../model/command.ts'
import type { QuietRange } from '../model/quiet-range.ts'

const units: ReadonlyMap<string, number> = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['min', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
])

/** What is silenced for longer recurs, or should not be watched. */
const longest = 366 * 86_400_000

/** `2h`, `90m`, `1h30m`, `3d`, in milliseconds; null where it is no duration. */
export const readDuration = (text: string): number | null => {
  if (!/^(?:\d{1,9}[a-z]+)+$/.test(text)) return null
  let total = 0
  for (const [, count, unit = ''] of text.matchAll(/(\d+)([a-z]+)/g)) {
    const length = units.get(unit)
    if (length === undefined) return null
    total += Number(count) * length
  }
  return total > 0 && total <= longest ? total : null
}

/** What people call some troubles whose subject has another name. */
const aliases: ReadonlyMap<string, Pick<SilenceCommand, 'type' | 'subject'>> = new Map([
  ['cpu', { type: 'CPU_CRITICAL', subject: 'host' }],
  ['ram', { type: 'RAM_CRITICAL', subject: 'host' }],
  ['memory', { type: 'RAM_CRITICAL', subject: 'host' }],
  ['swap', { type: 'SWAP_CRITICAL', subject: 'host' }],
  ['disk', { type: 'DISK_*', subject: '*' }],
  ['network', { type: 'NETWORK_DOWN', subject: '*' }],
])

/** The subject of what people call `cpu`; any other name is its own. */
export const subjectNamed = (name: string): string => {
  const subject = aliases.get(name.toLowerCase())?.subject ?? name
  return subject === '*' ? name : subject
}

/**
 * Reads what is to be silenced and when: `db 2h`, `cpu daily 02:00-04:00`, `'api-*' mon-fri 22:00-06:00`. Null where it is
 * neither a duration nor times of the day.
 *
 * @param type  of the alerts; null: every type
 */
export const readSilence = (
  words: readonly string[],
  { type, reason, by }: { readonly type: string | null; readonly reason: string; readonly by: string },
): SilenceCommand | null => {
  const [subject = '', ...when] = words
  if (subject.trim() === '' || when.length === 0) return null
  const about = type === null ? (aliases.get(subject.toLowerCase()) ?? { type: '*', subject }) : { type, subject }
  const base = { kind: 'silence', ...about, reason, by } as const
  const [only = ''] = when
  const duration = when.length === 1 ? readDuration(only.toLowerCase()) : null
  if (duration !== null) return { ...base, duration, times: [] }
  const times = readTimes(when.join(' '))
  return times === null ? null : { ...base, duration: null, times }
}

const readTimes = (text: string): readonly QuietRange[] | null => {
  try {
    const times = splitList(text.replace(/^(?:daily|todo dia|todos os dias|diariamente) +/i, '')).map(parseRange)
    return times.length === 0 ? null : times
  } catch {
    return null
  }
}
