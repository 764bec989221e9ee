import { existsSync, realpathSync, statSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { relative } from 'node:path'
import { getuid } from 'node:process'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Translated } from '../config.ts'
import { isShared } from './share-modules.ts'

const othersMayWrite = 0o022

/**
 * Why the code of a file or folder may be somebody else's, and what to do, worded to follow its name; null where it is only
 * root's or the agent's own to change. What cannot be looked at is left to whoever reads it.
 */
export const distrustOf = (path: string): Translated | null => {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined || getuid === undefined) return null
  const own = getuid()
  if (found.uid !== 0 && found.uid !== own)
    return {
      en: `belongs to the user ${found.uid}, who may change what the agent runs: chown it to root${own === 0 ? '' : ` or ${own}`}`,
      pt: `pertence ao usuário ${found.uid}, que pode alterar o que o agente executa: use chown para root${own === 0 ? '' : ` ou ${own}`}`,
    }
  return (found.mode & othersMayWrite) === 0
    ? null
    : {
        en: 'can be written by others, who may change what the agent runs: chmod go-w',
        pt: 'pode ser alterado por outros, e com ele o que o agente executa: use chmod go-w',
      }
}

/**
 * Refuses what extensions import where others may write it: the import throws an Error that names the file. Holds for the
 * whole process (Node's `module.registerHooks`).
 *
 * @param files   the extensions, by their paths
 * @param folder  theirs: files are named from it
 */
export const refuseDistrusted = (files: readonly string[], folder: string): void => {
  // Node names modules by their real paths; a link that leads nowhere is no module.
  const paths = files.filter((file) => existsSync(file)).map((file) => realpathSync(file))
  const modules = new Set(paths.map((path) => pathToFileURL(path).href))
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const resolved = nextResolve(specifier, context)
      const { url } = resolved
      if (!modules.has(context.parentURL ?? '') || !url.startsWith('file:') || isShared(url)) return resolved
      modules.add(url)
      const path = fileURLToPath(url)
      const distrust = distrustOf(path)
      if (distrust !== null) throw new Error(`${relative(folder, path)} ${distrust.en}`)
      return resolved
    },
  })
}
