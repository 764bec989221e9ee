import { stripVTControlCharacters } from 'node:util'

/** Foreign text as people can read it: on one line, without what steers a terminal or reverses the reading direction. */
export const visible = (text: string): string =>
  stripVTControlCharacters(text.toWellFormed())
    .replace(/\t/g, '  ')
    .replace(/[\r\n\u2028\u2029]+/g, ' ')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '')
