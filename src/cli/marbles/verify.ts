import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { loadConfig } from '../../config/load.ts'
import { systemReaders } from '../../config/readers.ts'
import { createContext } from '../../extensions/create-context.ts'
import type { ExtensionContext } from '../../extensions/extension.ts'
import { importFile } from '../../extensions/import-file.ts'
import { shareModules } from '../../extensions/share-modules.ts'
import { difference } from './difference.ts'
import { extensionOperator } from './extension-operator.ts'
import { registry, type WordOperator } from './registry.ts'
import { runDiagram } from './run.ts'
import { parseDiagram } from './specification.ts'

/**
 * Runs diagrams, each against the extension beside it that its operator's line names (`> restarts.ts`), or against an
 * operator of Vigilo's. Says of each whether it passes, and returns the exit code: 1 where one does not.
 */
export const verifyDiagrams = async (files: readonly string[], say: (line: string) => void): Promise<number> => {
  for (const folder of new Set(files.map((file) => dirname(realPathOf(file))))) shareModules(folder)
  let code = 0
  for (const file of files) {
    const fault = await faultOfDiagram(realPathOf(file))
    say(fault === null ? `✓ ${file}` : `✗ ${file}\n${fault.replaceAll(/^/gm, '  ')}`)
    if (fault !== null) code = 1
  }
  return code
}

/** Node names modules by their real paths. */
const realPathOf = (file: string): string => (existsSync(file) ? realpathSync(file) : resolve(file))

const faultOfDiagram = async (path: string): Promise<string | null> => {
  try {
    const diagram = parseDiagram(readFileSync(path, 'utf8'))
    const errors: string[] = []
    const own = await Promise.all(
      diagram.operators.map(({ name }) => operatorsOf(name, dirname(path), (message) => errors.push(message))),
    )
    const operators = Object.fromEntries([registry, ...own].flatMap((some) => Object.entries(some)))
    const fault = difference(diagram.expected.marks, runDiagram(diagram, operators), diagram.letters)
    return fault === null ? null : [fault, ...errors.map((message) => `# is the error: ${message}`)].join('\n')
  } catch (error) {
    return error instanceof Error ? error.message : 'unknown error'
  }
}

/** The operator of an extension's file, under the file's name. Throws an Error where it does not load. */
const operatorsOf = async (
  name: string,
  folder: string,
  fail: (message: string) => void,
): Promise<Readonly<Record<string, WordOperator>>> => {
  if (!/\.[jt]s$/.test(name)) return {}
  const imported = await importFile(join(folder, name), folder)
  if ('problem' in imported) throw new Error(imported.problem)
  return { [name]: extensionOperator(imported.exports, defaultContext(), fail) }
}

/** An agent's of which nothing is configured; its log is silent. */
const defaultContext = (): ExtensionContext => {
  const loaded = loadConfig({}, systemReaders)
  if ('problems' in loaded) throw new Error('the defaults of the configuration do not hold')
  const silence = (): void => undefined
  return createContext(loaded.config, { debug: silence, info: silence, warn: silence, error: silence })
}
