import { map, tap, type Observable } from 'rxjs'
import type { ExtensionContext } from '../../extensions/extension.ts'
import { faultOf } from '../../extensions/fault-of.ts'
import type { Check } from '../../model/check.ts'
import type { WordOperator } from './registry.ts'
import { readReading, writeCheck } from './vocabulary.ts'

/**
 * What a file of extensions exports, as an operator of words: its default export, or the one that the operator's line
 * names after the file, as in `> backup-age.ts judge`. A word that is JSON (`27`, `null`) is its value, another a reading.
 *
 * @param fail  hears the message of an error, which a diagram shows only as a mark
 */
export const extensionOperator =
  (
    exports: Readonly<Record<string, unknown>>,
    context: ExtensionContext,
    fail: (message: string) => void,
  ): WordOperator =>
  ({ list }) =>
  (words$) => {
    const [name = 'default'] = list('')
    const operator = exports[name]
    if (!isOperator(operator)) throw new Error(`the file has no function that is exported as ${name}`)
    return operator(words$.pipe(map(({ word, at }) => readValue(word, at))), context).pipe(
      map(wordOf),
      tap({ error: (error: unknown) => fail(error instanceof Error ? error.message : 'unknown error') }),
    )
  }

const readValue = (word: string, at: number): unknown => {
  try {
    return JSON.parse(word)
  } catch {
    return readReading(word, at)
  }
}

const wordOf = (value: unknown): string => {
  if (!isCheck(value)) throw new Error(`what it gives is no check: it ${faultOf(value)}`)
  return writeCheck(value)
}

/** What it takes and returns shows only when it runs. */
const isOperator = (
  exported: unknown,
): exported is (values$: Observable<unknown>, context: ExtensionContext) => Observable<unknown> =>
  typeof exported === 'function'

const isCheck = (value: unknown): value is Check => faultOf(value) === null
