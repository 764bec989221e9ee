import { EnvError } from 'envalid'
import { optional, type Translated } from './variable.ts'

/** Any text on one line. */
export const text = ({ example, fallback }: { readonly example: string; readonly fallback?: Translated }) =>
  optional(
    (value) => {
      if (/\p{Cc}/u.test(value)) throw new EnvError('is more than one line, or holds control characters')
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
      if (!/^[\x21-\x7e]+$/.test(value)) throw new EnvError('holds spaces or characters that no HTTP header can carry')
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

/** A time zone by its IANA name. */
export const timeZone = (fallback: Translated) =>
  optional(
    (value) => {
      if (!isTimeZone(value)) throw new EnvError('is not a time zone that is known')
      return value
    },
    {
      accepted: { en: 'the IANA name of a time zone', pt: 'o nome IANA de um fuso horário' },
      example: 'America/Sao_Paulo',
      fallback,
    },
  )
