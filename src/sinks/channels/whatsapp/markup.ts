import type { Line, Message, Span } from '../../../model/message.ts'
import { visible } from '../../visible.ts'
import { split, type DrawnLine } from './split.ts'

/**
 * A message in WhatsApp's markup, in as many texts as its length needs.
 *
 * WhatsApp has no way to escape: a word that holds a markup character, as in `my_app_1`, is drawn as code, where
 * nothing is read as markup. So it looks a little different, but is copied as it is; an invisible character within it
 * would go along unseen into a command.
 *
 * @param limit  UTF-16 units of one text
 */
export const toMarkup = (message: Message, limit: number): readonly string[] => split(message.flatMap(draw), limit)

const draw = (line: Line): readonly DrawnLine[] =>
  'code' in line
    ? line.code.map((text) => ({ code: true, text: visible(text).replaceAll('`', "'") }))
    : [{ code: false, text: literalStart(line.map(drawSpan).join('')) }]

const drawSpan = (span: Span): string => {
  if (typeof span === 'string') return visible(span).replace(/\S+/g, (word) => (isMarkup(word) ? toCode(word) : word))
  const [, before = '', bold = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(visible(span.bold)) ?? []
  if (bold === '') return before
  return `${before}${isMarkup(bold) ? toCode(bold) : `*${bold}*`}${after}`
}

const isMarkup = (text: string): boolean => /[*_~`]/.test(text)

const toCode = (text: string): string => `\`${text.replaceAll('`', "'")}\``

/** At the start of a line `>` quotes, and `-` and `1.` begin lists. */
const literalStart = (text: string): string => text.replace(/^(>|-|\d+\.)(?=\s|$)/, toCode)
