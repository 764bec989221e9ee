import { maskSecrets } from './mask-secrets.ts'

const maxLength = 200

/** A terminal's escape sequences: colours and cursor moves, titles, and what else follows an escape character. */
const escapeSequence = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[ -/]*[0-~])/g

const lineBreak = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/

/** Control and format characters (such as those that turn the direction of writing), and halves of a pair. */
const unprintable = /(?![\n\r\v\f\u0085])[\p{Cc}\p{Cf}\p{Cs}]/gu

/**
 * Text of unknown origin (log lines, names, reasons) as it may be kept: nothing that steers a terminal or hides among
 * letters, and no secret. Lines stay lines.
 */
export const withoutSecrets = (text: string): string => maskSecrets(printable(text))

/**
 * The same as lines that may be shown: nothing that ends a code block, at most 200 characters each, no empty ones.
 */
export const foreignLines = (text: string): readonly string[] =>
  maskSecrets(showable(text))
    .split(lineBreak)
    .map((line) => cut(line.trimEnd()))
    .filter((line) => line !== '')

/** The same in one line. */
export const foreign = (text: string): string =>
  cut(maskSecrets(showable(text).split(lineBreak).join(' ').replace(/ +/g, ' ').trim()))

const printable = (text: string): string =>
  text.replace(escapeSequence, '').replace(/\t/g, ' ').replace(unprintable, '')

const showable = (text: string): string => printable(text).replace(/`/g, "'")

/** By code points, so that no pair is halved. */
const cut = (line: string): string => {
  const characters = Array.from(line.slice(0, 2 * maxLength + 2))
  return characters.length <= maxLength ? line : `${characters.slice(0, maxLength - 1).join('')}…`
}
