import { watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { auditTime, defer, distinctUntilChanged, filter, map, merge, Observable, switchMap, tap, timer } from 'rxjs'
import type { Log } from '../log.ts'
import type { Silence } from '../model/silence.ts'

/** Where no change is told of, as on a network share, the file is read this often, in milliseconds. */
const readEvery = 30_000

/** An editor writes in several steps. */
const settles = 100

/**
 * The silences of a file of JSON lines: `{"type":"CONTAINER_*","subject":"db","until":"2026-11-25T08:00:00-03:00","by":"ana"}`.
 *
 * Emits what the file holds, and again when it has changed: its folder is watched, since editors replace files. A file
 * that is not there silences nothing. A line that is wrong is said in the log, and the others hold. Never errs, never
 * completes.
 */
export const createSilencesSource = ({ path, log }: { path: string; log: Log }): Observable<readonly Silence[]> =>
  defer(() =>
    merge(timer(0, readEvery), changesIn(dirname(path)).pipe(auditTime(settles))).pipe(
      switchMap(() => readText(path)),
      distinctUntilChanged(),
      tap((text) => {
        if (text === null) log.warn('SILENCES_FILE cannot be read: what it held holds on')
      }),
      filter((text) => text !== null),
      map((text) => parse(text, log)),
    ),
  )

const changesIn = (folder: string): Observable<unknown> =>
  new Observable((subscriber) => {
    try {
      const watcher = watch(folder, () => subscriber.next(null))
      // What cannot be watched any more is still read now and then.
      watcher.on('error', () => watcher.close())
      return () => watcher.close()
    } catch {
      return undefined
    }
  })

/** Null where it is there and cannot be read: what held before holds on. */
const readText = async (path: string): Promise<string | null> => {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    return null
  }
}

const parse = (text: string, log: Log): readonly Silence[] =>
  text.split('\n').flatMap((line, index): readonly Silence[] => {
    if (line.trim() === '' || line.startsWith('#')) return []
    const parsed = parseLine(line)
    if ('problem' in parsed) log.warn(`SILENCES_FILE line ${index + 1}: ${parsed.problem}`)
    return 'problem' in parsed ? [] : [parsed]
  })

const parseLine = (line: string): Silence | { readonly problem: string } => {
  const value = parseJson(line)
  if (typeof value !== 'object' || value === null) return { problem: 'is no JSON object' }
  const { type = '*', subject = '*', until, by = '' }: Readonly<Record<string, unknown>> = { ...value }
  if (typeof type !== 'string' || typeof subject !== 'string') return { problem: 'its type or subject is no text' }
  if (typeof by !== 'string') return { problem: 'its by is no text' }
  const time = typeof until === 'string' ? Date.parse(until) : NaN
  if (Number.isNaN(time)) return { problem: 'its until is no time, as in 2026-11-25T08:00:00-03:00' }
  return { type, subject, until: time, by }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
