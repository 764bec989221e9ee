import { EnvError } from 'envalid'
import { splitList } from './lists.ts'
import { optional } from './variable.ts'

const parseRecipient = (text: string, which: string): string => {
  if (/^\d+(-\d+)?@g\.us$/.test(text)) return text
  const number = text.replace(/[\s().-]/g, '')
  const digits = number.replace(/^\+/, '')
  if (!/^\d+$/.test(digits)) throw new EnvError(`${which}is neither a telephone number nor a group`)
  // Without its country's code a number is somebody else's: 11 digits of São Paulo are a mobile in the United States.
  const national = !number.startsWith('+') && digits.length <= 11
  if (national || digits.startsWith('0')) {
    throw new EnvError(`${which}has no country's code: write it in front, 55 for Brazil (a + says it is there)`)
  }
  if (digits.length < 8 || digits.length > 15) throw new EnvError(`${which}has not the length of a telephone number`)
  return digits
}

/** Those to whom messages go: telephone numbers, as digits, and jids of groups. Formatting is dropped, and repetitions. */
export const recipients = () =>
  optional(
    (text): readonly string[] => {
      const parts = splitList(text)
      if (parts.length === 0) throw new EnvError('names nobody')
      const which = (index: number) => (parts.length === 1 ? '' : `(entry ${index + 1} of ${parts.length}) `)
      return [...new Set(parts.map((part, index) => parseRecipient(part, which(index))))]
    },
    {
      accepted: {
        en: "telephone numbers with their country's code, or groups as …@g.us, with commas between them",
        pt: 'números de telefone com o código do país, ou grupos como …@g.us, separados por vírgula',
      },
      example: '5511988887777',
    },
  )
