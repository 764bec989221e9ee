import type { Config } from '../config.ts'
import { english } from './en.ts'
import type { Language } from './language.ts'
import { brazilianPortuguese } from './pt-br.ts'

/** Every language, by the value of MESSAGE_LANGUAGE. */
const languages: Readonly<Record<Config['language'], Language>> = { 'pt-BR': brazilianPortuguese, en: english }

export const languageOf = (name: Config['language']): Language => languages[name]
