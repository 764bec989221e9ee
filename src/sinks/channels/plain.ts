import type { Message } from '../../model/message.ts'
import { visible } from '../visible.ts'
import { cut, pack } from './pack.ts'
import { markRepeated } from './repeated.ts'

const indentation = '    '

/** A message without any markup, where nothing has to be escaped: code is indented. */
export const plainLines = (message: Message): readonly string[] =>
  message.flatMap((line) =>
    'code' in line
      ? line.code.map((code) => `${indentation}${visible(code)}`)
      : [line.map((span) => visible(typeof span === 'string' ? span : span.bold)).join('')],
  )

/** In UTF-8. */
export const bytesOf = (text: string): number => Buffer.byteLength(text)

/** A text as those show it that have a title. */
export interface Titled {
  /** The first line of it all; null where that is too long for one. */
  readonly title: string | null
  readonly body: string
}

/**
 * Lines in as many texts as their length needs, each under the first line as its title. A text ends between two lines;
 * a line that is longer than a text is cut.
 *
 * @param limit  bytes of one text, its title included, but not the mark
 * @param mark   what each of them says behind its first line; null: nothing
 */
export const splitTitled = (
  lines: readonly string[],
  { limit, titleLimit, mark }: { readonly limit: number; readonly titleLimit: number; readonly mark: string | null },
): readonly Titled[] => {
  const [first = ''] = lines
  const title = bytesOf(first) <= titleLimit ? first : null
  const room = limit - bytesOf(title ?? '')
  const rest = title === null ? lines : lines.slice(1)
  // No UTF-16 unit has more than three bytes.
  const pieces = rest.flatMap((line) => (bytesOf(line) <= room ? [line] : cut(line, Math.floor(room / 3))))
  const texts = pack(pieces, (group) => bytesOf(group.join('\n')) <= room).map((group) => group.join('\n'))
  return (texts.length > 0 ? texts : ['']).map((body) => {
    if (mark === null) return { title, body }
    return title === null ? { title, body: markRepeated([body], mark).join('') } : { title: `${title} (${mark})`, body }
  })
}
