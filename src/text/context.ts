import type { KeptReason } from '../model/reason.ts'
import type { Figures } from './figures.ts'
import { foreign } from './foreign.ts'
import type { Language } from './language.ts'
import { reasonWords } from './reason-words.ts'
import { bold, type Words } from './words.ts'

/** What every sentence needs: the language, its figures, and when it is said, in milliseconds since the epoch. */
export interface Context {
  readonly language: Language
  readonly figures: Figures
  readonly agentName: string
  readonly at: number
}

/** Most items of a list that are shown. */
export const maxItems = 10

/** `🔴 *vps-01*` */
export const sign = (icon: string, { agentName }: Context): Words => [`${icon} `, ...nameOf(agentName)]

/** A name from outside, bold. */
export const nameOf = (name: string): Words => bold(foreign(name))

/** `há 2 min`; nothing for less than a second. */
export const ago = (milliseconds: number, { language, figures }: Context): string => {
  const duration = figures.duration(milliseconds)
  return duration === '' ? '' : language.ago(duration)
}

/** `desde 03:12` */
export const since = (time: number, { language, figures, at }: Context): string =>
  language.since(figures.moment(time, at))

/** From then on a time that has passed is worth saying, in milliseconds. */
const late = 5 * 60_000

/** Whether it was so long ago that people would be wrong to take it for now. */
export const isLate = (time: number, { at }: Context): boolean => at - time >= late

/** `de 01:35 a 20:42`, or `às 20:42` where it lasted for less than a minute. */
export const period = (begin: number, end: number, { language, figures, at }: Context): string => {
  const [from, to] = [figures.moment(begin, at), figures.moment(end, at)]
  return from === to ? language.late.happened(to) : language.late.from(from, to)
}

/** Why something could not be done. */
export const reasonOf = (reason: KeptReason, { language }: Pick<Context, 'language'>): string =>
  reasonWords(reason, language.reasons)

/** As a line begins. */
export const capitalize = (text: string, { language }: Context): string =>
  `${text.charAt(0).toLocaleUpperCase(language.locale)}${text.slice(1)}`
