import { pathToFileURL } from 'node:url'
import { failureOf } from './failure.ts'
import { asTypeScript } from './share-modules.ts'

/** What a file exports, or why it does not load, with the file and the line. Never rejects. `folder`: see `shareModules`. */
export const importFile = async (
  path: string,
  folder: string,
): Promise<{ readonly exports: Readonly<Record<string, unknown>> } | { readonly problem: string }> => {
  const { href } = pathToFileURL(path)
  const imported = await importOrError(href)
  if (!(imported instanceof Error)) return { exports: imported }
  // Of JavaScript that it cannot parse, V8 names no line; the reader of TypeScript does.
  const again =
    imported instanceof SyntaxError && path.endsWith('.js') ? await importOrError(href + asTypeScript) : null
  return { problem: failureOf(again instanceof Error ? again : imported, path, folder) }
}

const importOrError = async (url: string): Promise<Readonly<Record<string, unknown>> | Error> => {
  try {
    const exports: unknown = await import(url)
    return typeof exports === 'object' ? { ...exports } : {}
  } catch (error) {
    return error instanceof Error ? error : new Error('threw something that is no Error')
  }
}
