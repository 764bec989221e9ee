import { defer, of } from 'rxjs'
import type { Channel } from '../model/channel.ts'
import type { Outcome } from '../model/delivery.ts'
import type { Line, Message } from '../model/message.ts'
import type { Notification } from '../model/notification.ts'
import { visible } from './visible.ts'

const indentation = '    '

/**
 * The messages on a terminal, with a blank line after each; code is indented.
 *
 * @param colour  whether bold is drawn as bold; otherwise it is plain
 */
export const createConsole = ({
  text,
  write,
  colour,
}: {
  text: (notification: Notification) => Message
  write: (words: string) => void
  colour: boolean
}): Channel => ({
  name: 'console',
  recipients: ['terminal'],
  render: (notification) => [
    text(notification)
      .flatMap((line) => draw(line, colour))
      .join('\n'),
  ],
  send: (words) =>
    defer(() => {
      write(`${words}\n\n`)
      return of<Outcome>({ kind: 'sent' })
    }),
  test: () => of({ name: 'console', result: { ok: true } }),
})

const draw = (line: Line, colour: boolean): readonly string[] =>
  'code' in line
    ? line.code.map((code) => `${indentation}${visible(code)}`)
    : [line.map((span) => (typeof span === 'string' ? visible(span) : bold(visible(span.bold), colour))).join('')]

const bold = (text: string, colour: boolean): string => (colour ? `\u001b[1m${text}\u001b[22m` : text)
