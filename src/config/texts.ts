import { Invalid } from './invalid.ts'
import { optional, type Translated } from './variable.ts'

/** Any text on one line. */
export const text = ({ example, fallback }: { readonly example: string; readonly fallback?: Translated }) =>
  optional(
    (value) => {
      if (/\p{Cc}/u.test(value))
        throw new Invalid({
          en: 'is more than one line, or holds control characters',
          pt: 'tem mais de uma linha ou caracteres de controle',
        })
      return value
    },
    {
      accepted: { en: 'a text on one line', pt: 'um texto em uma linha' },
      example,
      ...(fallback && { fallback }),
    },
  )

/** A key that is sent as an HTTP header: what no header can carry would show up, value and all, in an error of fetch. */
export const token = () =>
  optional(
    (value) => {
      if (!/^[\x21-\x7e]+$/.test(value))
        throw new Invalid({
          en: 'holds spaces or characters that no HTTP header can carry',
          pt: 'tem espaços ou caracteres que nenhum cabeçalho HTTP aceita',
        })
      return value
    },
    {
      accepted: {
        en: 'letters, digits and punctuation, without spaces',
        pt: 'letras, dígitos e pontuação, sem espaços',
      },
      example: 'the-key-of-your-server',
    },
  )

/** Whether it names a time zone that this system knows. */
export const isTimeZone = (value: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }).format(0) !== ''
  } catch {
    return false
  }
}

/** What stands for the host's own zone, as tzset(3) has it. */
const localTime = '/etc/localtime'

/** The IANA name in what the system's own library accepts: a colon before it, or the path of its file. */
const zoneIn = (value: string): string => value.replace(/^:/, '').replace(/^.*\/zoneinfo\/(?:posix\/)?/, '')

/** A time zone by its IANA name; empty for the host's own. */
export const timeZone = (fallback: Translated) =>
  optional(
    (value) => {
      const zone = zoneIn(value)
      if (zone === localTime) return ''
      if (!isTimeZone(zone))
        throw new Invalid({ en: 'is not a time zone that is known', pt: 'não é um fuso horário conhecido' })
      return zone
    },
    {
      accepted: { en: 'the IANA name of a time zone', pt: 'o nome IANA de um fuso horário' },
      example: 'America/Sao_Paulo',
      fallback,
    },
  )
