import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { failureOf } from './failure.ts'
import { asTypeScript } from './share-modules.ts'

/** How long a file may take to load, in milliseconds. */
const patience = 10_000

/**
 * What a file exports, or why it does not load, with the file and the line: one whose top level waits for something
 * that does not come is given up after 10 s. Never rejects. `folder`: see `shareModules`.
 */
export const importFile = async (
  path: string,
  folder: string,
): Promise<{ readonly exports: Readonly<Record<string, unknown>> } | { readonly problem: string }> => {
  const { href } = pathToFileURL(path)
  const imported = await inTime(importOrError(href))
  if (!(imported instanceof Error)) return { exports: imported }
  // Of JavaScript that it cannot parse, V8 names no line; the reader of TypeScript does.
  const again =
    imported instanceof SyntaxError && path.endsWith('.js') ? await inTime(importOrError(href + asTypeScript)) : null
  return { problem: failureOf(again instanceof Error ? again : imported, path, folder) }
}

/** Its timer also keeps Node from ending while the file waits and nothing else goes on. */
const inTime = async <T>(imported: Promise<T>): Promise<T | Error> => {
  const settled = new AbortController()
  const late = sleep(patience, new Error(`did not load within ${patience / 1_000} s`), { signal: settled.signal })
  const first = await Promise.race([imported, late])
  settled.abort()
  await late.catch(() => null)
  return first
}

const importOrError = async (url: string): Promise<Readonly<Record<string, unknown>> | Error> => {
  try {
    const exports: unknown = await import(url)
    return typeof exports === 'object' ? { ...exports } : {}
  } catch (error) {
    return error instanceof Error ? error : new Error('threw something that is no Error')
  }
}
