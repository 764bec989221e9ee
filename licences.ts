import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license: string
}

/**
 * The licences of all packages of which something is in the bundle, as one text. Throws where a package does not name
 * its licence; one that names it and brings no text of it is listed by its name.
 */
export const licencesOf = async ({ outputs }: Metafile): Promise<string> => {
  const inputs = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs))
  const folders = inputs.flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? folderOf(path) : []))
  const licences = await Promise.all([...new Set(folders)].sort().map(licenceOf))
  return licences.join(`\n${'-'.repeat(80)}\n\n`)
}

/** The folder of a file's package: the innermost one, where a package has packages of its own. */
const folderOf = (path: string): readonly string[] =>
  /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.slice(0, 1) ?? []

const licenceOf = async (folder: string): Promise<string> => {
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  if (!isManifest(manifest)) throw new Error(`${folder} does not name its licence`)
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|copyright|notice)/i.test(file)).sort()
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
  const { name, version, license } = manifest
  return [`${name} ${version} (${license})\n`, ...texts.map((text) => `${text.trim()}\n`)].join('\n')
}

const isManifest = (value: unknown): value is Manifest =>
  typeof value === 'object' && value !== null && 'name' in value && 'version' in value && 'license' in value
