import type { Line, Message, Span } from '../../../model/message.ts'
import { visible } from '../../visible.ts'
import { cut, pack } from '../pack.ts'

/** One line as Telegram reads it; those of code that follow each other are one block. */
interface DrawnLine {
  readonly code: boolean
  readonly html: string
}

const opening = '<pre>'
const closing = '</pre>'

/** The longest that a character becomes: `&amp;`. */
const longestEscape = 5

/**
 * A message in the HTML that Telegram reads, in as many texts as its length needs. A text ends between two lines; a
 * line that is longer than a text loses its bold names and is cut.
 *
 * @param limit  UTF-16 units of one text, its markup included
 */
export const toHtml = (message: Message, limit: number): readonly string[] =>
  pack(
    message.flatMap((line) => draw(line, limit - opening.length - closing.length)),
    (lines) => join(lines).length <= limit,
  )
    .map(join)
    // What holds nothing to read is refused as empty.
    .filter((html) => /\S/.test(html.replaceAll(/<\/?\w+>/g, '')))

const draw = (line: Line, room: number): readonly DrawnLine[] =>
  'code' in line
    ? line.code.flatMap((text) => drawText(visible(text), escape(visible(text)), { code: true, room }))
    : drawText(line.map(wordsOf).join(''), line.map(drawSpan).join(''), { code: false, room })

const drawText = (
  text: string,
  html: string,
  { code, room }: { readonly code: boolean; readonly room: number },
): readonly DrawnLine[] =>
  html.length <= room
    ? [{ code, html }]
    : cut(text, Math.floor(room / longestEscape)).map((piece) => ({ code, html: escape(piece) }))

const wordsOf = (span: Span): string => visible(typeof span === 'string' ? span : span.bold)

const drawSpan = (span: Span): string =>
  typeof span === 'string' ? escape(wordsOf(span)) : `<b>${escape(wordsOf(span))}</b>`

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const join = (lines: readonly DrawnLine[]): string =>
  lines
    .map(({ code, html }, index) => {
      const opens = code && !lines[index - 1]?.code
      const closes = code && !lines[index + 1]?.code
      return `${opens ? opening : ''}${html}${closes ? closing : ''}`
    })
    .join('\n')
