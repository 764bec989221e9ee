import { parseEnv } from 'node:util'
import type { Environment } from './environment.ts'
import type { Problem } from './problems.ts'
import type { Translated } from './variable.ts'

/** What an `.env` file sets, and each line of it that sets nothing and is no comment. */
export interface Dotenv {
  readonly values: Environment
  readonly problems: readonly Problem[]
}

/**
 * Reads an `.env` file as Node's `parseEnv` does, but that a `#` within a value is a part of it. Where that would pass over
 * something in silence, there is a problem instead, with the number of its line. Never throws.
 */
export const readDotenv = (bytes: Uint8Array): Dotenv => {
  const { text, problems } = decode(bytes)
  const lines = text.split(/\r\n?|\n/)
  const values = parseEnv(withQuotes(lines.join('\n')))
  return { values, problems: problems.length > 0 ? problems : problemsIn(lines) }
}

const decode = (bytes: Uint8Array): { readonly text: string; readonly problems: readonly Problem[] } => {
  const wide = wideEncodingOf(bytes)
  if (wide !== null) {
    const what = {
      en: 'is UTF-16, as some editors and PowerShell write it',
      pt: 'está em UTF-16, como alguns editores e o PowerShell gravam',
    }
    return { text: new TextDecoder(wide).decode(bytes), problems: [{ name: '.env', what, accepted: utf8 }] }
  }
  try {
    // It drops the byte order mark that an editor may have put before the first name.
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), problems: [] }
  } catch {
    const what = { en: 'is not UTF-8', pt: 'não está em UTF-8' }
    return { text: new TextDecoder('latin1').decode(bytes), problems: [{ name: '.env', what, accepted: utf8 }] }
  }
}

const utf8: Translated = { en: 'a text file that is saved as UTF-8', pt: 'um arquivo de texto salvo em UTF-8' }

/** By its byte order mark; without one, by the zero that every second byte of names is. */
const wideEncodingOf = ([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | null => {
  if ((first === 0xff && second === 0xfe) || second === 0) return 'utf-16le'
  return (first === 0xfe && second === 0xff) || first === 0 ? 'utf-16be' : null
}

const unquoted = /^([ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*=[ \t]*)([^\s'"`#].*)$/gm

/** Quotes values that hold a `#`. Node would end them there; for Docker Compose and python-dotenv only a `#` after a blank begins a comment. */
const withQuotes = (text: string): string =>
  text.replace(unquoted, (line, name: string, rest: string) => {
    const value = rest.replace(/\s+#.*/, '').trimEnd()
    const quote = ["'", '"', '`'].find((mark) => !value.includes(mark))
    return value.includes('#') && quote ? `${name}${quote}${value}${quote}` : line
  })

const assignment = /^[ \t]*(?:export[ \t]+)?[\w.-]+[ \t]*=[ \t]*(.*)$/

/** Every line that sets nothing, and what a quote leaves over. */
const problemsIn = (lines: readonly string[]): readonly Problem[] => {
  const problems: Problem[] = []
  const within = { mark: '', since: 0 }
  for (const [index, line] of lines.entries()) {
    const isContinued = within.mark !== ''
    const value = isContinued ? line : assignment.exec(line)?.[1]
    if (value === undefined) {
      if (!isNothing(line)) problems.push(atLine(index, noVariable(line)))
      continue
    }
    const mark = isContinued ? within.mark : /^['"`]/.exec(value)?.[0]
    if (mark === undefined) continue
    const end = value.indexOf(mark, isContinued ? 0 : 1)
    if (end < 0 && !isContinued) Object.assign(within, { mark, since: index })
    if (end < 0) continue
    within.mark = ''
    if (!isNothing(value.slice(end + 1))) problems.push(atLine(index, afterQuote))
  }
  return within.mark === '' ? problems : [...problems, atLine(within.since, neverClosed)]
}

const isNothing = (text: string): boolean => /^\s*(?:#.*)?$/.test(text)

const noVariable = (line: string): Translated => {
  const [, name] = /^\s*(?:export\s+)?(\w+)\s*:/.exec(line) ?? []
  return name === undefined || !/^[A-Z][A-Z0-9_]*$/.test(name)
    ? { en: 'is no variable', pt: 'não é uma variável' }
    : { en: `has a : in place of = after ${name}`, pt: `tem : no lugar de = depois de ${name}` }
}

const afterQuote: Translated = { en: 'has something after a closing quote', pt: 'tem algo depois de aspas que fecham' }

const neverClosed: Translated = { en: 'opens a quote that nothing closes', pt: 'abre aspas que nada fecha' }

const atLine = (index: number, { en, pt }: Translated): Problem => ({
  name: '.env',
  what: { en: `(line ${index + 1}) ${en}`, pt: `(linha ${index + 1}) ${pt}` },
  accepted: { en: 'NAME=value, or a comment after #', pt: 'NOME=valor, ou um comentário depois de #' },
})
