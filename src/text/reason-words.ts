import type { KeptReason, Reason, ReasonCode, ReasonParameters } from '../model/reason.ts'
import { englishReasons } from './en-reasons.ts'
import { foreign } from './foreign.ts'

/** The words for each code, in one language. What comes from outside is foreign text when it is put in. */
export type ReasonWords = {
  readonly [Code in ReasonCode]: (parameters: ReasonParameters[Code]) => string
}

/** Why something did not work, in words; a sentence from before there were codes as it is. Nothing in it is a secret. */
export const reasonWords = (reason: KeptReason, words: ReasonWords): string =>
  typeof reason !== 'string' && reason.code === 'quoted'
    ? words.quoted({ text: foreign(reason.text) })
    : foreign(typeof reason === 'string' ? reason : say(reason, words))

const say = <Code extends ReasonCode>(reason: Reason<Code>, words: ReasonWords): string => words[reason.code](reason)

/** The same in English, for the log and for JSON. */
export const inEnglish = (reason: KeptReason): string => reasonWords(reason, englishReasons)
