import type { Span } from '../../src/model/message.ts'

export const bold = (text: string): Exclude<Span, string> => ({ bold: text })
