import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { asTypeScript } from './share-modules.ts'

/** Why a file could not be imported, with the file and the line as far as they are known: `restarts.ts:3: …`. */
export const failureOf = ({ message, stack = '' }: Error, path: string, folder: string): string => {
  if (missingIn(message) === path) return `${basename(path)}: cannot be found`
  const reason = message.split('\n', 1).join('')
  return `${placeInStack(stack, folder) ?? placeOfImport(message, path) ?? basename(path)}: ${reason}`
}

/** Node begins a syntax error's stack with the place, and names it where module code throws. */
const placeInStack = (stack: string, folder: string): string | null => {
  const paths = stack.replaceAll(pathToFileURL(folder).href, folder).split(`${folder}/`).slice(1)
  const places = paths.map((path) => /^[^:\n]+:\d+/.exec(path.replace(asTypeScript, ''))?.[0])
  return places.find((place) => place !== undefined) ?? null
}

/** A module that cannot be found has no place: it is where it is imported. */
const placeOfImport = (message: string, path: string): string | null => {
  const missing = missingIn(message)
  if (missing === null) return null
  const lines = readFileSync(path, 'utf8').split('\n')
  const line = lines.findIndex((text) => /\b(?:from|import)\b/.test(text) && text.includes(basename(missing)))
  return line < 0 ? null : `${basename(path)}:${line + 1}`
}

const missingIn = (message: string): string | null =>
  /^Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1] ?? null
