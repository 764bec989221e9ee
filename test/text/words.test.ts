import { expect, test } from 'vitest'
import { bold, join, toLine, words, type Words } from '../../src/text/words.ts'
import { plainText } from '../support/plain-text.ts'

const written = (sentence: Words): string => plainText([toLine(sentence)])

test('a sentence takes in plain text, numbers and bold names', () => {
  expect(written(words`o container ${bold('db')} caiu ${3} ${'vezes'}`)).toBe('o container *db* caiu 3 vezes')
})

test('plain texts that follow each other are one', () => {
  expect(toLine(words`caiu ${3} ${'vezes'}`)).toEqual(['caiu 3 vezes'])
})

test('an empty part leaves no gap', () => {
  expect(written(words`${''} CPU em 97% ${''} (limite) ${''}`)).toBe('CPU em 97% (limite)')
  expect(written(words`${bold('db')} voltou ${''}. ${''}`)).toBe('*db* voltou.')
  expect(written(words`CPU still high ${''}: 97%`)).toBe('CPU still high: 97%')
})

test('a colon that is part of a word keeps the space before it', () => {
  expect(written(words`listens on :8080`)).toBe('listens on :8080')
})

test('a name keeps the space before it', () => {
  expect(written(words`caiu ${bold('a b')}`)).toBe('caiu *a b*')
})

test('items are joined', () => {
  expect(written(join([bold('a'), ['b'], bold('c')], ', '))).toBe('*a*, b, *c*')
})
