import { pathToFileURL } from 'node:url'
import { failureOf } from './failure.ts'

/** What a file exports, or why it does not load, with the file and the line. Never rejects. `folder`: see `shareModules`. */
export const importFile = async (
  path: string,
  folder: string,
): Promise<{ readonly exports: Readonly<Record<string, unknown>> } | { readonly problem: string }> => {
  try {
    const exports: unknown = await import(pathToFileURL(path).href)
    return { exports: typeof exports === 'object' ? { ...exports } : {} }
  } catch (error) {
    return { problem: failureOf(error, path, folder) }
  }
}
