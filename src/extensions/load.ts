import { readdirSync } from 'node:fs'
import { join, parse, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Config } from '../config/types.ts'
import type { Extension, NamedExtension } from './extension.ts'
import { failureOf } from './failure.ts'
import { shareModules } from './share-modules.ts'

/** The extensions, by the names of their files, or why some of them do not load: one line each. */
export type LoadedExtensions =
  { readonly extensions: readonly NamedExtension[] } | { readonly problems: readonly string[] }

/** Loads every `.ts` and `.js` file of a folder. One that is not there has none, unless it was asked for. Never rejects. */
export const loadExtensions = async ({ folder, asked }: Config['extensions']): Promise<LoadedExtensions> => {
  const path = resolve(folder)
  const files = filesIn(path)
  if (files === null)
    return asked ? { problems: ['EXTENSIONS names a folder that cannot be read'] } : { extensions: [] }
  if (files.length > 0) shareModules(path)
  const extensions: NamedExtension[] = []
  const problems: string[] = []
  for (const file of files) {
    const loaded = await loadExtension(join(path, file), path)
    if ('problem' in loaded) problems.push(loaded.problem)
    else extensions.push({ name: parse(file).name, extension: loaded.extension })
  }
  return problems.length > 0 ? { problems } : { extensions }
}

const filesIn = (folder: string): readonly string[] | null => {
  try {
    return readdirSync(folder)
      .filter((name) => /\.[jt]s$/.test(name))
      .sort()
  } catch {
    return null
  }
}

const loadExtension = async (path: string, folder: string): Promise<{ extension: Extension } | { problem: string }> => {
  try {
    const module: unknown = await import(pathToFileURL(path).href)
    if (hasExtension(module)) return { extension: module.default }
    return { problem: `${parse(path).base}: its default export is not a function` }
  } catch (error) {
    return { problem: failureOf(error, path, folder) }
  }
}

/** Whether it takes and returns what an extension does shows only when it runs. */
const hasExtension = (module: unknown): module is { readonly default: Extension } =>
  typeof module === 'object' && module !== null && 'default' in module && typeof module.default === 'function'
