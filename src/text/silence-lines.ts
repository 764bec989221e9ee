import type { QuietRange } from '../model/quiet-range.ts'
import type { GivenSilence, Silence } from '../model/silence.ts'
import type { SilenceStatus } from '../model/status.ts'
import type { CommandText } from './commands.ts'
import { foreign } from './foreign.ts'

/** `3  db: until 16:30, by ana at 14:30, 1 problem now: the backup` */
export const silenceLine = (silence: SilenceStatus, text: CommandText): string => {
  const { id, by, at, reason, times, holdsUntil, troubles } = silence
  const { commands, moment } = text
  const now = holdsUntil === null ? commands.notNow : commands.holdsNow(commands.until(moment(holdsUntil)))
  const facts = [
    whenOf(silence, text),
    ...(times.length === 0 ? [] : [now]),
    commands.given(foreign(by), moment(at)),
    ...(troubles === 0 ? [] : [commands.troubles(troubles)]),
  ]
  return `${id}  ${aboutOf(silence, text)}: ${facts.join(', ')}${reason === '' ? '' : `: ${foreign(reason)}`}`
}

/** `db`, `CPU_* host`, `everything` */
export const aboutOf = ({ type, subject }: Pick<Silence, 'type' | 'subject'>, { commands }: CommandText): string => {
  if (type !== '*') return foreign(`${type} ${subject}`)
  return subject === '*' ? commands.anything : foreign(subject)
}

/** `until 16:30`, `daily 02:00-04:00` */
export const whenOf = ({ until, times }: GivenSilence, text: CommandText): string => {
  const { commands, moment } = text
  const end = until === null ? [] : [commands.until(moment(until))]
  return [...times.map((range) => rangeOf(range, text)), ...end].join(', ')
}

const rangeOf = ({ days, from, to }: QuietRange, { commands }: CommandText): string =>
  commands.every(days.length === 7 ? commands.daily : daysOf(days, commands.days), `${clockOf(from)}-${clockOf(to)}`)

/** Days that follow each other by the first and the last of them, as they were given. */
const daysOf = (days: readonly number[], names: readonly string[]): string => {
  const isRow = days.every((day, index) => index === 0 || day === ((days[index - 1] ?? 0) + 1) % 7)
  const shown = isRow && days.length > 1 ? [days.at(0), days.at(-1)] : days
  return shown.map((day) => names[day ?? 0] ?? '').join(isRow ? '-' : ' ')
}

const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
