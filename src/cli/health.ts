import { readFileSync, statSync } from 'node:fs'

// The image's health probe: a process of its own that lives for one look, so nothing but node:fs is loaded for it.

/** Why the file does not show a healthy agent; null where it does. */
const trouble = (path: string): string | null => {
  try {
    const holdsFor = Number(readFileSync(path, 'utf8'))
    const age = (new Date().getTime() - statSync(path).mtimeMs) / 1_000
    return age <= holdsFor ? null : `the host was last seen ${Math.round(age)} s ago, limit ${holdsFor} s`
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return isMissing ? 'the host was not seen yet' : 'HEALTH_FILE cannot be read'
  }
}

process.stdout.on('error', () => undefined) // whoever asked is gone
const { HEALTH_FILE: path = '' } = process.env
const found = path === '' ? 'HEALTH_FILE is not set' : trouble(path)
console.log(found ?? 'healthy')
process.exitCode = found === null ? 0 : 1
