import { readdirSync, realpathSync } from 'node:fs'
import { join, parse, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { alertTypes } from '../model/alert-types.ts'
import { deepFreeze } from './deep-freeze.ts'
import type { Extension, NamedExtension } from './extension.ts'
import { importFile } from './import-file.ts'
import { shareModules } from './share-modules.ts'
import { distrustOf, refuseDistrusted } from './trusted.ts'

/** The extensions, by the names of their files, or why some of them do not load: one line each. */
export type LoadedExtensions =
  { readonly extensions: readonly NamedExtension[] } | { readonly problems: readonly string[] }

/**
 * Loads every `.ts` and `.js` file of a folder, but types and tests. A folder that is not there has none, unless it was asked
 * for; what others may write is refused. Never rejects.
 */
export const loadExtensions = async ({ folder, asked }: Config['extensions']): Promise<LoadedExtensions> => {
  const path = resolve(folder)
  const files = filesIn(path)
  if (files === null)
    return asked ? { problems: ['EXTENSIONS names a folder that cannot be read'] } : { extensions: [] }
  // Node names modules by their real paths.
  const real = files.length > 0 ? realpathSync(path) : path
  const distrust = files.length > 0 ? distrustOf(real) : null
  if (distrust !== null) return { problems: [`the folder ${path} ${distrust}`] }
  if (files.length > 0) {
    shareModules(real)
    refuseDistrusted(
      files.map((file) => join(real, file)),
      real,
    )
    deepFreeze(alertTypes) // an extension has the very table that the agent judges by
  }
  const extensions: NamedExtension[] = []
  const problems: string[] = []
  for (const file of files) {
    const reason = distrustOf(join(real, file))
    const imported = reason === null ? await importFile(join(real, file), real) : { problem: `${file} ${reason}` }
    if ('problem' in imported) problems.push(imported.problem)
    else if (!isExtension(imported.exports['default'])) problems.push(`${file}: its default export is no function`)
    else extensions.push({ name: parse(file).name, extension: imported.exports['default'] })
  }
  return problems.length > 0 ? { problems } : { extensions }
}

const filesIn = (folder: string): readonly string[] | null => {
  try {
    return readdirSync(folder)
      .filter((name) => /\.[jt]s$/.test(name) && !/\.(d|test)\.[jt]s$/.test(name))
      .sort()
  } catch {
    return null
  }
}

/** Whether it takes and returns what an extension does shows only when it runs. */
const isExtension = (exported: unknown): exported is Extension => typeof exported === 'function'
