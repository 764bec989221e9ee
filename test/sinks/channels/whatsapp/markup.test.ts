import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Message } from '../../../../src/model/message.ts'
import { toMarkup } from '../../../../src/sinks/channels/whatsapp/markup.ts'
import { bold } from '../../../support/bold.ts'

const drawn = (...message: Message): readonly string[] => toMarkup(message, 4_000)

describe('draws', () => {
  test('bold, plain and code', () => {
    const message: Message = [
      ['🔴 ', bold('vps-01'), ': o container ', bold('db'), ' caiu'],
      ['Estava no ar há 3 dias.'],
      { code: ['LOG: one', 'LOG: two'] },
      ['14:30:07'],
    ]
    expect(drawn(...message)).toEqual([
      '🔴 *vps-01*: o container *db* caiu\nEstava no ar há 3 dias.\n```LOG: one\nLOG: two```\n14:30:07',
    ])
  })

  test.each([
    ['an underscore', 'my_app_1', '`my_app_1`'],
    ['an asterisk', 'a*b', '`a*b`'],
    ['a tilde', '~old~', '`~old~`'],
    ['a backtick', 'a`b', "`a'b`"],
    ['a word among others', 'GET /_health_ → 503', 'GET `/_health_` → 503'],
    ['a quotation', '> no', '`>` no'],
    ['a list', '- no', '`-` no'],
    ['a numbered list', '1. no', '`1.` no'],
    ['a figure', '1.5 GB', '1.5 GB'],
    ['two lines', 'a\r\nb', 'a b'],
    ['a terminal sequence', 'a\u001b[31mb', 'ab'],
    ['half a character', 'a\ud83d', 'a\ufffd'],
  ])('%s literally', (_, text, expected) => {
    expect(drawn([text])).toEqual([expected])
  })

  test.each([
    ['a name with markup characters as code', 'my_app_1', 'o `my_app_1` caiu'],
    ['spaces at its ends outside', ' db ', 'o  *db*  caiu'],
    ['nothing of nothing', '', 'o  caiu'],
  ])('bold: %s', (_, text, expected) => {
    expect(drawn(['o ', bold(text), ' caiu'])).toEqual([expected])
  })

  test('code that cannot end its block', () => {
    expect(drawn({ code: ['a ```b``` c'] })).toEqual(["```a '''b''' c```"])
  })

  test('nothing where there is nothing to read', () => {
    expect(drawn([''], [' '])).toEqual([])
    expect(drawn({ code: [] })).toEqual([])
  })
})

describe('splits', () => {
  test('at a line', () => {
    expect(toMarkup([['a'.repeat(20)], ['b'.repeat(20)], ['c']], 40)).toEqual(['a'.repeat(20), `${'b'.repeat(20)}\nc`])
  })

  test('a block of code into closed blocks', () => {
    const code = ['1'.repeat(12), '2'.repeat(12), '3'.repeat(12)]
    expect(toMarkup([{ code }], 32)).toEqual([`\`\`\`${code[0]}\n${code[1]}\`\`\``, `\`\`\`${code[2]}\`\`\``])
  })

  test('never through a character', () => {
    const texts = toMarkup([['😀'.repeat(50)]], 33)
    expect(texts.join('')).toBe('😀'.repeat(50))
    expect(texts.every((text) => text.isWellFormed())).toBe(true)
  })

  const span = fc.oneof(fc.string({ unit: 'binary' }), fc.record({ bold: fc.string({ unit: 'binary' }) }))
  const line = fc.oneof(fc.array(span), fc.record({ code: fc.array(fc.string({ unit: 'binary', maxLength: 200 })) }))

  test('any message into texts within the limit, with fences in pairs, losing no line', () => {
    fc.assert(
      fc.property(fc.array(line), fc.integer({ min: 8, max: 300 }), (message, limit) => {
        const texts = toMarkup(message, limit)
        for (const text of texts) {
          expect(text.length).toBeLessThanOrEqual(limit)
          expect(text.isWellFormed()).toBe(true)
          expect(text.trim()).not.toBe('')
          expect(text.split('```').length % 2).toBe(1)
        }
        const whole = toMarkup(message, Number.MAX_SAFE_INTEGER).join('')
        // Where a word in code ends one text, the next one's fence must stay one.
        expect(bare(texts.join('\n'))).toBe(bare(whole))
      }),
    )
  })

  const bare = (text: string): string => text.replace(/```|\s/g, '')
})
