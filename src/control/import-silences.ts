import { readFile, stat } from 'node:fs/promises'
import { asyncScheduler, defer, EMPTY, filter, mergeMap, of, type Observable } from 'rxjs'
import type { Log } from '../log.ts'
import type { SilenceCommand } from '../model/command.ts'
import type { GivenSilence } from '../model/silence.ts'

/** Bytes: thousands of silences. */
const largest = 1_048_576

export interface ImportedSilences {
  /** Those that stand. */
  readonly silences: () => readonly GivenSilence[]
  /** Null where that was done before; else how many there are now that there were not. */
  readonly importSilences: (commands: readonly SilenceCommand[], at: number) => number | null
}

/**
 * Takes over the silences of a file as versions before had it, once: a JSON object a line, as in
 * `{"type":"CONTAINER_*","subject":"db","until":"2026-11-25T08:00:00-03:00","by":"ana"}`. Says in the log what came of it.
 *
 * Emits those that stand where there are more of them now, and completes. Never errs.
 */
export const importSilences = (
  { path, log }: { readonly path: string; readonly log: Log },
  store: ImportedSilences,
): Observable<readonly GivenSilence[]> =>
  defer(() => readText(path)).pipe(
    filter((text): text is string => {
      if (text === null)
        log.warn('SILENCES_FILE cannot be read, and is not used any more: give silences by `vigilo silence`')
      return text !== null
    }),
    mergeMap((text) => take(text, store, log)),
  )

const take = (text: string, store: ImportedSilences, log: Log): Observable<readonly GivenSilence[]> => {
  const at = asyncScheduler.now()
  const lines = linesOf(text, at)
  try {
    const count = store.importSilences(lines.flatMap(toCommand), at)
    if (count === null) {
      log.warn(
        'SILENCES_FILE was taken over, and is not used any more: remove it, and give silences by `vigilo silence`',
      )
      return EMPTY
    }
    for (const { number, parsed } of lines)
      if ('problem' in parsed) log.warn(`SILENCES_FILE line ${number}: ${parsed.problem}`)
    log.warn(`SILENCES_FILE was read for the last time: silences that were taken over: ${count}. Remove the variable`)
    return of(store.silences())
  } catch {
    log.error('SILENCES_FILE cannot be taken over: its silences cannot be written down')
    return EMPTY
  }
}

/** Null where it is no file that can be read: what waits for a writer is none. */
const readText = async (path: string): Promise<string | null> => {
  try {
    const found = await stat(path)
    return found.isFile() && found.size <= largest ? await readFile(path, 'utf8') : null
  } catch {
    return null
  }
}

interface Line {
  readonly number: number
  readonly parsed: SilenceCommand | { readonly problem: string }
}

const linesOf = (text: string, at: number): readonly Line[] =>
  text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '' && !line.startsWith('#'))
    .map(({ line, number }) => ({ number, parsed: parseLine(line, at) }))

/** None of what is over. */
const toCommand = ({ parsed }: Line): readonly SilenceCommand[] =>
  'problem' in parsed || (parsed.duration ?? 0) <= 0 ? [] : [parsed]

const parseLine = (line: string, at: number): Line['parsed'] => {
  const value = parseJson(line)
  if (typeof value !== 'object' || value === null) return { problem: 'is no JSON object' }
  const { type = '*', subject = '*', until, by = '' }: Readonly<Record<string, unknown>> = { ...value }
  if (typeof type !== 'string' || typeof subject !== 'string') return { problem: 'its type or subject is no text' }
  if (typeof by !== 'string') return { problem: 'its by is no text' }
  const time = typeof until === 'string' ? Date.parse(until) : NaN
  if (Number.isNaN(time)) return { problem: 'its until is no time, as in 2026-11-25T08:00:00-03:00' }
  return { kind: 'silence', type, subject, by, reason: 'SILENCES_FILE', duration: time - at, times: [] }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
