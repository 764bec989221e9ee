import { Invalid } from './invalid.ts'
import { splitList } from './lists.ts'
import { optional, type Translated } from './variable.ts'

const parseRecipient = (text: string, which: Translated): string => {
  if (/^\d+(-\d+)?@g\.us$/.test(text)) return text
  const number = text.replace(/[\s().-]/g, '')
  const digits = number.replace(/^\+/, '')
  if (!/^\d+$/.test(digits))
    throw new Invalid({
      en: `${which.en}is neither a telephone number nor a group`,
      pt: `${which.pt}não é nem um número de telefone nem um grupo`,
    })
  // Without its country's code a number is somebody else's: 11 digits of São Paulo are a mobile in the United States.
  const national = !number.startsWith('+') && digits.length <= 11
  if (national || digits.startsWith('0')) {
    throw new Invalid({
      en: `${which.en}has no country's code: write it in front, 55 for Brazil (a + says it is there)`,
      pt: `${which.pt}não tem o código do país: escreva-o na frente, 55 para o Brasil (um + diz que ele está lá)`,
    })
  }
  if (digits.length < 8 || digits.length > 15)
    throw new Invalid({
      en: `${which.en}has not the length of a telephone number`,
      pt: `${which.pt}não tem o tamanho de um número de telefone`,
    })
  return digits
}

/** Those to whom messages go: telephone numbers, as digits, and jids of groups. Formatting is dropped, and repetitions. */
export const recipients = () =>
  optional(
    (text): readonly string[] => {
      const parts = splitList(text)
      if (parts.length === 0) throw new Invalid({ en: 'names nobody', pt: 'não cita ninguém' })
      const which = (index: number): Translated =>
        parts.length === 1
          ? { en: '', pt: '' }
          : { en: `(entry ${index + 1} of ${parts.length}) `, pt: `(item ${index + 1} de ${parts.length}) ` }
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
