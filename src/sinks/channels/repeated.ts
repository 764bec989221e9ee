const fence = '```'

/** Marks texts as ones that people may have already: at the end of the first line, which a telephone shows. */
export const markRepeated = (texts: readonly string[], mark: string): readonly string[] =>
  texts.map((text) => {
    const [first = '', ...rest] = text.split('\n')
    return first.includes(fence) ? [`(${mark})`, text].join('\n') : [`${first} (${mark})`, ...rest].join('\n')
  })
