import type { Config } from '../config.ts'
import type { OwnerWords } from './owner-words.ts'
import type { Context } from './context.ts'
import { englishOwner } from './en-owner.ts'
import { createFigures } from './figures.ts'
import { languageOf } from './languages.ts'
import { brazilianOwner } from './pt-br-owner.ts'
import { toLine, type Words } from './words.ts'

/** What a line of a command needs. */
export interface CommandText extends Context {
  readonly commands: OwnerWords
  /** `03:12`, or with its date where that is another day. */
  readonly moment: (time: number) => string
}

const commandWords: Readonly<Record<Config['language'], OwnerWords>> = {
  'pt-BR': brazilianOwner,
  en: englishOwner,
}

/** @param at  when it is said, in milliseconds since the epoch */
export const commandText = (
  { language: name, timeZone, agentName }: Pick<Config, 'language' | 'timeZone' | 'agentName'>,
  at: number,
): CommandText => {
  const language = languageOf(name)
  const figures = createFigures(language, timeZone)
  const moment = (time: number): string => figures.moment(time, at)
  return { language, figures, agentName, at, commands: commandWords[name], moment }
}

/** A line without markup and without gaps. */
export const plainLine = (line: Words): string =>
  toLine(line)
    .map((span) => (typeof span === 'string' ? span : span.bold))
    .join('')
    .trimEnd()
