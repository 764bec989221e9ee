import { expect, test } from 'vitest'
import type { Message } from '../../../src/model/message.ts'
import { createConsole } from '../../../src/sinks/channels/console.ts'
import { bold } from '../../support/bold.ts'
import { report } from '../../support/notifications.ts'
import { only } from '../../support/only.ts'

const message: Message = [
  ['🔴 ', bold('vps-01'), ': o container ', bold('my_app_1'), ' caiu'],
  { code: ['LOG: one', 'LOG: two'] },
  ['14:30:07'],
]

const shown = async (colour: boolean, words: Message = message): Promise<string> => {
  let written = ''
  const channel = createConsole({ text: () => words, repeated: 'repetida', colour, write: (text) => (written += text) })
  for (const text of channel.render(report, { repeated: false }))
    expect(await only(channel.send(text, 'terminal'))).toMatchObject({ kind: 'sent' })
  return written
}

test('is plain where there is no terminal, with code indented and a blank line after it', async () => {
  expect(await shown(false)).toBe('🔴 vps-01: o container my_app_1 caiu\n    LOG: one\n    LOG: two\n14:30:07\n\n')
})

test('is in the colour of its sign on a terminal, with bold names', async () => {
  expect(await shown(true)).toContain(
    '\u001b[31m🔴 \u001b[1mvps-01\u001b[22m: o container \u001b[1mmy_app_1\u001b[22m caiu\u001b[39m\n',
  )
})

test.each([
  ['a colour', '\u001b[31mred\u001b[0m', 'red'],
  ['a title', '\u001b]0;title\u0007after', 'after'],
  ['a carriage return', 'safe\rforged', 'safe forged'],
  ['a bell', 'a\u0007b', 'ab'],
  ['an 8-bit sequence', 'a\u009b31mb', 'ab'],
  ['a reversed direction', 'a\u202eb', 'ab'],
])('foreign text cannot steer the terminal with %s', async (_, foreign, expected) => {
  expect(await shown(false, [[foreign]])).toBe(`${expected}\n\n`)
  expect(await shown(false, [{ code: [foreign] }])).toBe(`    ${expected}\n\n`)
  expect(await shown(true, [[bold(foreign)]])).toBe(`\u001b[1m${expected}\u001b[22m\n\n`)
})

test('is always connected', async () => {
  const channel = createConsole({ text: () => message, repeated: 'repetida', colour: false, write: () => undefined })
  expect(await only(channel.test())).toEqual({ name: 'console', result: { ok: true } })
})
