import type { Span } from '../model/message.ts'

/** A sentence, or a part of one, with its bold names. */
export type Words = readonly Span[]

/** A template tag for sentences: what is put in may be plain or hold bold names. */
export const words = (texts: TemplateStringsArray, ...parts: readonly (string | number | Words)[]): Words =>
  texts.flatMap((text, index) => {
    const part = index === 0 ? '' : (parts[index - 1] ?? '')
    return typeof part === 'object' ? [...part, text] : [`${part}${text}`]
  })

export const bold = (name: string): readonly [{ readonly bold: string }] => [{ bold: name }]

export const join = (items: readonly Words[], separator: string): Words =>
  items.flatMap((item, index) => (index === 0 ? item : [separator, ...item]))

/** In brackets, and nothing where there is nothing. */
export const bracketed = (text: string): string => (text === '' ? '' : `(${text})`)

/** For languages in which only 1 is singular. */
export const counted = (count: number, one: string, other: string): string => `${count} ${count === 1 ? one : other}`

/** For what follows within the same sentence, or brings a stop of its own. */
export const withoutStop = (sentence: Words): Words => {
  const last = sentence.findLastIndex((span) => typeof span !== 'string' || span.trim() !== '')
  return sentence
    .slice(0, last + 1)
    .map((span, index) => (typeof span === 'string' && index === last ? span.replace(/\.\s*$/, '') : span))
}

/** A line as channels get it: neighbouring plain texts made one, and no gap where a part was empty. */
export const toLine = (line: Words): Words =>
  line
    .reduce<Span[]>((spans, span) => {
      const last = spans.at(-1)
      if (typeof span !== 'string' || typeof last !== 'string') return [...spans, span]
      return [...spans.slice(0, -1), last + span]
    }, [])
    .map((span, index, { length }) => (typeof span === 'string' ? withoutGaps(span, index, length) : span))
    .filter((span) => span !== '')

const withoutGaps = (text: string, index: number, length: number): string => {
  const single = text.replace(/ +(?=[ .,]|: )/g, '')
  const begun = index === 0 ? single.trimStart() : single
  return index === length - 1 ? begun.trimEnd() : begun
}
