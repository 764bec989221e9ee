import { cut, pack } from '../pack.ts'

/** One line of a text; those of code that follow each other are one block. */
export interface DrawnLine {
  readonly code: boolean
  readonly text: string
}

const fence = '```'

/**
 * Joins lines to texts of at most `limit` UTF-16 units. A text ends between two lines, and a block of code is closed
 * before its end and opened again in the next. A line that is longer than a text is cut.
 */
export const split = (lines: readonly DrawnLine[], limit: number): readonly string[] => {
  const pieces = lines.flatMap(({ code, text }) =>
    cut(text, limit - 2 * fence.length).map((piece): DrawnLine => ({ code, text: piece })),
  )
  const texts = pack(pieces, (text) => join(text).length <= limit)
  return texts.map(join).filter((text) => text.replaceAll(fence, '').trim() !== '')
}

const join = (lines: readonly DrawnLine[]): string =>
  lines
    .map(({ code, text }, index) => {
      const opens = code && !lines[index - 1]?.code
      const closes = code && !lines[index + 1]?.code
      return `${opens ? fence : ''}${text}${closes ? fence : ''}`
    })
    .join('\n')
