import { Invalid } from './invalid.ts'
import type { QuietRange } from '../model/quiet-range.ts'
import { splitList } from './lists.ts'
import { withDefault } from './variable.ts'

const dayNames = [
  ['mon', 'seg'],
  ['tue', 'ter'],
  ['wed', 'qua'],
  ['thu', 'qui'],
  ['fri', 'sex'],
  ['sat', 'sab', 'sáb'],
  ['sun', 'dom'],
] as const

const minutesOfDay = 1_440

const none: readonly QuietRange[] = []

const rangePattern = /^(?:(?<first>\p{L}+)(?:-(?<last>\p{L}+))?\s+)?(?<from>\d\d?:\d\d)-(?<to>\d\d?:\d\d)$/u

/** `22:00-07:00`, `mon-fri 22:00-07:00`, `dom 00:00-09:00`; several with commas between them. */
export const quietHours = () =>
  withDefault((text) => splitList(text).map(parseRange), none, {
    accepted: {
      en: 'times of day as in 22:00-07:00, with days before them where not all are meant (mon-fri 22:00-07:00), and commas between several',
      pt: 'horários como 22:00-07:00, com dias antes se não forem todos (seg-sex 22:00-07:00), e vírgulas entre vários',
    },
    example: '22:00-07:00',
  })

/** One of them. Throws `Invalid` with what is wrong. */
export const parseRange = (text: string): QuietRange => {
  const { first, last, from, to } = rangePattern.exec(text)?.groups ?? {}
  if (from === undefined || to === undefined)
    throw new Invalid({
      en: 'is not a time of day from and to, as in 22:00-07:00',
      pt: 'não é um horário de início e fim, como 22:00-07:00',
    })
  const range = { days: daysOf(first, last), from: minutesOf(from) % minutesOfDay, to: minutesOf(to) }
  if (range.from === range.to)
    throw new Invalid({ en: 'begins and ends at the same time', pt: 'começa e termina no mesmo horário' })
  return range
}

const daysOf = (first: string | undefined, last: string | undefined): readonly number[] => {
  if (first === undefined) return dayNames.map((_, day) => day)
  const from = dayOf(first)
  const length = last === undefined ? 1 : ((dayOf(last) - from + 7) % 7) + 1
  return Array.from({ length }, (_, index) => (from + index) % 7)
}

const dayOf = (name: string): number => {
  const day = dayNames.findIndex((names) => names.some((known) => known === name.toLowerCase()))
  if (day < 0)
    throw new Invalid({
      en: 'names a day that is none of mon, tue, wed, thu, fri, sat, sun',
      pt: 'cita um dia que não é seg, ter, qua, qui, sex, sáb nem dom',
    })
  return day
}

const minutesOf = (time: string): number => {
  const [hours = NaN, minutes = NaN] = time.split(':').map(Number)
  if (hours > 24 || minutes > 59 || (hours === 24 && minutes > 0))
    throw new Invalid({ en: 'holds a time that no clock shows', pt: 'tem um horário que não existe' })
  return hours * 60 + minutes
}
