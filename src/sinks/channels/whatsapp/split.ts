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
  const texts: DrawnLine[][] = []
  for (const piece of pieces) {
    const text = texts.at(-1)
    if (text !== undefined && join([...text, piece]).length <= limit) text.push(piece)
    else texts.push([piece])
  }
  return texts.map(join).filter((text) => /[^\s`]/.test(text))
}

const join = (lines: readonly DrawnLine[]): string =>
  lines
    .map(({ code, text }, index) => {
      const opens = code && !lines[index - 1]?.code
      const closes = code && !lines[index + 1]?.code
      return `${opens ? fence : ''}${text}${closes ? fence : ''}`
    })
    .join('\n')

/** Never between the two halves of a character. */
const cut = (text: string, length: number): readonly string[] => {
  if (text.length <= length) return [text]
  const end = /[\uD800-\uDBFF]/.test(text.charAt(length - 1)) ? length - 1 : length
  return [text.slice(0, end), ...cut(text.slice(end), length)]
}
