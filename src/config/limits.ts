import type { Problem } from './problems.ts'
import { limitOf } from '../model/limit.ts'

const names = ['CPU', 'RAM', 'DISK'] as const

type Name = (typeof names)[number]

type Values = Readonly<Record<`${Name}_THRESHOLD`, number> & Record<`${Name}_CLEAR`, number | undefined>>

/** What would end a trouble before it begins. Of a value that is invalid itself, something else is said. */
export const limitProblems = (values: Values): readonly Problem[] =>
  names.flatMap((name) => {
    const threshold = values[`${name}_THRESHOLD`]
    const clear = values[`${name}_CLEAR`]
    return clear === undefined || !(clear > threshold)
      ? []
      : [
          {
            name: `${name}_CLEAR`,
            what: { en: `is above ${name}_THRESHOLD`, pt: `está acima de ${name}_THRESHOLD` },
            accepted: {
              en: `a number up to ${name}_THRESHOLD, for example ${limitOf(threshold).clear}`,
              pt: `um número até ${name}_THRESHOLD, por exemplo ${limitOf(threshold).clear}`,
            },
          },
        ]
  })
