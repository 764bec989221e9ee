import { readdirSync, realpathSync } from 'node:fs'
import { join, parse, resolve } from 'node:path'
import type { Config, Translated } from '../config.ts'
import { alertTypes } from '../model/alert-types.ts'
import { deepFreeze } from './deep-freeze.ts'
import type { Extension, NamedExtension } from './extension.ts'
import { importFile } from './import-file.ts'
import { shareModules } from './share-modules.ts'
import { distrustOf, refuseDistrusted } from './trusted.ts'

/** The extensions, by the names of their files, or why some of them do not load: one line each. */
export type LoadedExtensions =
  { readonly extensions: readonly NamedExtension[] } | { readonly problems: readonly Translated[] }

/**
 * Loads every `.ts` and `.js` file of a folder, but types and tests. A folder that is not there has none, unless it was asked
 * for; what others may write is refused. Never rejects.
 */
export const loadExtensions = async ({ folder, asked }: Config['extensions']): Promise<LoadedExtensions> => {
  const path = resolve(folder)
  const files = filesIn(path)
  if (files === null) return asked ? { problems: [unreadable] } : { extensions: [] }
  // Node names modules by their real paths.
  const real = files.length > 0 ? realpathSync(path) : path
  const distrust = files.length > 0 ? distrustOf(real) : null
  if (distrust !== null)
    return { problems: [{ en: `the folder ${path} ${distrust.en}`, pt: `a pasta ${path} ${distrust.pt}` }] }
  if (files.length > 0) {
    shareModules(real)
    refuseDistrusted(
      files.map((file) => join(real, file)),
      real,
    )
    deepFreeze(alertTypes) // an extension has the very table that the agent judges by
  }
  const extensions: NamedExtension[] = []
  const problems: Translated[] = []
  for (const file of files) {
    const reason = distrustOf(join(real, file))
    if (reason !== null) {
      problems.push({ en: `${file} ${reason.en}`, pt: `${file} ${reason.pt}` })
      continue
    }
    const imported = await importFile(join(real, file), real)
    if ('problem' in imported)
      problems.push({ en: imported.problem, pt: imported.problem }) // Node's own words
    else if (!isExtension(imported.exports['default']))
      problems.push({
        en: `${file}: its default export is no function`,
        pt: `${file}: o export default não é uma função`,
      })
    else extensions.push({ name: parse(file).name, extension: imported.exports['default'] })
  }
  return problems.length > 0 ? { problems } : { extensions }
}

const unreadable: Translated = {
  en: 'EXTENSIONS names a folder that cannot be read',
  pt: 'EXTENSIONS aponta para uma pasta que não pode ser lida',
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
