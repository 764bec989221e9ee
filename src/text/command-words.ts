import type { Config } from '../config.ts'
import type { KeptReason } from '../model/reason.ts'
import { englishCommands } from './en-commands.ts'
import { reasonOf } from './context.ts'
import { createFigures, type Figures } from './figures.ts'
import { languageOf } from './languages.ts'
import type { DoctorWords } from './doctor-words.ts'
import type { Language } from './language.ts'
import { brazilianCommands } from './pt-br-commands.ts'

/** All that the commands beside the agent say, in one language. What has no sentence here stays as it is. */
export interface CommandWords {
  /** One line for each command. */
  readonly usage: string
  /** `meant`: commands that are spelt much like it, with quotation marks; `''` where none is. */
  readonly unknownCommand: (command: string, meant: string) => string
  readonly unknownWords: (words: string) => string
  readonly or: string
  readonly test: {
    readonly noChannel: (name: string, used: string) => string
    readonly accepted: (id: string) => string
  }
  readonly outbox: OutboxWords
  readonly doctor: DoctorWords
}

export interface OutboxWords {
  readonly none: string
  readonly cannotBeOpened: (reason: string) => string
  /** Why nothing can be done with a message: it is not there, was sent, is being sent, or another one tells it. */
  readonly hindrances: Readonly<Record<'absent' | 'sent' | 'sending', (id: number) => string>>
  readonly toldBy: (id: number, within: number) => string
  readonly waits: (id: number) => string
  readonly dropped: (id: number) => string
  readonly titles: readonly string[]
  readonly nothingWaits: string
  readonly sent: (count: number) => string
  readonly now: string
  /** By the words that the database has for them. */
  readonly states: Readonly<Partial<Record<string, string>>>
  readonly kinds: Readonly<Partial<Record<string, string>>>
  readonly within: (state: string, id: number) => string
  readonly retrying: (failed: number, wait: string) => string
  readonly more: (count: number) => string
  readonly repeated: string
}

/** What a command speaks with. */
export interface CommandText {
  readonly words: CommandWords
  readonly figures: Figures
  readonly language: Language
  /** Why something did not work, in the language. */
  readonly reason: (reason: KeptReason) => string
}

const allWords: Readonly<Record<Config['language'], CommandWords>> = { 'pt-BR': brazilianCommands, en: englishCommands }

export const commandWords = (language: Config['language']): CommandWords => allWords[language]

export const createCommandText = ({ language: name, timeZone }: Pick<Config, 'language' | 'timeZone'>): CommandText => {
  const language = languageOf(name)
  return {
    words: commandWords(name),
    figures: createFigures(language, timeZone),
    language,
    reason: (reason) => reasonOf(reason, { language }),
  }
}
