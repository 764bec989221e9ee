import { defer, of } from 'rxjs'
import type { Channel } from '../../model/channel.ts'
import type { Outcome } from '../../model/delivery.ts'
import type { Line, Message } from '../../model/message.ts'
import type { Notification } from '../../model/notification.ts'
import { markRepeated } from './repeated.ts'
import { visible } from '../visible.ts'

const indentation = '    '

/**
 * The messages on a terminal, with a blank line after each; code is indented.
 *
 * @param colour  whether the first line is drawn in the colour of its sign, and bold as bold; otherwise it is plain
 */
export const createConsole = ({
  text,
  repeated: mark,
  write,
  colour,
}: {
  text: (notification: Notification) => Message
  /** The word for what people may have already. */
  repeated: string
  write: (words: string) => void
  colour: boolean
}): Channel => ({
  name: 'console',
  recipients: ['terminal'],
  host: null,
  pace: null,
  render: (notification, { repeated }) => {
    const words = inColour(
      text(notification).flatMap((line) => draw(line, colour)),
      colour,
    ).join('\n')
    return repeated ? markRepeated([words], mark) : [words]
  },
  send: (words) =>
    defer(() => {
      write(`${words}\n\n`)
      return of<Outcome>({ kind: 'sent', messageId: null })
    }),
  test: () => of({ name: 'console', result: { ok: true } }),
})

/** The first line in the colour of its sign. */
const inColour = ([first = '', ...rest]: readonly string[], colour: boolean): readonly string[] => {
  const code = colour ? colours.find(([sign]) => first.startsWith(sign))?.[1] : undefined
  return [code === undefined ? first : `\u001b[${code}m${first}\u001b[39m`, ...rest]
}

const colours = [
  ['🔴', 31],
  ['🟡', 33],
  ['🟢', 32],
] as const

const draw = (line: Line, colour: boolean): readonly string[] =>
  'code' in line
    ? line.code.map((code) => `${indentation}${visible(code)}`)
    : [line.map((span) => (typeof span === 'string' ? visible(span) : bold(visible(span.bold), colour))).join('')]

const bold = (text: string, colour: boolean): string => (colour ? `\u001b[1m${text}\u001b[22m` : text)
