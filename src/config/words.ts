import { Invalid } from './invalid.ts'
import { splitList } from './lists.ts'
import { optional, withDefault, type Translated, type Value } from './variable.ts'

type Meanings<W extends string, T> = Readonly<Record<W, T>>

const parseWord = <T>(text: string, meanings: Meanings<string, T>): T => {
  const sought = text.toLowerCase()
  const found = Object.entries(meanings).find(([known]) => known.toLowerCase() === sought)
  if (found === undefined)
    throw new Invalid({ en: 'is not one of the words it can be', pt: 'não é uma das palavras aceitas' })
  return found[1]
}

const listed = (meanings: Meanings<string, unknown>, conjunction: string): string => {
  const words = Object.keys(meanings)
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].join(` ${conjunction} `)
}

/** One of a few words, in any case, each with its meaning. */
export const word = <W extends string, T extends Value>(meanings: Meanings<W, T>, fallback: NoInfer<W>) =>
  withDefault((text) => parseWord(text, meanings), meanings[fallback], {
    accepted: { en: listed(meanings, 'or'), pt: listed(meanings, 'ou') },
    example: fallback,
    fallback,
  })

/** Yes or no, in the usual words. */
export const flag = (fallback: boolean) =>
  word(
    { true: true, false: false, yes: true, no: false, on: true, off: false, '1': true, '0': false },
    fallback ? 'true' : 'false',
  )

/** One or several of a few words, with commas between them. */
export const words = <W extends string, T extends string>(
  meanings: Meanings<W, T>,
  example: NoInfer<W>,
  fallback: Translated,
) =>
  optional(
    (text): readonly T[] => {
      const chosen = splitList(text).map((name) => parseWord(name, meanings))
      if (chosen.length === 0) throw new Invalid({ en: 'names nothing', pt: 'não cita nada' })
      return [...new Set(chosen)]
    },
    {
      accepted: {
        en: `${listed(meanings, 'or')}, or several with commas between them`,
        pt: `${listed(meanings, 'ou')}, ou vários separados por vírgula`,
      },
      example,
      fallback,
    },
  )
