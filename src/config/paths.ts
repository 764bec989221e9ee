import { Invalid } from './invalid.ts'
import { optional, withDefault } from './variable.ts'

/** An absolute path, without the slash at its end. Throws `Invalid` for a relative one. */
export const parsePath = (text: string): string => {
  if (!text.startsWith('/')) throw new Invalid({ en: 'is not an absolute path', pt: 'não é um caminho absoluto' })
  return text.replace(/\/+$/, '') || '/'
}

/** A folder by its absolute path. */
export const absolutePath = (fallback: string) =>
  withDefault(parsePath, fallback, {
    accepted: { en: 'an absolute path', pt: 'um caminho absoluto' },
    example: '/host',
    fallback,
  })

/** A folder by its path, which may be relative to where the agent was started. */
export const path = (fallback: string) =>
  withDefault((text) => text, fallback, {
    accepted: { en: 'a path', pt: 'um caminho' },
    example: '/var/lib/vigilo',
    fallback,
  })

/** A file by its path. */
export const optionalPath = (example: string) =>
  optional((text) => text, { accepted: { en: 'a path', pt: 'um caminho' }, example })
