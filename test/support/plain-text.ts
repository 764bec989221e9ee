import type { Message } from '../../src/model/message.ts'

/** A message as a person would type it: `*bold*`, code between fences. */
export const plainText = (message: Message): string =>
  message
    .map((line) =>
      'code' in line
        ? ['```', ...line.code, '```'].join('\n')
        : line.map((span) => (typeof span === 'string' ? span : `*${span.bold}*`)).join(''),
    )
    .join('\n')
