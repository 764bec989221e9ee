import type { Figures } from './figures.ts'
import { foreign } from './foreign.ts'
import type { Language } from './language.ts'
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

/** Why something could not be done, in the reader's language where it is a reason of the agent's own. */
export const reasonOf = (reason: string, { language }: Context): string =>
  language.reasons.reduce((text, [pattern, translation]) => text.replace(pattern, translation), foreign(reason))

/** As a line begins. */
export const capitalize = (text: string, { language }: Context): string =>
  `${text.charAt(0).toLocaleUpperCase(language.locale)}${text.slice(1)}`
